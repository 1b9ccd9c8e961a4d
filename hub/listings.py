"""What of an organisation's state can be asked for, and what credential each question wants.

Organisation access tokens may ask for some of it only (behaviour.md 3).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from urllib.parse import quote

from hub.large import MAX_ENTRY
from hub.lists import ListPage, read_export, read_list, read_one

PAGE_SIZE, SCIM_PAGE_SIZE = 100, 200  # the most that openapi.yaml or working clients ask for
NO_OAT = "an organisation access token may not ask for this; sign in as a user"
OWNER = "sign in as an owner of the organisation"
SCIM_WANTS = (
    "set HUBTRAIL_SCIM_TOKEN to the SCIM token that the SSO connection's settings give; it is "
    "another than the sign-in's"
)


class Listings(ABC):
    """The questions about state; each gives one page and raises as the client does.

    An entry of more than `max_entry` bytes is replaced by a description.
    """

    max_entry = MAX_ENTRY

    @abstractmethod
    def listed(
        self, path: str, read: Callable[[bytes, int], ListPage], wants: str, **asked: str | int
    ) -> ListPage:
        """Ask for one page of a listing."""

    def repositories(self, account: str, page: int) -> ListPage:
        """Repositories; missing from `openapi.yaml`, there since June 2025 (behaviour.md 8)."""
        wants = f"{OWNER}, or with a token that has scope-repository-list"
        return self.listed(f"{_namespace(account)}/repositories", read_list, wants, **_at(page))

    def tags(self, account: str, repository: str, page: int) -> ListPage:
        """Tags, newest first; `openapi.yaml` /v2/namespaces/{namespace}/repositories/.../tags."""
        path = f"{_namespace(account)}/repositories/{_quoted(repository)}/tags"
        return self.listed(path, read_list, f"{NO_OAT} who may read the repository", **_at(page))

    def members(self, account: str, page: int) -> ListPage:
        """Members and invitees; `openapi.yaml` /v2/orgs/{org_name}/members."""
        wants = f"{OWNER}, or with an organisation access token that has scope-member-read"
        path = f"{_organisation(account)}/members"
        return self.listed(path, read_list, wants, invites="true", **_at(page))

    def members_export(self, account: str) -> ListPage:
        """Members as their CSV tells; `openapi.yaml` /v2/orgs/{org_name}/members/export."""
        wants = f"{OWNER}, or with an organisation access token that has scope-member-read"
        return self.listed(f"{_organisation(account)}/members/export", read_export, wants)

    def teams(self, account: str, page: int) -> ListPage:
        """Teams; `openapi.yaml` /v2/orgs/{org_name}/groups."""
        return self.listed(f"{_organisation(account)}/groups", read_list, _TEAMS_WANT, **_at(page))

    def team_members(self, account: str, team: str, page: int) -> ListPage:
        """Who is in a team; `openapi.yaml` /v2/orgs/{org_name}/groups/{group_name}/members."""
        path = f"{_organisation(account)}/groups/{_quoted(team)}/members"
        return self.listed(path, read_list, _TEAMS_WANT, **_at(page))

    def invites(self, account: str) -> ListPage:
        """Pending invites, all at once; `openapi.yaml` /v2/orgs/{org_name}/invites."""
        wants = f"{OWNER}, or with an organisation access token that has scope-invite-read"
        return self.listed(f"{_organisation(account)}/invites", read_list, wants)

    def org_access_tokens(self, account: str, page: int) -> ListPage:
        """The organisation's tokens, in short; `openapi.yaml` /v2/orgs/{name}/access-tokens."""
        path = f"{_organisation(account)}/access-tokens"
        return self.listed(path, read_list, _OWNER_ALONE, **_at(page))

    def org_access_token(self, account: str, token_id: str) -> ListPage:
        """One token with its resources, a page of one."""
        path = f"{_organisation(account)}/access-tokens/{_quoted(token_id)}"
        return self.listed(path, read_one, _OWNER_ALONE)

    def personal_access_tokens(self, page: int) -> ListPage:
        """The tokens of whoever signs in; `openapi.yaml` /v2/access-tokens."""
        wants = "this wants a sign-in with a user's password, no token"
        return self.listed("/v2/access-tokens", read_list, wants, **_at(page))

    def org_settings(self, account: str) -> ListPage:
        """The settings, a page of one; `openapi.yaml` /v2/orgs/{name}/settings."""
        return self.listed(f"{_organisation(account)}/settings", read_one, _OWNER_ALONE)

    def scim_users(self, start: int) -> ListPage:
        """SCIM users from the one with that number, from 1; `openapi.yaml` /v2/scim/2.0/Users."""
        asked = {"startIndex": start, "count": SCIM_PAGE_SIZE}
        return self.listed("/v2/scim/2.0/Users", read_list, SCIM_WANTS, **asked)


_TEAMS_WANT = f"{OWNER}, or with an organisation access token that has scope-group-read"
_OWNER_ALONE = f"{NO_OAT} who is an owner"


def _at(page: int) -> dict[str, int]:
    return {"page": page, "page_size": PAGE_SIZE}


def _namespace(account: str) -> str:
    return f"/v2/namespaces/{_quoted(account)}"


def _organisation(account: str) -> str:
    return f"/v2/orgs/{_quoted(account)}"


def _quoted(name: str) -> str:
    return quote(name, safe="")
