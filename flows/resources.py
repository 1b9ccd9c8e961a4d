"""What can be collected, by the names that `--only` takes, and how each is, but for the events."""

from __future__ import annotations

from collections.abc import Callable

from flows.actions import collect_actions
from flows.repositories import collect_repositories, collect_tags
from flows.state import (
    collect_invites,
    collect_members,
    collect_org_access_tokens,
    collect_org_settings,
    collect_personal_access_tokens,
    collect_scim_users,
    collect_teams,
)
from flows.survey import Survey

AUDIT_EVENTS = "audit-events"

COLLECTORS: dict[str, Callable[[Survey], None]] = {
    "audit-actions": collect_actions,
    "repositories": collect_repositories,
    "tags": collect_tags,
    "members": collect_members,
    "teams": collect_teams,
    "invites": collect_invites,
    "org-access-tokens": collect_org_access_tokens,
    "personal-access-tokens": collect_personal_access_tokens,
    "org-settings": collect_org_settings,
    "scim-users": collect_scim_users,
}
RESOURCES = (AUDIT_EVENTS, *COLLECTORS)


def named(resources: tuple[str, ...]) -> str:
    """What runs over these resources are called."""
    return "everything" if resources == RESOURCES else ", ".join(resources)


LookStep = Callable[[Survey, str], None]


def look(survey: Survey, resource: str) -> None:
    """Collect one resource; raises the `HubError` or `WarehouseError` that ended it."""
    COLLECTORS[resource](survey)
