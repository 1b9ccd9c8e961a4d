"""The look-alike's audit log: pages, windows, filters, and the habits nobody knows for sure."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from hub.lookalike import LocalHub, World
from hub.lookalike.habits import Edges
from tests.worlds import START_MS, signed_in, small_world

LOG = "/v2/auditlogs/acme"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with sixty events, one each second from 09:00."""
    with LocalHub(small_world(events=60)) as hub:
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[httpx.Client]:
    """The owner, signed in."""
    with signed_in(hub.url) as client:
        yield client


def logs(client: httpx.Client, **asked: str | int) -> list[Any]:
    """The events of one answer."""
    answer = client.get(LOG, params=asked)
    assert answer.status_code == 200
    assert list(answer.json()) == ["logs"]
    events: list[Any] = answer.json()["logs"]
    return events


def builds(events: list[Any]) -> list[int]:
    """The numbers of the pushes."""
    return [int(event["data"]["tag"].removeprefix("build-")) for event in events]


def window(client: httpx.Client, start: str, end: str) -> list[int]:
    """The numbers of the pushes between two times of 5 January 2026."""
    day = "2026-01-05T"
    return builds(logs(client, **{"from": f"{day}{start}Z", "to": f"{day}{end}Z"}))


def test_pages_come_newest_first_and_end_empty(client: httpx.Client) -> None:
    """Pages of 25 unless asked otherwise, newest first, an empty one after the last."""
    pages = [builds(logs(client, page=page)) for page in (1, 2, 3, 4)]
    assert [number for page in pages for number in page] == list(range(59, -1, -1))
    assert [len(page) for page in pages] == [25, 25, 10, 0]


def test_large_sizes_are_lowered_without_a_word(hub: LocalHub, client: httpx.Client) -> None:
    """A size beyond the cap is the cap, and the cap can be set."""
    hub.habits.page_size_cap = 40
    assert len(logs(client, page_size=1000)) == 40


@pytest.mark.parametrize("asked", [{"page": 0}, {"page": "x"}, {"page_size": -1}, {"from": "now"}])
def test_questions_that_make_no_sense_are_refused(
    client: httpx.Client, asked: dict[str, str | int]
) -> None:
    """What is no number or no time is a 400."""
    assert client.get(LOG, params=asked).status_code == 400


@pytest.mark.parametrize(
    ("edges", "seconds"),
    [
        ("inclusive", [3, 2, 1]),
        ("exclusive", [2]),
        ("from-only", [2, 1]),
        ("to-only", [3, 2]),
    ],
)
def test_the_edges_of_a_window_are_as_set(
    hub: LocalHub, client: httpx.Client, edges: Edges, seconds: list[int]
) -> None:
    """Events on the very edges belong to the window or not, as the habit says."""
    hub.habits.edges = edges
    assert window(client, "09:00:01", "09:00:03") == seconds


def test_windows_are_cut_to_the_microsecond(hub: LocalHub, client: httpx.Client) -> None:
    """Times finer than the events' milliseconds are honoured on both sides."""
    for edges in ("inclusive", "exclusive"):
        hub.habits.edges = edges
        assert window(client, "09:00:01.000001", "09:00:03.000001") == [3, 2]
        assert window(client, "09:00:00.999999", "09:00:02.999999") == [2, 1]


def test_a_window_may_be_open(client: httpx.Client) -> None:
    """`from` and `to` go without each other, and an upside-down window is empty."""
    assert builds(logs(client, to="2026-01-05T09:00:01Z")) == [1, 0]
    assert builds(logs(client, **{"from": "2026-01-05T09:00:58.500Z"})) == [59]
    assert window(client, "09:00:03", "09:00:01") == []


def test_the_order_is_as_set(hub: LocalHub, client: httpx.Client) -> None:
    """Oldest first turns the log over; a shuffle is the same each time and loses nothing."""
    hub.habits.order = "oldest"
    assert builds(logs(client, page_size=3)) == [0, 1, 2]
    hub.habits.order = "shuffled"
    pages = [builds(logs(client, page=page)) for page in (1, 2, 3)]
    assert pages[0] == builds(logs(client))
    assert sorted(n for page in pages for n in page) == list(range(60))
    assert pages[0] != sorted(pages[0], reverse=True)


def test_filters_choose_events(hub: LocalHub, client: httpx.Client) -> None:
    """`action`, `name` and `actor` choose; a repository goes by its bare name as well."""
    event = {"action": "org.create", "name": "acme", "actor": "olivia", "data": {}}
    hub.world.log.add(START_MS, event)
    assert logs(client, action="org.create") == logs(client, actor="olivia") == [event]
    assert logs(client, name="acme") == [event]
    assert len(logs(client, name="acme/api", page=3)) == 10
    assert len(logs(client, name="api", page=3)) == 10
    assert logs(client, name="api", actor="olivia") == []


def test_malformed_entries_are_answered_as_they_are(hub: LocalHub, client: httpx.Client) -> None:
    """What a test puts in stays as it is, and filters pass over it."""
    hub.world.log.add_text(START_MS - 1, b'"no event"')
    assert logs(client, page=3)[-1] == "no event"
    assert logs(client, actor="no event") == []


def test_a_page_too_deep_is_refused(hub: LocalHub, client: httpx.Client) -> None:
    """Beyond `max_page` the answer is a 403."""
    hub.habits.max_page = 2
    assert [client.get(LOG, params={"page": page}).status_code for page in (2, 3)] == [200, 403]


def test_retention_hides_what_is_older(hub: LocalHub, client: httpx.Client) -> None:
    """Events before the last `retention_days` are not answered, whatever is asked."""
    hub.habits.retention_days = 1
    hub.world.log.add(int(time.time() * 1000) - 1000, {"data": {"tag": "build-99"}})
    assert builds(logs(client)) == [99]
    assert builds(logs(client, **{"from": "2026-01-01T00:00:00Z"})) == [99]


def test_event_ids_come_and_go(hub: LocalHub, client: httpx.Client) -> None:
    """On every second page each event has an id: its own, the same each time, twins too."""
    hub.habits.event_ids = True
    hub.world.log.add_text(START_MS + 59_000, hub.world.log.texts[59])
    pages = [logs(client) for _ in range(4)]
    ids = [{event.get("event_id") for event in page} for page in pages]
    with_ids = next(found for found in ids if found != {None})
    assert sorted(len(found) for found in ids) == [1, 1, 25, 25]
    assert [found for found in ids if found != {None}] == [with_ids, with_ids]


def test_only_some_plans_have_the_log(hub: LocalHub, client: httpx.Client) -> None:
    """Without the plan both routes are 403 (behaviour.md 1.17)."""
    hub.habits.plan_allows_audit = False
    for path in (LOG, f"{LOG}/actions"):
        assert client.get(path).status_code == 403
        assert client.get(path).json() == {"message": "forbidden", "errinfo": {}}


def test_a_user_has_actions_but_no_log(client: httpx.Client) -> None:
    """A user namespace answers 500 for the log, not for the actions (behaviour.md 1.14)."""
    refusal = client.get("/v2/auditlogs/robot")
    assert refusal.status_code == 500
    assert refusal.json() == {"message": "internal server error"}
    assert client.get("/v2/auditlogs/robot/actions").status_code == 200
    assert client.get("/v2/auditlogs/nobody/actions").status_code == 404


def test_the_catalogue_has_seventy_five_actions(client: httpx.Client) -> None:
    """Unless the world says otherwise the actions are those of behaviour.md section 2."""
    groups = client.get(f"{LOG}/actions").json()["actions"]
    assert {name: len(group["actions"]) for name, group in groups.items()} == {
        "billing": 15,
        "enterprise": 12,
        "offload": 2,
        "oidc": 3,
        "org": 35,
        "repo": 8,
    }


def test_a_trailing_slash_changes_nothing(client: httpx.Client) -> None:
    """Clients ask with and without (behaviour.md 1.22)."""
    assert client.get(f"{LOG}/").content == client.get(LOG).content


def test_a_member_who_is_no_owner_may_not_read(hub: LocalHub) -> None:
    """The log is for owners, and for those the world says nothing of."""
    hub.world.credentials[2].two_factor = False
    with signed_in(hub.url, "mallory") as member:
        assert member.get(LOG).status_code == 403
    bare = World("acme", credentials=hub.world.credentials)
    with LocalHub(bare) as other, signed_in(other.url, "mallory") as unknown:
        assert unknown.get(LOG).json() == {"logs": []}
