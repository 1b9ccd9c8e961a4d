"""Whatever the log and the day are like, what is kept is what Docker Hub ever had, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import get_args
from uuid import uuid4

import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from flows.event_run import Collection
from flows.events import collect_between
from hub.client import Client
from hub.errors import HubError
from hub.lookalike import EventLog, Faults, LocalHub, Seen
from hub.lookalike.faults import Kind
from hub.lookalike.habits import Edges, Order
from tests.runs import Identity, kept, served, tries
from tests.worlds import small_world
from warehouse.database import Writer, open_for_writing
from warehouse.intervals import Window

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
WIDTH = timedelta(minutes=30)
STRETCH = Window(START, START + WIDTH)
QUARTER = WIDTH // 4  # the width that windows are cut to while nothing is known
ACCOUNTS = count()

# Close to where windows meet, where edges lose and double events; a few more, so that some meet.
MOMENTS = [
    edge * QUARTER + timedelta(milliseconds=away)
    for edge in range(5)
    for away in (-1000, -1, 0, 1, 999, 1000)
]
Entry = tuple[timedelta, str]
ENTRIES = st.tuples(st.sampled_from(MOMENTS), st.sampled_from("abc"))
BURSTS = st.builds(
    lambda entry, times, alike: [
        (entry[0], entry[1] if alike else f"{entry[1]}{number}") for number in range(times)
    ],
    ENTRIES,
    st.integers(2, 60),
    st.booleans(),
)
LOGS = st.builds(
    lambda single, bursts: [*single, *(entry for burst in bursts for entry in burst)],
    st.lists(ENTRIES, max_size=30),
    st.lists(BURSTS, max_size=3),
)
PASSING: tuple[Kind, ...] = ("500", "502", "503", "cut", "reset", "empty", "expired")
MISTAKEN: tuple[Kind, ...] = ("page-ignored", "page-size-ignored")


@dataclass(frozen=True)
class Server:
    """How the log is served; `cap` is the rows on a page, `size_ignored` makes them 25 always."""

    order: Order
    edges: Edges
    cap: int
    event_ids: bool
    size_ignored: bool


SERVERS = st.builds(
    Server,
    st.sampled_from(get_args(Order)),
    st.sampled_from(get_args(Edges)),
    st.sampled_from([5, 10, 25, 100]),
    st.booleans(),
    st.booleans(),
)


@dataclass(frozen=True)
class Day:
    """What goes wrong in one run: faults by kind and page, and events that come while it reads."""

    faults: list[tuple[Kind, int]]
    arrivals: dict[int, Entry]


DAYS = st.builds(
    Day,
    st.builds(
        lambda passing, mistaken: [*passing, *mistaken],
        st.lists(st.tuples(st.sampled_from(PASSING), st.integers(1, 4)), max_size=4),
        st.lists(st.tuples(st.sampled_from(MISTAKEN), st.integers(1, 4)), max_size=1),
    ),
    st.dictionaries(st.integers(1, 40), ENTRIES, max_size=6),
)

GOOD = Day([], {})


@dataclass
class Place:
    """A hub and a warehouse that the examples share, an organisation for each example."""

    hub: LocalHub
    writer: Writer
    client: Client
    size_ignored: bool = False

    def begin(self, entries: list[Entry], server: Server) -> None:
        """Let another organisation with this log be served in this way."""
        world, habits = self.hub.world, self.hub.habits
        world.account, world.log = f"acme{next(ACCOUNTS)}", EventLog()
        habits.order, habits.edges = server.order, server.edges
        habits.page_size_cap, habits.event_ids = server.cap, server.event_ids
        habits.row_cap = None
        self.size_ignored = server.size_ignored
        self.add(entries)

    def add(self, entries: list[Entry]) -> None:
        """Let these events have happened."""
        for moment, name in entries:
            at = START + moment
            self.hub.world.log.add(int(at.timestamp() * 1000), self._event(at, name))

    def _event(self, at: datetime, name: str) -> dict[str, object]:
        return {
            "account": self.hub.world.account,
            "action": "repo.tag.push",
            "name": name,
            "actor": "robot",
            "data": {"tag": name},
            "timestamp": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z",
        }

    def dawn(self, day: Day) -> None:
        """Let such a day begin."""
        faults = Faults()
        faults.chance("page-size-ignored", float(self.size_ignored))
        for kind, page in day.faults:
            faults.once(kind, path="/v2/auditlogs/", page=page)
        self.hub.service.faults = faults
        numbers = count(1)

        def arrive(_seen: Seen) -> None:
            entry = day.arrivals.get(next(numbers))
            self.add([entry] if entry else [])

        self.hub.before_answer[:] = [arrive]

    def read(self) -> int:
        """Read the stretch, and whatever was added to what was read before; how much was new."""
        collection = Collection(self.client, self.writer, self.hub.world.account, uuid4())
        collect_between(collection, STRETCH)
        return collection.rows

    def had(self, window: Window = STRETCH) -> Counter[Identity]:
        """What the log holds of the stretch, or of another window."""
        start, end = (round(at.timestamp() * 1000) for at in (window.start, window.end))
        return served(self.hub.world.log.between(start, end - 1))

    def covered(self) -> list[Window]:
        """The time that is reported as covered."""
        asked = {"account": self.hub.world.account}
        spans = self.writer.cursor.execute(
            "select from_time, to_time from coverage_spans where account = $account", asked
        )
        return [Window(*row) for row in spans.fetchall()]

    def has(self) -> Counter[Identity]:
        """What the warehouse holds of it."""
        return kept(self.writer.cursor, self.hub.world.account)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A hub, a warehouse and a client that asks again without waiting."""
    file = tmp_path_factory.mktemp("exactly-once") / "hubtrail.duckdb"
    with (
        LocalHub(small_world()) as hub,
        open_for_writing(file) as writer,
        Client(hub.url, "robot", "not-a-secret-robot") as client,
        stamina.set_testing(True, attempts=6),
    ):
        yield Place(hub, writer, client)


@tries(40)
@given(LOGS, SERVERS, st.lists(st.tuples(DAYS, st.lists(ENTRIES, max_size=4)), max_size=2))
def test_what_is_kept_is_what_there_was(
    place: Place, log: list[Entry], server: Server, days: list[tuple[Day, list[Entry]]]
) -> None:
    """After bad days and a good one the stretch is kept as it was served, and it stays so."""
    place.begin(log, server)
    for day, late in days:
        place.dawn(day)
        with suppress(HubError):
            place.read()
        place.add(late)
    place.dawn(GOOD)
    place.read()
    assert place.has() == place.had()
    assert place.read() == 0
    assert place.has() == place.had()


@tries(20)
@given(LOGS, SERVERS, DAYS.filter(lambda day: not day.arrivals), st.integers(1, 40))
def test_what_is_forgotten_stays_kept(
    place: Place, log: list[Entry], server: Server, day: Day, forgotten: int
) -> None:
    """Answers that shrink, by retention or by hiccup, take nothing away, nor does reading again."""
    place.begin(log, server)
    place.dawn(GOOD)
    place.read()
    had = place.had()
    place.dawn(day)
    place.hub.service.faults.forgotten = forgotten
    place.hub.service.faults.once("forget")
    with suppress(HubError):
        place.read()
    place.dawn(GOOD)
    place.read()
    assert place.has() == had
