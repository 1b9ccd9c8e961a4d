"""The look-alike's other shapes, and pages that shift or miscount: what clients have to stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from hub.lookalike import LocalHub
from tests.contract import differences
from tests.worlds import signed_in, small_world

ORG = "/v2/orgs/acme"
REPOSITORIES = "/v2/namespaces/acme/repositories"
TAGS = f"{REPOSITORIES}/api/tags"
TAGS_ROUTE = "/v2/namespaces/{namespace}/repositories/{repository}/tags"
SCIM = {"Authorization": "Bearer not-a-secret-scim"}
LINKS = {"next: type is not string", "previous: type is not string"}  # behaviour.md 9
NULLS = {"images.os_version: type is not string", "images.variant: type is not string"}
ADDED = {"content_type: not mentioned", "digest: not mentioned", "media_type: not mentioned"}


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with the small organisation."""
    with LocalHub(small_world(events=30)) as hub:
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[httpx.Client]:
    """The owner, signed in by password."""
    with signed_in(hub.url) as client:
        yield client


def names(client: httpx.Client, path: str, key: str = "name", **asked: int) -> list[Any]:
    """One field of each row of a page."""
    return [row[key] for row in client.get(path, params=asked).json()["results"]]


def test_the_specified_shape_is_what_openapi_says(hub: LocalHub, client: httpx.Client) -> None:
    """Members are an array of pages; images an object, v2 and status as documented."""
    hub.habits.shapes = "spec"
    members, tags, tag = (client.get(path) for path in (f"{ORG}/members", TAGS, f"{TAGS}/1.0"))
    assert differences("/v2/orgs/{org_name}/members", members) == {f"*.{each}" for each in LINKS}
    assert differences(TAGS_ROUTE, tags) == {f"results.*.{each}" for each in ADDED | NULLS}
    assert differences(TAGS_ROUTE + "/{tag}", tag) == ADDED | NULLS
    assert len(members.json()[0]["results"]) == 3


def test_the_shape_of_other_clients_has_other_names(hub: LocalHub, client: httpx.Client) -> None:
    """Team members are a bare array, tokens have a count, SCIM writes Resources."""
    hub.habits.shapes = "clients"
    team = client.get(f"{ORG}/groups/platform/members").json()
    assert [person["username"] for person in team] == ["olivia", "mallory"]
    assert client.get(f"{ORG}/access-tokens").json()["count"] == 2
    users = client.get("/v2/scim/2.0/Users", headers=SCIM).json()
    assert [user["displayName"] for user in users["Resources"]] == ["olivia", "mallory"]


def test_the_shape_of_other_clients_has_nulls_and_nine_digits(
    hub: LocalHub, client: httpx.Client
) -> None:
    """What is empty is null, and times are told to the billionth of a second."""
    hub.habits.shapes = "clients"
    invitee = client.get(f"{ORG}/members", params={"type": "invitee"}).json()["results"][0]
    assert (invitee["username"], invitee["groups"]) == (None, None)
    assert client.get(f"{REPOSITORIES}/bare/tags").json()["results"] is None
    assert names(client, TAGS, "tag_last_pushed")[-1] == "2026-01-05T09:00:00.506400000Z"
    assert client.get("/v2/auditlogs/acme").json()["logs"][0]["timestamp"].endswith(".000000000Z")


def test_refusals_and_exports_have_one_shape(hub: LocalHub, client: httpx.Client) -> None:
    """Errors, and what is no JSON, are not reshaped."""
    before = [client.get(path) for path in (f"{ORG}/members/export", f"{ORG}/groups/none")]
    hub.habits.shapes = "clients"
    after = [client.get(path) for path in (f"{ORG}/members/export", f"{ORG}/groups/none")]
    assert [each.content for each in after] == [each.content for each in before]


def test_a_service_may_list_no_repositories(hub: LocalHub, client: httpx.Client) -> None:
    """Before June 2025 there was no such route; tags there were (behaviour.md 8)."""
    hub.habits.lists_repositories = False
    assert client.get(REPOSITORIES).status_code == 404
    assert client.get(TAGS).status_code == 200


def test_a_shifted_page_repeats_a_row(hub: LocalHub, client: httpx.Client) -> None:
    """It begins with the last row of the page before, and its own last row is on the next."""
    first = names(client, TAGS, page=1, page_size=1)
    hub.faults.once("shifted", page=2)
    assert names(client, TAGS, page=2, page_size=1) == first
    assert names(client, TAGS, page=2, page_size=1) != first


def test_a_first_page_is_not_shifted(hub: LocalHub, client: httpx.Client) -> None:
    """No page is before it."""
    hub.faults.once("shifted")
    assert names(client, TAGS) == ["latest", "1.1", "1.0"]


@pytest.mark.parametrize(
    ("path", "key", "true"),
    [(TAGS, "count", 3), (f"{ORG}/access-tokens", "total", 2), ("/v2/access-tokens", "count", 2)],
)
def test_a_count_can_be_wrong(
    hub: LocalHub, client: httpx.Client, path: str, key: str, true: int
) -> None:
    """A miscounted answer counts one row too many, and the next one is right."""
    hub.faults.once("miscounted")
    assert [client.get(path).json()[key] for _ in range(2)] == [true + 1, true]


def test_secrets_can_be_told_everywhere(hub: LocalHub, client: httpx.Client) -> None:
    """Every object of an answer then holds values that nobody may keep."""
    hub.faults.once("secrets", times=2)
    told = client.get(TAGS).json()["results"][0]
    assert {told["token"], told["images"][0]["client_secret"]} == {hub.faults.leaked[0]}
    assert hub.faults.leaked[1] in client.get("/v2/auditlogs/acme").json()["logs"][0]["note"]


@pytest.mark.parametrize("kind", ["empty", "miscounted", "secrets"])
def test_an_export_is_never_garbled(hub: LocalHub, client: httpx.Client, kind: Any) -> None:
    """Faults of JSON answers leave the CSV as it is."""
    before = client.get(f"{ORG}/members/export").content
    hub.faults.once(kind)
    assert client.get(f"{ORG}/members/export").content == before
