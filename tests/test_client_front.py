"""Who answered: what a proxy or firewall says is never taken for Docker Hub's word."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from hub.client import Client
from hub.errors import Blocked, HubError, NotAllowed, NotThere, Refused, Unavailable, Unreadable
from hub.lookalike import LocalHub
from hub.lookalike.faults import Kind
from hub.lookalike.refusals import SCIM_JSON
from hub.retries import ATTEMPTS
from tests.asking import LOG, SIGN_IN, answering, client_of, first_page, sign_ins
from tests.worlds import START, small_world

IN_FRONT: tuple[Kind, ...] = ("blocked-html", "blocked-text", "200-html", "404-html", "404-empty")
SENTENCE = (
    r"^Something in front of Docker Hub answered \d{3} for /v2/.*: check the network, proxy or"
)


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three events."""
    with LocalHub(small_world(events=3)) as hub:
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[Client]:
    """The owner's client."""
    with client_of(hub, "olivia", "not-a-secret-olivia") as client:
        yield client


@pytest.mark.parametrize("kind", IN_FRONT)
@pytest.mark.parametrize("page", [1, 2])
def test_a_stranger_is_asked_again_and_named(
    hub: LocalHub, client: Client, kind: Kind, page: int
) -> None:
    """What passes is survived; what stays is Blocked, for pages of events and listings alike."""
    client.sign_in()
    hub.faults.once(kind, times=2)
    assert len(first_page(client)) == 3
    hub.faults.chance(kind, 1)
    questions: list[Callable[[], object]] = [
        lambda: first_page(client, page=page),
        lambda: client.members("acme", page),
    ]
    for ask in questions:
        before = client.requests
        with pytest.raises(Blocked, match=SENTENCE):
            ask()
        assert client.requests - before == ATTEMPTS
    assert sign_ins(hub) == 1


@pytest.mark.parametrize("kind", IN_FRONT)
def test_a_blocked_sign_in_is_no_refusal(hub: LocalHub, kind: Kind) -> None:
    """A sign-in that never reached Docker Hub is repeated, and works once the way is free."""
    hub.faults.once(kind, times=ATTEMPTS + 1, path=SIGN_IN)
    with client_of(hub) as client:
        with pytest.raises(Blocked, match=SENTENCE):
            client.sign_in()
        assert len(first_page(client)) == 3
    assert sign_ins(hub) == ATTEMPTS + 2


@pytest.mark.parametrize(
    ("kind", "said"), [("blocked-text", "error code: 1010"), ("blocked-html", "Just a moment...")]
)
def test_a_strangers_words_are_told(hub: LocalHub, client: Client, kind: Kind, said: str) -> None:
    """The sentence has the text of a plain answer, or the title of a page."""
    hub.faults.chance(kind, 1, path=LOG)
    with pytest.raises(Blocked) as caught:
        first_page(client)
    assert f"answered 403 for {LOG} ({said}): check" in str(caught.value)


def test_json_of_a_stranger_is_recognised_by_its_header() -> None:
    """`cf-mitigated` gives Cloudflare away, whatever the body and the status."""
    for status in (200, 403, 429, 503):

        def answer(path: str, status: int = status) -> tuple[int, dict[str, str], bytes]:
            if path == SIGN_IN:
                return 200, {}, b'{"access_token":"opaque"}'
            return status, {"cf-mitigated": "challenge", "Retry-After": "0"}, b'{"logs":[]}'

        with (
            answering(answer) as url,
            Client(url, "robot", "not-a-secret-robot", first_wait=0.001) as client,
            pytest.raises(Blocked),
        ):
            first_page(client)


def test_an_error_is_judged_by_its_body_and_not_by_its_type() -> None:
    """JSON of another content type is Docker Hub's answer, as SCIM's errors are."""

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        if path == SIGN_IN:
            return 200, {}, b'{"access_token":"opaque"}'
        return 403, {"Content-Type": SCIM_JSON}, b'\xef\xbb\xbf {"detail":"forbidden"}'

    with (
        answering(answer) as url,
        Client(url, "robot", "not-a-secret-robot") as client,
        pytest.raises(NotAllowed, match=r"\(forbidden\)"),
    ):
        first_page(client)


@pytest.mark.parametrize(
    ("kind", "error", "times"),
    [
        ("403", NotAllowed, 1),
        ("404-json", NotThere, 1),
        ("400", Refused, 1),
        ("413", Refused, 1),
        ("422", Refused, 1),
        ("408", Unavailable, ATTEMPTS),
        ("425", Unavailable, ATTEMPTS),
    ],
)
def test_docker_hubs_own_errors_keep_their_meaning(
    hub: LocalHub, client: Client, kind: Kind, error: type[HubError], times: int
) -> None:
    """JSON errors are Docker Hub's; what is too large or wrong is not sent again as it is."""
    hub.faults.chance(kind, 1, path=LOG)
    with pytest.raises(HubError) as caught:
        first_page(client)
    assert type(caught.value) is error
    assert len(hub.requests) == 1 + times


def test_a_page_past_the_last_is_empty(hub: LocalHub, client: Client) -> None:
    """A 404 of Docker Hub's own past page 1 is no page."""
    hub.faults.chance("404-json", 1, path="acme")
    assert len(client.audit_page("acme", START, START, 2)) == 0
    assert client.teams("acme", 2).rows == 0


def test_no_content_is_an_empty_page_but_no_object(hub: LocalHub, client: Client) -> None:
    """A 204 has no events and no rows; of settings it says nothing."""
    hub.faults.chance("204", 1, path="acme")
    assert len(first_page(client)) == 0
    assert client.teams("acme", 1).rows == 0
    for ask in (client.org_settings, client.members_export, client.audit_actions):
        with pytest.raises(Unreadable):
            ask("acme")


@pytest.mark.parametrize("kind", ["bom", "trailing"])
def test_what_stands_around_the_json_is_ignored(hub: LocalHub, client: Client, kind: Kind) -> None:
    """A byte order mark and text after the JSON change no page, listing or sign-in."""
    hub.faults.chance(kind, 1)
    assert len(first_page(client)) == 3
    assert client.audit_actions("acme").startswith(b'{"actions":{')
    assert client.teams("acme", 1).rows > 0
    assert len(hub.requests) == 4


@pytest.mark.parametrize("text", ['{"logs":[]}', "\n[1]", " and {more"])
def test_json_after_the_json_is_named(hub: LocalHub, client: Client, text: str) -> None:
    """Where there may be more data after the data, the page is not believed."""
    hub.faults.trailing = text
    hub.faults.chance("trailing", 1, path=LOG)
    with pytest.raises(Unreadable, match=f"response for {LOG} has something after its JSON"):
        first_page(client)


def test_each_request_says_who_asks(hub: LocalHub, client: Client) -> None:
    """The User-Agent is Hubtrail with its version."""
    first_page(client)
    assert {seen.agent for seen in hub.requests} == {"hubtrail/0.1.0"}
