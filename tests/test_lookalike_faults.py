"""Bad days: which request a fault strikes, and what it does."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from hub.lookalike import Faults, LocalHub
from hub.lookalike.faults import KINDS, Kind
from tests.worlds import signed_in, small_world

LOG = "/v2/auditlogs/acme"
TEAMS = "/v2/orgs/acme/groups"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with sixty events."""
    with LocalHub(small_world(events=60)) as hub:
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[httpx.Client]:
    """The owner, signed in before anything goes wrong."""
    with signed_in(hub.url) as client:
        yield client


def names(response: httpx.Response) -> list[str]:
    """What the events of an answer are about, one name for each."""
    return [event["data"].get("tag", event["name"]) for event in response.json()["logs"]]


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("429-json", 429, '{"detail":"Rate limit exceeded","error":false}'),
        ("429-text", 429, "Too Many Requests (HAP429).\n"),
        ("429-empty", 429, ""),
        ("500", 500, '{"message":"internal server error"}'),
        ("expired", 401, '{"message":"unauthorized","errinfo":{}}'),
    ],
)
def test_an_answer_is_replaced_once(
    hub: LocalHub, client: httpx.Client, kind: Kind, status: int, body: str
) -> None:
    """The next request gets the bad answer, the one after it the good one."""
    hub.faults.once(kind)
    struck, after = client.get(LOG), client.get(LOG)
    assert (struck.status_code, struck.text) == (status, body)
    assert after.status_code == 200


@pytest.mark.parametrize("kind", ["502", "503"])
def test_a_gateway_answers_in_html(hub: LocalHub, client: httpx.Client, kind: Kind) -> None:
    """502 and 503 come with a page of HTML (behaviour.md 5)."""
    hub.faults.once(kind)
    struck = client.get(LOG)
    assert str(struck.status_code) == kind
    assert struck.headers["content-type"].startswith("text/html")
    assert struck.text.startswith("<html>")


def test_a_refusal_by_fault_says_when_in_the_form_set(hub: LocalHub, client: httpx.Client) -> None:
    """The 429s ask for `quiet_seconds`, as seconds or any other form."""
    hub.faults.quiet_seconds, hub.faults.retry_after = 40.0, "x-unix"
    hub.faults.once("429-text")
    said = client.get(LOG).headers["x-retry-after"]
    assert float(said) == pytest.approx(time.time() + 40, abs=2)


def test_a_cut_answer_is_noticed(hub: LocalHub, client: httpx.Client) -> None:
    """A cut body is shorter than its announced length, and the connection is closed."""
    hub.faults.once("cut")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        client.get(LOG)
    assert client.get(LOG).status_code == 200


def test_a_reset_leaves_no_answer(hub: LocalHub, client: httpx.Client) -> None:
    """A reset connection ends without a word, and stands in the records as unanswered."""
    hub.faults.once("reset")
    with pytest.raises(httpx.ReadError):
        client.get(LOG)
    assert hub.requests[-1].status == 0
    assert client.get(LOG).status_code == 200


def test_a_slow_answer_comes_late(hub: LocalHub, client: httpx.Client) -> None:
    """A slow answer takes `slow_seconds` longer."""
    hub.faults.slow_seconds = 0.2
    hub.faults.once("slow")
    began = time.monotonic()
    assert client.get(LOG).status_code == 200
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize(("is_null", "empty"), [(False, []), (True, None)])
def test_an_empty_answer_is_a_good_one(
    hub: LocalHub, client: httpx.Client, is_null: bool, empty: object
) -> None:
    """An empty answer is a 200 whose lists are empty or null, of the log and of lists alike."""
    hub.faults.empty_is_null = is_null
    hub.faults.once("empty", times=2)
    assert client.get(LOG).json() == {"logs": empty}
    assert client.get(TEAMS).json() == {
        "count": 0,
        "next": None,
        "previous": None,
        "results": empty,
    }


def test_the_size_of_pages_is_ignored(hub: LocalHub, client: httpx.Client) -> None:
    """Pages are of `page_size` whatever was asked for, and follow each other in that size."""
    hub.faults.chance("page-size-ignored", 1)
    asked = [client.get(LOG, params={"page": page, "page_size": 50}) for page in (1, 2, 3)]
    assert [len(names(answer)) for answer in asked] == [25, 25, 10]


def test_the_number_of_the_page_is_ignored(hub: LocalHub, client: httpx.Client) -> None:
    """Every page is page 1."""
    first = client.get(LOG, params={"page": 1})
    hub.faults.chance("page-ignored", 1)
    assert client.get(LOG, params={"page": 2}).content == first.content


def test_a_redirect_points_elsewhere(hub: LocalHub, client: httpx.Client) -> None:
    """A redirect keeps the path and names the other host."""
    hub.faults.elsewhere = "http://127.0.0.2:9"
    hub.faults.once("redirect")
    struck = client.get(LOG, params={"page": 2})
    assert struck.status_code == 302
    assert struck.headers["location"] == f"http://127.0.0.2:9{LOG}?page=2"


def test_a_next_link_points_elsewhere(hub: LocalHub, client: httpx.Client) -> None:
    """The `next` of a list names the other host, and the page is otherwise right."""
    good = client.get(TEAMS, params={"page_size": 1}).json()
    hub.faults.once("next-elsewhere")
    struck = client.get(TEAMS, params={"page_size": 1}).json()
    assert good["next"] == f"{hub.url}{TEAMS}?page=2&page_size=1"
    assert struck["next"] == f"http://elsewhere.invalid{TEAMS}?page=2&page_size=1"
    assert struck["results"] == good["results"]


def test_an_event_arrives_late(hub: LocalHub, client: httpx.Client) -> None:
    """When the page comes, an older event has pushed a row of the page before onto it."""
    first = names(client.get(LOG, params={"page": 1}))
    hub.faults.once("late", page=2)
    second = names(client.get(LOG, params={"page": 2}))
    assert second[0] == first[-1]
    assert len(hub.world.log) == 61
    assert "acme/late-60" in names(client.get(LOG, params={"page": 1}))


def test_a_late_event_waits_for_its_page(hub: LocalHub, client: httpx.Client) -> None:
    """A fault for one page leaves the others alone."""
    hub.faults.once("late", page=3)
    client.get(LOG, params={"page": 2})
    assert len(hub.world.log) == 60


def test_the_oldest_events_are_forgotten(hub: LocalHub, client: httpx.Client) -> None:
    """Forgetting drops as many of the oldest as set."""
    hub.faults.forgotten = 50
    hub.faults.once("forget")
    assert names(client.get(LOG)) == [f"build-{number}" for number in range(59, 49, -1)]


def test_a_path_chooses_who_is_struck(hub: LocalHub, client: httpx.Client) -> None:
    """A fault for a path waits for a request that contains it."""
    hub.faults.once("500", path="/groups")
    assert client.get(LOG).status_code == 200
    assert client.get(TEAMS).status_code == 500


def test_reads_alone_expire(hub: LocalHub) -> None:
    """A fault of reads does not strike the sign-in and is not used up by it."""
    hub.faults.once("expired")
    with signed_in(hub.url) as client:
        assert [client.get(LOG).status_code for _ in range(2)] == [401, 200]


def test_chance_is_the_same_for_the_same_seed() -> None:
    """What comes by chance is fixed by the seed, and close to its probability."""
    draws = []
    for seed in (1, 1, 2):
        faults = Faults(seed)
        faults.chance("cut", 0.3)
        draws.append([bool(faults.striking("GET", LOG, 1)) for _ in range(500)])
    assert draws[0] == draws[1] != draws[2]
    assert 100 < sum(draws[0]) < 200


def test_chance_can_be_ended() -> None:
    """A probability of 0 takes an earlier one back."""
    faults = Faults()
    faults.chance("cut", 1)
    faults.chance("cut", 0)
    assert not faults.striking("GET", LOG, 1)


def test_the_command_line_orders_faults_as_text() -> None:
    """Kinds, times, probabilities and paths are read from text."""
    faults = Faults.from_text("503=2,cut@/x=1.0 late@/v2/auditlogs")
    struck = [set(faults.striking("GET", path, 1)) for path in (LOG, "/x", "/x")]
    assert struck == [{"503", "late"}, {"503", "cut"}, {"cut"}]


@pytest.mark.parametrize("text", ["rain", "503=often", "cut=1.5"])
def test_an_order_that_makes_no_sense_is_named(text: str) -> None:
    """Bad text is a ValueError that quotes it."""
    with pytest.raises(ValueError, match=text):
        Faults.from_text(text)


def test_every_kind_can_be_ordered() -> None:
    """All kinds are known to `once` and strike a page of the log."""
    faults = Faults()
    for kind in KINDS:
        faults.once(kind)
    assert faults.striking("GET", LOG, 1) == set(KINDS)
