"""What the client asks for, and what it gives back on a good day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import orjson
import pytest

from hub.client import PAGE_SIZE, Client
from hub.errors import NotThere
from hub.lookalike import LocalHub
from tests.asking import LOG, SIGN_IN, client_of, first_page
from tests.worlds import START, push_text, small_world


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with more events than a page holds."""
    with LocalHub(small_world(events=PAGE_SIZE + 7)) as hub:
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[Client]:
    """The robot's client."""
    with client_of(hub) as client:
        yield client


def test_nothing_is_asked_before_it_is_needed(hub: LocalHub, client: Client) -> None:
    """Making a client sends no request; the first question signs in."""
    assert hub.requests == []
    client.sign_in()
    client.sign_in()
    assert [seen.path for seen in hub.requests] == [SIGN_IN]


def test_a_page_is_asked_for_in_whole_seconds(hub: LocalHub, client: Client) -> None:
    """Window, page and size stand in the question as openapi.yaml wants them."""
    client.audit_page("acme", START, START + timedelta(seconds=90), 2)
    asked = hub.requests[-1]
    assert (asked.method, asked.path, asked.bearer) == ("GET", LOG, True)
    assert asked.query == {
        "from": "2026-01-05T09:00:00Z",
        "to": "2026-01-05T09:01:30Z",
        "page": "2",
        "page_size": "100",
    }


def test_a_page_holds_the_events_as_they_came(client: Client) -> None:
    """Every event of the answer is on the page, with all of its fields, in the answer's order."""
    page = client.audit_page("acme", START, START + timedelta(seconds=2), 1)
    assert [orjson.loads(entry) for entry in page.entries] == [
        orjson.loads(push_text(number)) for number in (2, 1, 0)
    ]
    assert len(set(page.prints)) == len(page) == 3


def test_pages_follow_each_other(client: Client) -> None:
    """The pages of a window hold each event once, and the one after the last is empty."""
    pages = [first_page(client, page=number) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [PAGE_SIZE, 7, 0]
    assert len({number for page in pages for number in page.prints}) == PAGE_SIZE + 7


@pytest.mark.parametrize("is_null", [False, True])
def test_an_empty_answer_is_an_empty_page(hub: LocalHub, client: Client, is_null: bool) -> None:
    """An empty list and a null one are pages of nothing, and not asked for again."""
    hub.faults.empty_is_null = is_null
    hub.faults.once("empty")
    assert len(first_page(client)) == 0
    assert client.requests == len(hub.requests) == 2


def test_a_page_past_the_end_may_be_missing(hub: LocalHub, client: Client) -> None:
    """A 404 past page 1 ends the window; on page 1 it is an error (behaviour.md 5)."""
    hub.world.account = "another"
    assert len(first_page(client, page=2)) == 0
    with pytest.raises(NotThere):
        first_page(client)


def test_the_actions_are_given_as_they_came(hub: LocalHub, client: Client) -> None:
    """The catalogue of actions is the answer's JSON, whole."""
    assert orjson.loads(client.audit_actions("acme")) == {"actions": hub.world.actions}
    assert hub.requests[-1].path == f"{LOG}/actions"


def test_an_event_has_the_same_print_with_and_without_id(hub: LocalHub, client: Client) -> None:
    """An `event_id` that comes and goes between answers makes no new events (behaviour.md 1.3)."""
    hub.habits.event_ids = True
    one, other = first_page(client), first_page(client)
    assert one.entries != other.entries
    assert (one.prints, one.digest()) == (other.prints, other.digest())


def test_requests_are_counted(hub: LocalHub, client: Client) -> None:
    """`requests` counts all that were sent: sign-ins, repetitions and refusals."""
    hub.faults.once("502", times=2)
    hub.faults.once("expired", path=LOG)
    first_page(client)
    assert client.requests == len(hub.requests) == 6
