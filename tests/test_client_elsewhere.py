"""Other hosts: whatever an answer points at, nothing is asked of them, and no bearer leaves."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from hub.client import Client
from hub.errors import NotThere, Unavailable
from hub.lookalike import LocalHub
from tests.asking import LOG, SIGN_IN, answering, client_of, first_page
from tests.worlds import small_world


@pytest.fixture
def elsewhere() -> Iterator[LocalHub]:
    """Another host, which would answer anything."""
    with LocalHub(small_world(events=3)) as hub:
        yield hub


@pytest.fixture
def hub(elsewhere: LocalHub) -> Iterator[LocalHub]:
    """The configured host, which points at the other one when told to."""
    with LocalHub(small_world(events=3)) as hub:
        hub.faults.elsewhere = elsewhere.url
        yield hub


def test_a_redirect_is_not_followed(hub: LocalHub, elsewhere: LocalHub) -> None:
    """Pages, actions and the sign-in alike: a redirect is an error, and the other host is quiet."""
    with client_of(hub) as client:
        client.sign_in()
        hub.faults.chance("redirect", 1)
        with pytest.raises(Unavailable, match=r"on to 127\.0\.0\.1; that was not followed"):
            first_page(client)
        with pytest.raises(Unavailable, match="that was not followed"):
            client.audit_actions("acme")
    with client_of(hub) as stranger, pytest.raises(Unavailable, match="that was not followed"):
        stranger.sign_in()
    assert elsewhere.requests == []


def test_a_redirect_that_passes_is_asked_of_the_same_host(
    hub: LocalHub, elsewhere: LocalHub
) -> None:
    """A single redirect, such as a proxy's in a bad moment, costs one request more."""
    hub.faults.once("redirect", path=LOG)
    with client_of(hub) as client:
        assert len(first_page(client)) == 3
    assert elsewhere.requests == []


def test_a_next_link_is_not_followed(elsewhere: LocalHub) -> None:
    """A `next` that an answer may carry is not even looked at (behaviour.md 1.2 and 5)."""
    asked = []

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        if path == SIGN_IN:
            return 200, {}, b'{"access_token":"opaque"}'
        link = f"{elsewhere.url}{LOG}?page=2".encode()
        return 200, {"Link": f'<{link.decode()}>; rel="next"'}, b'{"logs":[{}],"next":"%b"}' % link

    with (
        answering(answer) as url,
        Client(url, "robot", "not-a-secret-robot", first_wait=0.001) as client,
    ):
        assert [len(first_page(client, page=number)) for number in (1, 2)] == [1, 1]
    assert len(asked) == 3
    assert elsewhere.requests == []


def test_an_account_cannot_name_another_host(hub: LocalHub, elsewhere: LocalHub) -> None:
    """However an account is written, the question is for that account of the configured host."""
    with client_of(hub) as client:
        for account in (f"@{elsewhere.url}", f"/{elsewhere.url}", "../../auth", "acme?page=7#"):
            with pytest.raises(NotThere):
                first_page(client, account)
            assert unquote(hub.requests[-1].path) == f"/v2/auditlogs/{account}"
    assert elsewhere.requests == []
