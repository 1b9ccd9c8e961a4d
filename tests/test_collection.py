"""What a run reads: all that is missing, what is due again, what was added, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
import stamina

from flows.windows import BEGINNING
from hub.lookalike import LocalHub, Seen
from tests.runs import collect, kept, served
from tests.worlds import START, push_text, small_world
from warehouse.intervals import SECOND, Window, whole_second

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STRETCH = Window(START, START + HOUR)
LOG = "/v2/auditlogs/acme"
CLOSE = 5 * SECOND  # to now, the newest moment that a run reads
OLD_TAILS = "select tail_page from coverage where to_time > now() - interval 82 days"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with some events long ago."""
    with LocalHub(small_world(300)) as hub, stamina.set_testing(True, attempts=6):
        yield hub


def pages(hub: LocalHub) -> list[Seen]:
    """The questions for pages of the log since the last call."""
    asked = [seen for seen in hub.requests if seen.path == LOG]
    hub.requests.clear()
    return asked


def happen(hub: LocalHub, at: datetime, number: int = 9_999) -> None:
    """Let a push have happened then."""
    text = push_text(number)
    began = (START + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%S").encode()
    stamp = at.strftime("%Y-%m-%dT%H:%M:%S").encode()
    hub.world.log.add_text(int(at.timestamp() * 1000), text.replace(began, stamp))


def ask(folder: Path, question: str) -> list[tuple[object, ...]]:
    """What the writer's file answers between runs."""
    with closing(duckdb.connect(folder / "hubtrail.duckdb")) as warehouse:
        warehouse.execute("set TimeZone = 'UTC'")
        return warehouse.execute(question).fetchall()


def holds_everything(hub: LocalHub, folder: Path) -> bool:
    """Whether what is kept is what there was."""
    with closing(duckdb.connect(folder / "hubtrail.duckdb", read_only=True)) as warehouse:
        return kept(warehouse) == served(hub.world.log.texts)


def age(folder: Path, *, days: int = 0, minutes: int = 0) -> None:
    """Let everything have been read that much earlier."""
    span = f"interval {days} days - interval {minutes} minutes"
    ask(folder, f"update coverage set read_at = read_at - {span}, checked_at = checked_at - {span}")


def test_the_first_run_reads_everything_newest_first(hub: LocalHub, tmp_path: Path) -> None:
    """All time since there are audit logs is read once, from now back to the beginning."""
    now = whole_second(datetime.now(UTC))
    outcome = collect(hub, tmp_path)
    assert (outcome.state, outcome.rows) == ("done", 300)
    assert holds_everything(hub, tmp_path)
    ((start, end),) = ask(tmp_path, "select from_time, to_time from coverage_spans")
    assert start == BEGINNING
    assert isinstance(end, datetime)
    assert now - CLOSE <= end <= datetime.now(UTC)
    _probe, *ends = [str(seen.query["to"]) for seen in pages(hub) if seen.query["page"] == "1"]
    assert ends[0] == max(ends)


def test_a_run_with_nothing_new_costs_four_requests(hub: LocalHub, tmp_path: Path) -> None:
    """A sign-in, and a page or two of the last minutes; whether busy lately or not."""
    collect(hub, tmp_path)
    for _ in range(2):
        age(tmp_path, minutes=5)
        hub.requests.clear()
        outcome = collect(hub, tmp_path)
        assert (outcome.state, outcome.rows) == ("done", 0)
        assert outcome.requests == len(hub.requests) <= 4
        happen(hub, datetime.now(UTC) - 20 * SECOND)
        age(tmp_path, minutes=5)
        assert collect(hub, tmp_path).rows == 1


def test_what_happened_between_runs_is_read_once(hub: LocalHub, tmp_path: Path) -> None:
    """The time since the last run is read, and a late run catches up in one."""
    collect(hub, tmp_path)
    ask(tmp_path, "delete from coverage where to_time > now() - interval 40 days")
    age(tmp_path, days=1)
    for days in (1, 17, 39):
        happen(hub, datetime.now(UTC) - days * DAY, number=days)
    assert collect(hub, tmp_path).rows == 3
    assert holds_everything(hub, tmp_path)
    assert ask(tmp_path, "select count(*) from coverage_gaps") == [(0,)]


def test_a_gap_is_found_and_read(hub: LocalHub, tmp_path: Path) -> None:
    """Whatever the ledger does not hold is missing, wherever it lies."""
    collect(hub, tmp_path)
    ask(tmp_path, "delete from coverage")
    ask(tmp_path, "delete from events where event_time < '2026-01-05 09:01:00+00'")
    collect(hub, tmp_path, Window(START + 60 * SECOND, START + HOUR))
    hub.requests.clear()
    outcome = collect(hub, tmp_path, STRETCH)
    assert outcome.rows == 60
    ends = {str(seen.query["to"]) for seen in pages(hub) if seen.query["from"] < "2026-01-05T09:00"}
    assert max(ends) == "2026-01-05T09:01:01Z"
    assert holds_everything(hub, tmp_path)


def test_a_late_event_in_an_old_window_is_found_by_its_tail(hub: LocalHub, tmp_path: Path) -> None:
    """One request tells that something was added; what was is read, and then it is quiet again."""
    collect(hub, tmp_path, STRETCH)
    read = ask(tmp_path, "select count(*) from coverage")
    pages(hub)
    assert collect(hub, tmp_path, STRETCH).rows == 0
    assert [(len(pages(hub)),)] == read
    happen(hub, START + 150.5 * SECOND)
    assert collect(hub, tmp_path, STRETCH).rows == 1
    assert holds_everything(hub, tmp_path)
    quiet = []
    for _ in range(2):
        pages(hub)
        assert collect(hub, tmp_path, STRETCH).rows == 0
        quiet.append(len(pages(hub)))
    assert quiet[0] == quiet[1]
    assert ask(tmp_path, "select count(*) from events where late") == [(1,)]


def test_old_tails_are_asked_week_by_week(hub: LocalHub, tmp_path: Path) -> None:
    """A window of the last months that was not looked at for a week is asked, and then left."""
    collect(hub, tmp_path)
    tails = [(str(page),) for (page,) in ask(tmp_path, OLD_TAILS)]
    age(tmp_path, days=8)
    pages(hub)
    assert collect(hub, tmp_path).rows == 0
    assert len(pages(hub)) > len(tails) > 0
    age(tmp_path, minutes=5)
    assert collect(hub, tmp_path).requests <= 4


def test_what_came_late_widens_what_is_read_again(hub: LocalHub, tmp_path: Path) -> None:
    """An event that its window's tail brings to light is kept, then its age is read daily."""
    collect(hub, tmp_path)
    age(tmp_path, days=8)
    happen(hub, datetime.now(UTC) - 20 * DAY)
    assert collect(hub, tmp_path).rows == 1
    age(tmp_path, days=1, minutes=1)
    happen(hub, datetime.now(UTC) - 25 * DAY)
    assert collect(hub, tmp_path).rows == 1
    assert holds_everything(hub, tmp_path)
    age(tmp_path, minutes=5)
    assert collect(hub, tmp_path).requests <= 4


def test_what_lies_in_the_future_is_left_out(hub: LocalHub, tmp_path: Path) -> None:
    """A stretch that reaches into the future is read up to now."""
    now = whole_second(datetime.now(UTC))
    assert collect(hub, tmp_path, Window(now - HOUR, now + DAY)).state == "done"
    ((end,),) = ask(tmp_path, "select max(to_time) from coverage")
    assert isinstance(end, datetime)
    assert now - CLOSE <= end <= datetime.now(UTC)


def test_a_second_that_will_not_hold_still_is_named_and_stops_nothing_else(
    hub: LocalHub, tmp_path: Path
) -> None:
    """All else is read; the second is kept as unverified, and is read when it can be."""
    for number in range(400):
        happen(hub, START + 120 * SECOND, number)
    restless = "2026-01-05T09:02:0"

    def disturb(seen: Seen) -> None:
        if seen.path == LOG and seen.query["from"] <= restless + "0Z" < seen.query["to"]:
            happen(hub, START + 120 * SECOND, 1_000 + len(hub.world.log))

    hub.before_answer.append(disturb)
    outcome = collect(hub, tmp_path, STRETCH)
    hub.before_answer.clear()
    assert outcome.state == "failed"
    assert "could not be read completely at 2026-01-05 09:0" in str(outcome.error)
    doubted = ask(tmp_path, "select min(from_time), max(to_time) from coverage_unverified")
    assert doubted >= [(START + 116 * SECOND,)]
    assert doubted[0][1] <= START + 124 * SECOND  # type: ignore[operator]
    assert collect(hub, tmp_path, STRETCH).state == "done"
    assert ask(tmp_path, "from coverage_unverified") == []
    assert holds_everything(hub, tmp_path)
