"""Collect the catalogue of actions that Docker Hub says it logs."""

from __future__ import annotations

from flows.listing import all_rejected
from flows.survey import Survey
from warehouse.load import load_actions


def collect_actions(survey: Survey) -> None:
    """Keep the catalogue; what counts is how many actions were not known before."""
    answer = survey.hub.audit_actions(survey.account)
    loaded = load_actions(survey.writer, survey.account, answer, survey.hub.clock.now())
    survey.rows += loaded.new
    ((entries, rejected, why),) = survey.writer.run("count_rejected")
    if entries and rejected == entries:
        survey.flawed(all_rejected(entries, why))
