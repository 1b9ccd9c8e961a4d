"""Asking for the state: every listing, its pages, its bad days and what is not allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest

from hub.client import Client
from hub.errors import HubError, NotAllowed, NotThere, SignInRefused
from hub.lists import EMPTY, ListPage
from hub.lookalike import Credential, LocalHub
from hub.lookalike.faults import Kind
from tests.asking import SIGN_IN, answering, first_page, sign_ins
from tests.worlds import small_world

Ask = Callable[[Client], ListPage]
TOKEN_ID = "a7a5ef25-8889-43a0-8cc7-f2a94268e861"
SCIM_TOKEN = "not-a-secret-scim"
LISTINGS: dict[str, tuple[Ask, str, int, int | None]] = {  # path, rows, count
    "repositories": (lambda c: c.repositories("acme", 1), "/namespaces/acme/repositories", 3, 3),
    "tags": (lambda c: c.tags("acme", "api", 1), "/namespaces/acme/repositories/api/tags", 3, 3),
    "members": (lambda c: c.members("acme", 1), "/orgs/acme/members", 4, 4),
    "export": (lambda c: c.members_export("acme"), "/orgs/acme/members/export", 4, None),
    "teams": (lambda c: c.teams("acme", 1), "/orgs/acme/groups", 2, 2),
    "team": (
        lambda c: c.team_members("acme", "platform", 1),
        "/orgs/acme/groups/platform/members",
        2,
        2,
    ),
    "invites": (lambda c: c.invites("acme"), "/orgs/acme/invites", 1, None),
    "org tokens": (lambda c: c.org_access_tokens("acme", 1), "/orgs/acme/access-tokens", 2, 2),
    "org token": (
        lambda c: c.org_access_token("acme", TOKEN_ID),
        f"/orgs/acme/access-tokens/{TOKEN_ID}",
        1,
        1,
    ),
    "own tokens": (lambda c: c.personal_access_tokens(1), "/access-tokens", 2, 2),
    "settings": (lambda c: c.org_settings("acme"), "/orgs/acme/settings", 1, 1),
    "scim": (lambda c: c.scim_users(1), "/scim/2.0/Users", 2, 2),
}
each_listing = pytest.mark.parametrize("name", LISTINGS)


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with the small organisation and three events."""
    with LocalHub(small_world(events=3)) as hub:
        hub.faults.quiet_seconds = hub.faults.slow_seconds = 0.0
        yield hub


def owner(hub: LocalHub, scim_token: str | None = SCIM_TOKEN) -> Client:
    """The owner by password, with the SCIM token; use it in a `with`."""
    return Client(hub.url, "olivia", "not-a-secret-olivia", scim_token=scim_token, first_wait=0.001)


def bare_token(hub: LocalHub) -> Client:
    """An organisation access token without scopes; use it in a `with`."""
    hub.world.credentials.append(Credential("acme", "not-a-secret-bare-oat", "oat", scopes=()))
    return Client(hub.url, "acme", "not-a-secret-bare-oat")


def refusal(client: Client, ask: Callable[[Client], object]) -> str:
    """What is said where asking is not allowed."""
    with client, pytest.raises(NotAllowed) as caught:
        ask(client)
    return str(caught.value)


def listed(hub: LocalHub, name: str) -> ListPage:
    """What the owner is answered."""
    with owner(hub) as client:
        return LISTINGS[name][0](client)


def fields(page: ListPage, name: str) -> list[Any]:
    """One field of each entry."""
    return [entry.get(name) for entry in orjson.loads(page.text)]


@each_listing
def test_every_listing_is_asked_for(hub: LocalHub, name: str) -> None:
    """Each question goes to its route once, and gives the rows and their count."""
    ask, path, rows, count = LISTINGS[name]
    with owner(hub) as client:
        page = ask(client)
    assert [seen.path for seen in hub.requests if seen.path != SIGN_IN] == ["/v2" + path]
    assert (page.rows, page.count) == (rows, count)
    assert len(orjson.loads(page.text)) == rows


@each_listing
@pytest.mark.parametrize("shapes", ["spec", "clients"])
def test_a_listing_is_the_same_in_every_shape(hub: LocalHub, name: str, shapes: Any) -> None:
    """Whatever shape the answers have, the rows are as many, and as many are counted."""
    _, _, rows, count = LISTINGS[name]
    hub.habits.shapes = shapes
    page = listed(hub, name)
    bare = (name, shapes) == ("team", "clients")  # an array has no count
    assert (page.rows, page.count) == (rows, None if bare else count)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("429-text", "export"), ("expired", "settings")]
    + [(kind, name) for kind in ("500", "cut") for name in LISTINGS],
)
def test_a_bad_day_passes(hub: LocalHub, name: str, kind: Kind) -> None:
    """A fault that strikes once costs a request and changes nothing of the answer."""
    good = listed(hub, name)
    hub.faults.once(kind, path="/v2" + LISTINGS[name][1])
    assert listed(hub, name) == good


def test_pages_have_a_hundred_rows(hub: LocalHub) -> None:
    """Pages are asked for by number; the members with those who are only invited."""
    with owner(hub) as client:
        client.members("acme", 1)
        client.tags("acme", "api", 1)
        client.scim_users(3)
    asked = [seen.query for seen in hub.requests if seen.path != SIGN_IN]
    first = {"page": "1", "page_size": "100"}
    assert asked == [first | {"invites": "true"}, first, {"startIndex": "3", "count": "200"}]


def test_past_the_last_page_is_nothing(hub: LocalHub) -> None:
    """There a 404 is the end (behaviour.md 5); on page 1 it is an error."""
    with owner(hub) as client:
        assert client.tags("acme", "api", 2) == EMPTY
        with pytest.raises(NotThere, match="acme/repositories/none/tags"):
            client.tags("acme", "none", 1)


def test_names_cannot_lead_elsewhere() -> None:
    """A name with letters of addresses in it stays one part of the path."""
    with (
        answering(lambda path: (200, {}, _signed_or_path(path))) as url,
        Client(url, "olivia", "not-a-secret-olivia") as client,
    ):
        assert fields(client.team_members("ac/me", "a/b?c #d", 1), "path") == [
            "/v2/orgs/ac%2Fme/groups/a%2Fb%3Fc%20%23d/members?page=1&page_size=100"
        ]


def _signed_or_path(path: str) -> bytes:
    answer = {"access_token": "not-a-secret-bearer"} if path == SIGN_IN else [{"path": path}]
    return orjson.dumps(answer)


@pytest.mark.parametrize(
    ("name", "wants"),
    [
        ("tags", "sign in as a user who may read the repository"),
        ("members", "scope-member-read"),
        ("export", "scope-member-read"),
        ("teams", "scope-group-read"),
        ("team", "scope-group-read"),
        ("invites", "scope-invite-read"),
        ("org tokens", "sign in as a user who is an owner"),
        ("org token", "sign in as a user who is an owner"),
        ("own tokens", "a user's password"),
        ("settings", "sign in as a user who is an owner"),
    ],
)
def test_a_refusal_says_what_would_do(hub: LocalHub, name: str, wants: str) -> None:
    """An organisation token without scopes is told Docker's words, and what credential would do."""
    said = refusal(bare_token(hub), LISTINGS[name][0])
    assert wants in said
    assert "(forbidden)" in said or "is not allowed)" in said
    assert sign_ins(hub) == 1


def test_a_personal_token_may_not_list_personal_tokens(hub: LocalHub) -> None:
    """Docker's words are quoted, and a password named as what would do (behaviour.md 3)."""
    said = refusal(Client(hub.url, "robot", "not-a-secret-robot"), LISTINGS["own tokens"][0])
    assert "token issued from personal access token is not allowed" in said
    assert "a user's password" in said


def test_the_audit_log_wants_what_it_wanted(hub: LocalHub) -> None:
    """A refusal of the events still names plan, owner and scope."""
    said = refusal(bare_token(hub), first_page)
    assert "a Team or Business plan, and an owner's credential" in said
    assert "scope-activity-read" in said


@pytest.mark.parametrize("token", [None, "", "not a\nheader"])
def test_scim_wants_a_token_of_its_own(hub: LocalHub, token: str | None) -> None:
    """Without one that a header may hold nothing is asked, and the setting is named."""
    said = refusal(owner(hub, token), LISTINGS["scim"][0])
    assert "set HUBTRAIL_SCIM_TOKEN" in said
    assert "header" not in said
    assert hub.requests == []


def test_a_refused_scim_token_signs_nobody_in(hub: LocalHub) -> None:
    """SCIM's 401 is no reason to renew the other bearer, nor to ask again."""
    said = refusal(owner(hub, "not-a-secret-old"), LISTINGS["scim"][0])
    assert "HUBTRAIL_SCIM_TOKEN" in said
    assert "not-a-secret-old" not in said
    assert [seen.path for seen in hub.requests] == ["/v2/scim/2.0/Users"]


def test_scim_is_read_where_the_sign_in_fails(hub: LocalHub) -> None:
    """Two credentials: what is wrong with the one does not stop the other."""
    with Client(hub.url, "olivia", "not-a-secret-wrong", scim_token=SCIM_TOKEN) as client:
        assert client.scim_users(1).rows == 2
        with pytest.raises(SignInRefused):
            client.teams("acme", 1)


@each_listing
def test_no_listing_hands_a_secret_on(hub: LocalHub, name: str) -> None:
    """Whatever secrets Docker Hub puts into its answers, none is in what is handed on."""
    _, _, rows, _ = LISTINGS[name]
    hub.faults.chance("secrets", 1)
    page = listed(hub, name)
    assert page.rows == rows
    assert [leak for leak in hub.faults.leaked if leak.encode() in page.text] == []


def test_no_event_hands_a_secret_on(hub: LocalHub) -> None:
    """Neither do the events and the catalogue of actions."""
    hub.faults.chance("secrets", 1)
    with owner(hub) as client:
        shown = [*first_page(client).entries, client.audit_actions("acme")]
    assert len(shown) == 3 + 1
    assert [leak for leak in hub.faults.leaked if leak.encode() in b"".join(shown)] == []


def test_no_refusal_hands_a_secret_on() -> None:
    """Docker's own words are quoted without what has the form of a secret."""
    leaked = ".".join(["eyJleaked"] * 3)

    def refuse(path: str) -> tuple[int, dict[str, str], bytes]:
        if path == SIGN_IN:
            return 200, {}, b'{"access_token":"not-a-secret-bearer"}'
        return 403, {}, orjson.dumps({"message": f"bad bearer {leaked}"})

    with (
        answering(refuse) as url,
        Client(url, "olivia", "not-a-secret-olivia") as client,
        pytest.raises(HubError, match=r"bad bearer \[secret removed\]"),
    ):
        client.teams("acme", 1)
