"""A window is covered only where nothing can be missing, however the service misleads us."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import get_args

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.end_check import Source
from flows.page_reader import UnstableWindow
from flows.window_reader import WindowReading, read_window
from hub.errors import NotAllowed, Refused
from hub.page import Page
from tests.logs import NOON, Edges, Log, Order, Row, Trouble, at, span
from tests.runs import tries
from warehouse.intervals import SECOND, Window, joined

HOUR = span(0, 3600)
MOMENTS = st.one_of(
    st.integers(0, 3599).map(at),
    st.sampled_from([0.0, 0.001, 0.999, 60.0, 1800.0, 1800.5, 3599.0, 3599.999]).map(at),
)
SINGLE = st.lists(st.tuples(MOMENTS, st.integers(0, 3)), max_size=30)
BURSTS = st.tuples(st.integers(0, 3500), st.integers(1, 90), st.integers(1, 120))


def rows_of(single: list[Row], bursts: list[tuple[int, int, int]]) -> list[Row]:
    """Single events, and bursts of so many events within so many seconds."""
    found = list(single)
    for start, seconds, count in bursts:
        found += [(at(start + seconds * each / count), 100 + each) for each in range(count)]
    return found


LOGS = st.builds(rows_of, SINGLE, st.lists(BURSTS, max_size=2))
STEADY: tuple[Trouble, ...] = ("empty", "page ignored", "size ignored")
TROUBLES = st.dictionaries(
    st.integers(1, 40), st.tuples(st.sampled_from(STEADY), st.integers(0, 9)), max_size=3
)
BLOCKED = st.builds(
    lambda first, times: {first + n: ("empty", 0) for n in range(times)},
    st.integers(1, 12),
    st.integers(1, 3),
)


@dataclass
class Collected:
    """What reading all of a window brought: parts that are covered, and the rows kept."""

    covered: list[Window] = field(default_factory=list)
    doubted: list[Window] = field(default_factory=list)
    unread: list[Window] = field(default_factory=list)
    kept: dict[Window, Counter[Row]] = field(default_factory=dict)


def collect(log: Log, window: Window = HOUR) -> Collected:
    """Read a window as a run does: what is left again, what cannot be read in halves."""
    found, left = Collected(), [window]
    while left:
        asked = left.pop()
        try:
            reading = read_window(Source(log, log.nearest, unsorted=log.order == "shuffled"), asked)
        except UnstableWindow:
            if asked.width > SECOND:
                left += reversed(asked.halves())
            else:
                found.unread.append(asked)
            continue
        (found.doubted if reading.doubt else found.covered).append(reading.window)
        found.kept[reading.window] = rows_in(reading)
        left += [reading.rest] if reading.rest else []
    return found


def rows_in(reading: WindowReading) -> Counter[Row]:
    """The rows of a reading that lie in its window, as the loading keeps them."""
    rows = [tuple(orjson.loads(entry)) for page in reading.pages for entry in page.entries]
    return Log(rows).within(reading.window)


@tries(150)
@given(
    LOGS,
    st.sampled_from(get_args(Order)),
    st.sampled_from(get_args(Edges)),
    st.sampled_from([25, 50, 100]),
    st.sampled_from([None, 25, 30, 50, 100, 107, 200]),
    TROUBLES | BLOCKED,
)
@example(rows_of([], [(100, 60, 120)]), "newest", "inclusive", 25, 50, {})
@example(rows_of([], [(100, 1, 120)]), "oldest", "exclusive", 100, 100, {})
@example(rows_of([(at(5), 1)], [(900, 50, 90)]), "newest", "inclusive", 25, None, {4: ("empty", 0)})
def test_what_is_covered_is_complete(  # noqa: PLR0917 - each is drawn
    rows: list[Row],
    order: Order,
    edges: Edges,
    size: int,
    cap: int | None,
    troubles: dict[int, tuple[Trouble, int]],
) -> None:
    """Caps, blocked pages and answers that are wrong once: nothing is missing, or it is said."""
    log = Log(rows, order, edges, size, cap, troubles)
    found = collect(log)
    log.troubles = {}
    for part in found.covered:
        assert found.kept[part] == log.within(part)
    assert joined([*found.covered, *found.doubted, *found.unread]) == [HOUR]


@tries(100)
@given(LOGS.filter(lambda rows: len(rows) > 0), st.sampled_from(["newest", "oldest"]))
def test_an_honest_service_leaves_nothing_in_doubt(rows: list[Row], order: Order) -> None:
    """Where every answer is right, all time is covered, but where no event is known beside it."""
    log = Log([(at(-10), 1), *rows, (at(4000), 1)], order)
    found = collect(log)
    assert (found.doubted, found.unread) == ([], [])


def costs(log: Log, window: Window = HOUR) -> int:
    """How many requests reading a window takes that is verified at once."""
    reading = read_window(Source(log, log.nearest), window)
    assert (reading.window, reading.doubt, reading.rest) == (window, None, None)
    assert reading.requests == len(log.asked)
    return reading.requests


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize(("events", "requests"), [(1, 2), (7, 2), (99, 2), (250, 4), (999, 11)])
def test_a_window_costs_its_pages_and_one_request(order: Order, events: int, requests: int) -> None:
    """One further request verifies the end; where the oldest come first, page 1 is asked again."""
    log = Log([(at(3 * number), number) for number in range(events)], order)
    assert costs(log) == requests + (order == "oldest" and events > 100)


@pytest.mark.parametrize(("events", "requests"), [(25, 3), (100, 3), (200, 4)])
def test_a_full_last_page_costs_one_request_more(events: int, requests: int) -> None:
    """Where no page was short, only an empty one says that the list ends."""
    assert costs(Log([(at(3 * number), number) for number in range(events)])) == requests


def test_an_empty_window_costs_two_requests() -> None:
    """The second must show the next known event."""
    log = Log([(at(9000), 1)])
    assert costs(log) == 2
    assert log.asked[1][0].end > NOON + 9000 * SECOND


def test_an_empty_window_beside_no_known_event_is_not_verified() -> None:
    """An answer without events proves nothing."""
    reading = read_window(Source(Log([]), Log([]).nearest), HOUR)
    assert reading.window == HOUR
    assert "No event is known" in str(reading.doubt)


def test_an_event_before_the_window_proves_its_end() -> None:
    """A list that goes on past the window needs no further check."""
    assert costs(Log([(at(-0.5), 1), (at(10), 2), (at(20), 3)])) == 1


def test_a_list_that_breaks_off_is_read_on_from_there() -> None:
    """What came without a gap is covered, the rest is left, and the number of rows is told."""
    log = Log([(at(5 * number), number) for number in range(700)], cap=500)
    reading = read_window(Source(log, log.nearest), HOUR)
    assert (reading.cap, reading.doubt) == (500, None)
    assert reading.window == span(5 * 200 + 1, 3600)
    assert reading.rest == span(0, 5 * 200 + 1)
    assert len(log.asked) == 7


def test_a_second_that_breaks_off_is_kept_in_doubt() -> None:
    """No narrower window can be asked for: its events are kept, and the second is not covered."""
    log = Log([(at(10 + number / 1000), number) for number in range(900)], cap=500)
    reading = read_window(Source(log, log.nearest), span(10, 11))
    assert reading.doubt
    assert sum(rows_in(reading).values()) == 500


@pytest.mark.parametrize("refusal", [NotAllowed("offset too large."), Refused("bad page.")])
def test_a_refused_later_page_only_shortens_the_window(refusal: Exception) -> None:
    """What came before is kept, the rest is left."""
    log = Log([(at(3 * number), number) for number in range(1000)])

    def ask(window: Window, number: int) -> Page:
        if number > 5:
            raise refusal
        return log(window, number)

    reading = read_window(Source(ask, log.nearest), HOUR)
    assert (reading.window.end, reading.cap) == (HOUR.end, 500)
    assert reading.rest


def test_a_refused_first_page_goes_through() -> None:
    """Whether that concerns the range or the plan is for the run to find out."""

    def ask(_window: Window, _number: int) -> Page:
        raise NotAllowed("forbidden.")

    with pytest.raises(NotAllowed):
        read_window(Source(ask, Log([]).nearest), HOUR)
