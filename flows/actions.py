"""Collect the catalogue of actions that Docker Hub says it logs."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.survey import Survey
from warehouse.load import load_actions


def collect_actions(survey: Survey) -> None:
    """Keep the catalogue; what counts is how many actions were not known before."""
    answer = survey.hub.audit_actions(survey.account)
    loaded = load_actions(survey.writer, survey.account, answer, datetime.now(UTC))
    survey.rows += loaded.new
