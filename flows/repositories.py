"""Collect repositories and the tags of each: what moved first, and no page that cannot have."""

from __future__ import annotations

from typing import Any

from flows.survey import Survey, in_turns
from hub.errors import NotAllowed, NotThere
from hubtrail.names import is_repository
from warehouse.listing import Staging

PROBED = 5  # repositories asked for by name, to learn whether a listing is short


def collect_repositories(survey: Survey) -> None:
    """The repositories as listed; where the service lists none, events and settings name them.

    A listing that lacks a repository which is there closes nothing: the token may see but some
    (behaviour.md 3, `scope-repository-list`).
    """
    survey.keep(
        "repositories",
        lambda page, _: survey.hub.repositories(survey.account, page),
        doubt=lambda stage: _limit(survey, stage),
    )


def _limit(survey: Survey, stage: Staging) -> str | None:
    """Why the listing is short: repositories it lacks, though no event says they are gone."""
    known = survey.known("repositories_lacking", listed=stage.keys())
    lacking = [name for (name,) in known if is_repository(name)]
    there = [name for name in lacking[:PROBED] if _may_be_there(survey, name)]
    if not there:
        return None
    survey.limits.append(
        f"The listing lacks {', '.join(there)} and perhaps more: the credential does not see all "
        "repositories; an organisation access token wants scope-repository-list."
    )
    return survey.limits[-1]


def _may_be_there(survey: Survey, name: str) -> bool:
    """Whether the repository answers, or cannot be asked."""
    try:
        survey.hub.tags(survey.account, name, 1)
    except NotThere:
        return False
    except NotAllowed:
        return True
    return True


def collect_tags(survey: Survey) -> None:
    """The tags of every repository known: first those with news, then those not seen for longest.

    A repository whose newest tags and count have not moved is not paged to the end, unless that is
    long ago or the survey is a sweep.
    """
    in_turns(survey, _repositories_to_list(survey), _collect_repository)


def _repositories_to_list(survey: Survey) -> list[tuple[Any, ...]]:
    """The repositories that can be asked for; what cannot be one is no news from an event."""
    watched = [
        name.removeprefix(f"{survey.account}/")
        for name in survey.settings.repositories
        if "/" not in name or name.startswith(f"{survey.account}/")
    ]
    known = survey.known("repositories_to_list", watched=watched)
    wanted = [
        (name, gone, newest_will_do)
        for name, gone, newest_will_do, only_in_events in known
        if is_repository(name) or not only_in_events
    ]
    return survey.askable(wanted, is_repository, "the name of a repository, so its tags")


def _collect_repository(survey: Survey, row: tuple[Any, ...]) -> None:
    name, gone, may_stop_early = row
    try:
        survey.keep(
            "tags",
            lambda page, _: survey.hub.tags(survey.account, name, page),
            name,
            newest_first=may_stop_early and not survey.sweep,
        )
    except NotThere as problem:
        if gone:
            survey.close("tags", name)
        else:
            survey.flawed(str(problem))
