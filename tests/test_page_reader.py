"""Paging through a window: a consistent reading holds nothing twice, however the log moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.page_reader import Limits, Paged, UnstableWindow, read_pages, tail_moved, tail_of
from hub.page import Page
from tests.runs import tries

Trouble = Literal["add", "empty", "size ignored", "page ignored", "forget last", "forget first"]
ROWS = st.lists(st.integers(0, 9), max_size=40)  # few values, so that many are twins
LIMITS = Limits(pages=1_000, size=10**6)
DISTINCT = st.lists(st.integers(0, 10_000), max_size=40, unique=True)
CAPS = st.sampled_from([5, 10, 25])


@dataclass
class Log:
    """A log in memory, cut into pages anew for each question; `troubles` come before an answer."""

    rows: list[int]
    cap: int = 5
    troubles: dict[int, tuple[Trouble, int]] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)

    def __call__(self, number: int) -> Page:
        """Answer for the page of that number."""
        self.asked.append(number)
        trouble, place = self.troubles.get(len(self.asked), (None, 0))
        match trouble:
            case "add":
                self.rows.insert(place % (len(self.rows) + 1), 10 + place % 3)
            case "forget last":
                del self.rows[-1 - place % 3 :]
            case "forget first":
                del self.rows[: 1 + place % 3]
            case "empty":
                return page([])
        size = 3 if trouble == "size ignored" else self.cap
        first = 0 if trouble == "page ignored" else (number - 1) * size
        return page(self.rows[first : first + size])


def page(rows: list[int]) -> Page:
    """A page of these rows."""
    return Page(tuple(map(orjson.dumps, rows)), tuple(rows))


def rows_of(paged: Paged) -> Counter[int]:
    """What was read, and how often."""
    return Counter(row for page in paged.pages for row in page.prints)


@st.composite
def troubled(draw: st.DrawFn, *kinds: Trouble) -> dict[int, tuple[Trouble, int]]:
    """Some troubles of these kinds, and at most one answer in place of another."""
    place = st.integers(0, 40)
    troubles = st.dictionaries(
        st.integers(1, 30), st.tuples(st.sampled_from(kinds), place), max_size=4
    )
    mistaken: list[Trouble] = ["size ignored", "page ignored"]
    once = st.dictionaries(
        st.integers(1, 30), st.tuples(st.sampled_from(mistaken), place), max_size=1
    )
    return draw(troubles) | draw(once)


def moved(log: Log, paged: Paged) -> bool:
    """Whether the tail of a reading looks otherwise now."""
    number, tail = tail_of(paged.pages)
    return tail_moved(log, number, tail.digest())


def read(log: Log) -> Paged | None:
    """The believed reading, or None where there was none."""
    try:
        return read_pages(log, LIMITS)
    except UnstableWindow:
        return None


Troubles = dict[int, tuple[Trouble, int]]


@tries(100)
@given(ROWS | DISTINCT, CAPS, troubled("add", "empty", "forget last", "forget first"))
def test_nothing_is_doubled(rows: list[int], cap: int, troubles: Troubles) -> None:
    """No row is read more often than the log ever held it."""
    log = Log(rows, cap, troubles)
    ever = Counter(rows)
    for trouble, place in troubles.values():
        ever[10 + place % 3] += trouble == "add"
    paged = read(log)
    assert paged is None or rows_of(paged) <= ever


@tries(100)
@given(ROWS | DISTINCT, CAPS, troubled("add", "empty"))
def test_an_unmoved_tail_vouches_for_what_arrived(
    rows: list[int], cap: int, troubles: Troubles
) -> None:
    """Whatever a reading of a growing log missed moves the tail, when that is asked in peace."""
    log = Log(rows, cap, troubles)
    paged = read(log)
    log.troubles = {}
    if paged and not moved(log, paged):
        assert rows_of(paged) == Counter(log.rows)


@tries(100)
@given(ROWS | DISTINCT, CAPS, troubled("empty", "forget last", "forget first"))
def test_forgetting_hides_nothing_that_stays(rows: list[int], cap: int, troubles: Troubles) -> None:
    """While old events are forgotten, from either end, no event that stays is missed unnoticed."""
    log = Log(rows, cap, troubles)
    paged = read(log)
    log.troubles = {}
    if paged and not moved(log, paged):
        assert rows_of(paged) >= Counter(log.rows)


@tries(100)
@given(ROWS | DISTINCT, CAPS, st.lists(st.integers(0, 40), min_size=1, max_size=4))
def test_additions_move_the_tail(rows: list[int], cap: int, places: list[int]) -> None:
    """An event added anywhere after the reading is noticed by asking for the tail."""
    log = Log(rows, cap)
    paged = read_pages(log, LIMITS)
    for place in places:
        log.rows.insert(place % (len(log.rows) + 1), 10 + place)
    assert moved(log, paged)


@pytest.mark.parametrize(
    ("events", "asked"),
    [(0, [1]), (7, [1]), (100, [1, 2]), (250, [1, 2, 3, 1]), (300, [1, 2, 3, 4, 1])],
)
def test_a_short_page_ends_the_reading(events: int, asked: list[int]) -> None:
    """After a full page one more is asked for; page 1 is asked again where there are several."""
    log = Log(list(range(events)), cap=100)
    assert rows_of(read_pages(log, LIMITS)) == Counter(range(events))
    assert log.asked == asked


@pytest.mark.parametrize("events", [0, 7, 100, 150, 200])
def test_an_unmoved_tail_costs_one_request(events: int) -> None:
    """Asking whether anything was added takes one request where nothing was."""
    log = Log(list(range(events)), cap=100)
    paged = read_pages(log, LIMITS)
    log.asked = []
    assert not moved(log, paged)
    assert len(log.asked) == 1


@pytest.mark.parametrize("events", [5, 25, 50])
def test_a_lone_page_of_a_round_number_of_rows_may_be_full(events: int) -> None:
    """Where nobody knows whether a lone page had room, its tail costs a second request."""
    log = Log(list(range(events)), cap=100)
    paged = read_pages(log, LIMITS)
    log.asked = []
    assert not moved(log, paged)
    assert log.asked == [1, 2]


def test_an_ignored_page_number_is_recognised() -> None:
    """A window whose every page is a full first one cannot be read; that costs three requests."""
    log = Log(list(range(30)), 25, dict.fromkeys(range(1, 99), ("page ignored", 0)))
    with pytest.raises(UnstableWindow, match="page number is ignored"):
        read_pages(log, LIMITS)
    assert len(log.asked) == 3


def test_a_short_page_is_all_there_is_where_the_page_number_is_ignored() -> None:
    """So a log whose page numbers are ignored is read by windows that one page holds."""
    log = Log(list(range(24)), 25, dict.fromkeys(range(1, 99), ("page ignored", 0)))
    assert rows_of(read_pages(log, LIMITS)) == Counter(range(24))


def test_a_log_that_never_holds_still_is_given_up() -> None:
    """Where no two readings agree the window is unstable, after three readings."""
    log = Log(list(range(20)), troubles=dict.fromkeys(range(1, 999), ("add", 0)))
    with pytest.raises(UnstableWindow, match="3 readings"):
        read_pages(log, LIMITS)


def test_a_window_that_is_too_deep_is_left_at_that_depth() -> None:
    """No page beyond the limit is asked for, and it is said why the reading stopped."""
    log = Log(list(range(99)))
    paged = read_pages(log, Limits(3, 10**6))
    assert (len(paged.pages), log.asked) == (3, [1, 2, 3, 1])
    assert "more than 3 pages" in str(paged.stopped)
    assert not paged.refused


def test_a_window_that_is_too_large_is_left_at_that_size() -> None:
    """What one window holds in memory is bounded by its bytes, too."""
    paged = read_pages(Log(list(range(99))), Limits(1_000, size=25))
    assert len(paged.pages) < 20
    assert "more than 25 bytes" in str(paged.stopped)


def test_pages_that_come_round_again_are_recognised() -> None:
    """Where two pages alternate for ever the reading is given up at once."""
    asked: list[int] = []

    def ask(number: int) -> Page:
        asked.append(number)
        return page(list(range(25)) if number % 2 else list(range(25, 50)))

    with pytest.raises(UnstableWindow, match="page number is ignored"):
        read_pages(ask, LIMITS)
    assert len(asked) <= 4


def test_an_event_added_to_every_page_costs_few_requests() -> None:
    """A reading that is worth nothing ends at the first page that tells, not at the last."""
    log = Log(list(range(10_000)), 100, dict.fromkeys(range(1, 999), ("add", 0)))
    with pytest.raises(UnstableWindow):
        read_pages(log, LIMITS)
    assert len(log.asked) < 20


def test_a_burst_of_identical_events_is_read_twice_and_believed() -> None:
    """Three pages of the same event are as many events, once a second reading says so too."""
    log = Log([1] * 250, cap=100)
    assert rows_of(read_pages(log, LIMITS)) == {1: 250}


def test_what_an_asker_raises_goes_through() -> None:
    """A failure of the network ends the reading as it is."""

    def ask(_number: int) -> Page:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        read_pages(ask, LIMITS)
