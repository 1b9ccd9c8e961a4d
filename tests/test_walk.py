"""Reading one window: what is believed is whole and holds nothing twice, however the log moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.walk import Restless, Walked, read_window, tail_moved
from hub.page import Page
from tests.runs import tries

Trouble = Literal["add", "empty", "size ignored", "page ignored", "forget last", "forget first"]
ROWS = st.lists(st.integers(0, 9), max_size=40)  # few values, so that many are twins
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


def rows_of(walked: Walked) -> Counter[int]:
    """What was read, and how often."""
    return Counter(row for page in walked.pages for row in page.prints)


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


def read(log: Log) -> Walked | None:
    """The believed reading, or None where there was none."""
    try:
        return read_window(log)
    except Restless:
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
    walked = read(log)
    assert walked is None or rows_of(walked) <= ever


@tries(100)
@given(ROWS | DISTINCT, CAPS, troubled("add", "empty"))
def test_an_unmoved_tail_vouches_for_what_arrived(
    rows: list[int], cap: int, troubles: Troubles
) -> None:
    """Whatever a reading of a growing log missed moves the tail, when that is asked in peace."""
    log = Log(rows, cap, troubles)
    walked = read(log)
    log.troubles = {}
    if walked and not tail_moved(log, walked.tail_page, walked.tail_hash):
        assert rows_of(walked) == Counter(log.rows)


@tries(100)
@given(ROWS | DISTINCT, CAPS, troubled("empty", "forget last", "forget first"))
def test_forgetting_hides_nothing_that_stays(rows: list[int], cap: int, troubles: Troubles) -> None:
    """While old events are forgotten, from either end, no event that stays is missed unnoticed."""
    log = Log(rows, cap, troubles)
    walked = read(log)
    log.troubles = {}
    if walked and not tail_moved(log, walked.tail_page, walked.tail_hash):
        assert rows_of(walked) >= Counter(log.rows)


@tries(100)
@given(ROWS | DISTINCT, CAPS, st.lists(st.integers(0, 40), min_size=1, max_size=4))
def test_additions_move_the_tail(rows: list[int], cap: int, places: list[int]) -> None:
    """An event added anywhere after the reading is noticed by asking for the tail."""
    log = Log(rows, cap)
    walked = read_window(log)
    for place in places:
        log.rows.insert(place % (len(log.rows) + 1), 10 + place)
    assert tail_moved(log, walked.tail_page, walked.tail_hash)


def test_a_calm_window_costs_its_pages_and_two_requests() -> None:
    """Beyond its pages a reading asks for the empty one after them and for page 1 again."""
    log = Log(list(range(250)), cap=100)
    walked = read_window(log)
    assert [page.prints for page in walked.pages] == [
        tuple(range(100)),
        tuple(range(100, 200)),
        tuple(range(200, 250)),
    ]
    assert (walked.requests, log.asked) == (5, [1, 2, 3, 4, 1])


@pytest.mark.parametrize(("events", "asked"), [(0, [1, 1]), (7, [1, 2, 2]), (100, [1, 2, 2])])
def test_a_window_of_one_page_costs_three_requests(events: int, asked: list[int]) -> None:
    """An empty page that follows no short one is asked for twice, for it may be a hiccup."""
    log = Log(list(range(events)), cap=100)
    assert sum(map(len, read_window(log).pages)) == events
    assert log.asked == asked


@pytest.mark.parametrize("events", [0, 7, 100, 150, 200])
def test_an_unmoved_tail_costs_one_request(events: int) -> None:
    """Asking whether anything was added takes one request where nothing was."""
    log = Log(list(range(events)), cap=100)
    walked = read_window(log)
    log.asked = []
    assert not tail_moved(log, walked.tail_page, walked.tail_hash)
    assert log.asked == [walked.tail_page]


@pytest.mark.parametrize("events", [5, 25, 50])
def test_a_lone_page_of_a_round_number_of_rows_may_be_full(events: int) -> None:
    """Where nobody knows whether a lone page had room, its tail costs a second request."""
    log = Log(list(range(events)), cap=100)
    walked = read_window(log)
    log.asked = []
    assert not tail_moved(log, walked.tail_page, walked.tail_hash)
    assert log.asked == [1, 2]


def test_an_ignored_page_number_is_recognised() -> None:
    """A window whose every page is a full first one cannot be read; that costs three requests."""
    log = Log(list(range(30)), 25, dict.fromkeys(range(1, 99), ("page ignored", 0)))
    with pytest.raises(Restless, match="page number is ignored"):
        read_window(log)
    assert len(log.asked) == 3


def test_a_short_page_is_all_there_is_where_the_page_number_is_ignored() -> None:
    """So a log whose page numbers are ignored is read by windows that one page holds."""
    log = Log(list(range(24)), 25, dict.fromkeys(range(1, 99), ("page ignored", 0)))
    assert rows_of(read_window(log)) == Counter(range(24))


def test_a_log_that_never_holds_still_is_given_up() -> None:
    """Where no two readings agree the window is restless, after five readings."""
    log = Log(list(range(20)), troubles=dict.fromkeys(range(1, 999), ("add", 0)))
    with pytest.raises(Restless, match="5 readings"):
        read_window(log)


def test_a_window_deeper_than_wanted_is_given_up_at_that_depth() -> None:
    """One page more than the deepest is too many, and no page beyond it is asked for."""
    assert len(read_window(Log(list(range(15))), deepest=3).pages) == 3
    log = Log(list(range(99)))
    with pytest.raises(Restless, match="more than 3 pages"):
        read_window(log, deepest=3)
    assert log.asked == [1, 2, 3, 4]


def test_pages_of_uneven_length_are_believed_when_they_come_twice() -> None:
    """Rows that the server leaves out of full pages make short pages in the middle, not the end."""
    rows = [list(range(10)), list(range(10, 13)), list(range(13, 23)), []]
    walked = read_window(lambda number: page(rows[min(number, 4) - 1]))
    assert rows_of(walked) == Counter(range(23))


def test_a_burst_of_identical_events_is_read_twice_and_believed() -> None:
    """Three pages of the same event are as many events, once a second reading says so too."""
    log = Log([1] * 250, cap=100)
    assert rows_of(read_window(log)) == {1: 250}


def test_what_an_asker_raises_goes_through() -> None:
    """A failure of the network ends the reading as it is."""

    def ask(_number: int) -> Page:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        read_window(ask)
