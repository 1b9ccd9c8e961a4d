"""The look-alike's state: repositories, tags, people, tokens, SCIM, and who may see them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from hub.lookalike import LocalHub
from tests.worlds import signed_in, small_world

REPOSITORIES = "/v2/namespaces/acme/repositories"
TAGS = f"{REPOSITORIES}/api/tags"
MEMBERS = "/v2/orgs/acme/members"
SCIM = {"Authorization": "Bearer not-a-secret-scim"}
OAT = "not-a-secret-acme-oat"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with the small organisation."""
    with LocalHub(small_world()) as hub:
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[httpx.Client]:
    """The owner, signed in by password."""
    with signed_in(hub.url) as client:
        yield client


def listed(client: httpx.Client, path: str, key: str = "name", **asked: str | int) -> list[Any]:
    """One field of each row of a page."""
    return [row[key] for row in client.get(path, params=asked).json()["results"]]


def test_a_list_is_paged(client: httpx.Client) -> None:
    """Pages have a count, links to both neighbours, and no row twice."""
    pages = [client.get(TAGS, params={"page": n, "page_size": 1}).json() for n in (1, 2, 3)]
    assert [page["results"][0]["name"] for page in pages] == ["latest", "1.1", "1.0"]
    assert {page["count"] for page in pages} == {3}
    assert [page["previous"] is None for page in pages] == [True, False, False]
    assert [page["next"] is None for page in pages] == [False, False, True]
    assert client.get(pages[0]["next"]).json() == pages[1]


def test_past_the_last_page_of_tags_and_repositories_is_nothing(client: httpx.Client) -> None:
    """There a page too far is a 404 (behaviour.md 5), elsewhere it is empty."""
    for path in (TAGS, REPOSITORIES):
        beyond = client.get(path, params={"page": 2})
        assert beyond.status_code == 404
        assert beyond.json() == {"message": "httperror 404: object not found", "errinfo": {}}
    assert listed(client, MEMBERS, page=9) == []


def test_a_list_without_rows_has_a_first_page(client: httpx.Client) -> None:
    """Page 1 of nothing is a 200; a HEAD says that there are no tags."""
    assert listed(client, f"{REPOSITORIES}/bare/tags") == []
    assert client.head(f"{REPOSITORIES}/bare/tags").status_code == 404
    assert client.head(TAGS).status_code == 200


def test_what_is_not_there_is_named(client: httpx.Client) -> None:
    """A 404 says in `errinfo` what was looked for."""
    missing = client.get(f"{TAGS}/9.9").json()
    assert missing["message"] == "httperror 404: tag '9.9' not found"
    assert missing["errinfo"] == {"namespace": "acme", "repository": "api", "tag": "9.9"}
    unknown = client.get(f"{REPOSITORIES}/none/tags").json()
    assert unknown["errinfo"] == {"namespace": "acme", "repository": "none"}


def test_repositories_can_be_found_and_ordered(client: httpx.Client) -> None:
    """`name` and `ordering` work as the newer specification says (behaviour.md 8)."""
    assert listed(client, REPOSITORIES, ordering="-name") == ["web", "bare", "api"]
    assert listed(client, REPOSITORIES, name="a", ordering="name") == ["api", "bare"]
    assert client.get(REPOSITORIES, params={"ordering": "size"}).status_code == 400


def test_an_organisation_token_sees_public_repositories(hub: LocalHub) -> None:
    """Without scope-repository-list the others are missing, without a word (behaviour.md 3)."""
    with signed_in(hub.url, "acme", OAT) as token:
        assert listed(token, REPOSITORIES) == ["web"]
    hub.world.credentials[3].scopes += ("scope-repository-list",)
    with signed_in(hub.url, "acme", OAT) as token:
        assert len(listed(token, REPOSITORIES)) == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v2/auditlogs/acme", 200),
        ("/v2/auditlogs/acme/actions", 200),
        (MEMBERS, 200),
        (f"{MEMBERS}/export", 200),
        ("/v2/orgs/acme/invites", 200),
        ("/v2/orgs/acme/groups/platform/members", 200),
        (TAGS, 403),
        ("/v2/access-tokens", 403),
        ("/v2/orgs/acme/access-tokens", 403),
        ("/v2/orgs/acme/settings", 403),
    ],
)
def test_an_organisation_token_may_ask_some_routes(hub: LocalHub, path: str, status: int) -> None:
    """Only the routes of behaviour.md section 3 take a bearer made from one."""
    with signed_in(hub.url, "acme", OAT) as token:
        assert token.get(path).status_code == status


def test_an_organisation_token_needs_the_scope(hub: LocalHub) -> None:
    """A route that takes such bearers refuses those without its scope."""
    hub.world.credentials[3].scopes = ("scope-member-read",)
    with signed_in(hub.url, "acme", OAT) as token:
        paths = (MEMBERS, "/v2/auditlogs/acme", "/v2/orgs/acme/groups")
        assert [token.get(path).status_code for path in paths] == [200, 403, 403]


@pytest.mark.parametrize(
    ("asked", "usernames"),
    [
        ({}, ["olivia", "robot", "mallory"]),
        ({"invites": "true"}, ["olivia", "robot", "mallory", ""]),
        ({"type": "invitee"}, [""]),
        ({"role": "owner"}, ["olivia", "robot"]),
        ({"search": "MALL"}, ["mallory"]),
        ({"search": "new@", "type": "all"}, [""]),
    ],
)
def test_members_are_chosen(
    client: httpx.Client, asked: dict[str, str], usernames: list[str]
) -> None:
    """Invitees appear when asked for; role and search choose (behaviour.md 7)."""
    assert listed(client, MEMBERS, "username", **asked) == usernames


def test_members_are_exported(client: httpx.Client) -> None:
    """The export is a CSV file of everybody, with Go's times."""
    answer = client.get(f"{MEMBERS}/export")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-disposition"].startswith('attachment;filename="acme-members-')
    assert [row["Type"] for row in rows] == ["User", "User", "User", "Invitee"]
    assert rows[0]["Teams"] == "owners, platform"
    assert rows[0]["Date Joined"] == "2024-03-01 08:00:00.506400 +0000 UTC"


def test_teams_tell_their_members(client: httpx.Client) -> None:
    """Teams are counted, found by name or person, and name their members without roles."""
    groups = "/v2/orgs/acme/groups"
    assert listed(client, groups, "member_count") == [2, 2]
    assert listed(client, groups, username="mallory") == ["platform"]
    assert listed(client, groups, search="own") == ["owners"]
    people = client.get(f"{groups}/platform/members").json()["results"]
    assert [person["username"] for person in people] == ["olivia", "mallory"]
    assert "role" not in people[0]
    assert client.get(f"{groups}/none").status_code == 404


def test_invites_come_whole(client: httpx.Client) -> None:
    """Invites are one object with `data`, not paged (behaviour.md 7)."""
    answer = client.get("/v2/orgs/acme/invites").json()
    assert list(answer) == ["data"]
    assert [invite["invitee"] for invite in answer["data"]] == ["new@acme.example"]


def test_personal_tokens_belong_to_the_asker(hub: LocalHub, client: httpx.Client) -> None:
    """A password's bearer sees its own, values blank; a token's bearer none (behaviour.md 3)."""
    hub.world.personal_access_tokens["olivia"][0]["token"] = "not-a-secret-value"
    answer = client.get("/v2/access-tokens").json()
    assert (answer["count"], answer["active_count"]) == (2, 1)
    assert {token["token"] for token in answer["results"]} == {""}
    with signed_in(hub.url, "robot") as robot:
        refusal = robot.get("/v2/access-tokens")
    assert refusal.status_code == 403
    assert refusal.json()["message"] == "token issued from personal access token is not allowed"


def test_organisation_tokens_have_a_total(client: httpx.Client) -> None:
    """Their list counts in `total` and leaves out what the detail tells (behaviour.md 7)."""
    path = "/v2/orgs/acme/access-tokens"
    answer = client.get(path).json()
    assert answer["total"] == 2
    assert "count" not in answer
    assert "resources" not in answer["results"][0]
    assert client.get(f"{path}/{answer['results'][0]['id']}").json()["resources"]


def test_another_organisation_is_not_there(client: httpx.Client) -> None:
    """Every route of a name that is not the world's is a 404."""
    for path in ("/v2/orgs/other/members", "/v2/orgs/other/settings"):
        assert client.get(path).status_code == 404
    assert client.get("/v2/nowhere").status_code == 404


def test_scim_has_a_bearer_of_its_own(hub: LocalHub, client: httpx.Client) -> None:
    """SCIM refuses other bearers, and the other routes refuse that of SCIM."""
    refusal = client.get("/v2/scim/2.0/Users")
    assert refusal.status_code == 401
    assert refusal.headers["content-type"] == "application/scim+json"
    assert httpx.get(hub.url + MEMBERS, headers=SCIM).status_code == 401


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"count": 1}, ["olivia"]),
        ({"startIndex": 2}, ["mallory"]),
        ({"sortBy": "username"}, ["mallory", "olivia"]),
        ({"filter": 'userName eq "olivia@acme.example"'}, ["olivia"]),
        ({"filter": 'displayname sw "mal"', "attributes": "displayName"}, ["mallory"]),
    ],
)
def test_scim_users_are_chosen(
    client: httpx.Client, asked: dict[str, str | int], names: list[str]
) -> None:
    """Users are counted from 1, sorted and filtered; names of fields in any case."""
    answer = client.get("/v2/scim/2.0/Users", params=asked, headers=SCIM).json()
    assert [user["displayName"] for user in answer["resources"]] == names
    assert answer["itemsPerPage"] == len(names)
