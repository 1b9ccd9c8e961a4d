"""What the credential may see of the state: one request for each resource."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import orjson

from hub.errors import HubError, NotAllowed, NotThere
from hubtrail.names import is_repository

if TYPE_CHECKING:
    from hub.client import Client

Glance = Callable[["Client", str], object]


def _first_tags(hub: Client, account: str) -> None:
    listed = orjson.loads(hub.repositories(account, 1).text)
    names = [entry.get("name") for entry in listed if isinstance(entry, dict)]
    for name in [name for name in names if is_repository(name)][:1]:
        hub.tags(account, name, 1)


GLANCES: dict[str, Glance] = {
    "repositories": lambda hub, account: hub.repositories(account, 1),
    "tags": _first_tags,
    "members": lambda hub, account: hub.members(account, 1),
    "teams": lambda hub, account: hub.teams(account, 1),
    "invites": lambda hub, account: hub.invites(account),
    "org-access-tokens": lambda hub, account: hub.org_access_tokens(account, 1),
    "personal-access-tokens": lambda hub, _: hub.personal_access_tokens(1),
    "org-settings": lambda hub, account: hub.org_settings(account),
    "scim-users": lambda hub, _: hub.scim_users(1),
}


def barred(hub: Client, account: str) -> Iterator[tuple[str, HubError]]:
    """The resources that plan, role or kind of token does not allow, each with what would do."""
    for resource, glance in GLANCES.items():
        try:
            glance(hub, account)
        except (NotAllowed, NotThere) as problem:
            yield resource, problem
