"""Readings that were recorded without a check, or by a wrong clock, are verified or read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import stamina

from hub.lookalike import LocalHub
from tests.runs import collect
from tests.test_collection import age, ask, happen, holds_everything
from tests.test_verified_runs import assert_all_verified, check_honest
from tests.worlds import START, small_world
from warehouse.database import open_for_writing
from warehouse.intervals import SECOND, Window

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STRETCH = Window(START, START + HOUR)
FORGOTTEN = (
    "update coverage set verified_at = null, state = 'answered, not verified', failed_checks = 0, "
    "doubt = 'It was recorded before the ends of readings were verified.'"
)
LOG = "/v2/auditlogs/acme"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with some events long ago, and one of today."""
    with LocalHub(small_world(300)) as hub, stamina.set_testing(True, attempts=6):
        happen(hub, datetime.now(UTC) - 40 * timedelta(minutes=1), 500)
        yield hub


def pages(hub: LocalHub) -> int:
    """How many pages of the log were asked for since the last call."""
    asked = sum(seen.path == LOG for seen in hub.requests)
    hub.requests.clear()
    return asked


def test_what_was_recorded_before_is_verified_by_the_schedule(
    hub: LocalHub, tmp_path: Path
) -> None:
    """It takes one request for each reading, changes nothing, and then it is quiet."""
    collect(hub, tmp_path)
    ask(tmp_path, FORGOTTEN)
    ((readings,),) = ask(tmp_path, "select count(*) from coverage")
    assert ask(tmp_path, "from coverage_spans") == []
    pages(hub)
    assert collect(hub, tmp_path).rows == 0
    assert pages(hub) <= int(str(readings)) + 10
    assert ask(tmp_path, "from coverage_unverified") == []
    age(tmp_path, minutes=5)
    assert collect(hub, tmp_path).requests <= 4


def test_a_reading_that_lacks_events_is_read_again(hub: LocalHub, tmp_path: Path) -> None:
    """A ledger that claims what it never read is found out, whichever end is missing."""
    for lacking in ("< '2026-01-05 09:01:00+00'", "between '2026-01-05 09:04:00+00' and now()"):
        folder = tmp_path / str(len(lacking))
        collect(hub, folder, STRETCH)
        ask(folder, FORGOTTEN)
        ask(folder, f"delete from events where event_time {lacking}")
        outcome = collect(hub, folder, STRETCH)
        assert outcome.rows > 50
        assert_all_verified(check_honest(hub, folder, Window(START, STRETCH.end)))


def test_many_small_readings_are_read_again_at_once(hub: LocalHub, tmp_path: Path) -> None:
    """A check of each would cost more than reading all of them."""
    for minute in range(12):
        start = START + minute * 60 * SECOND
        collect(hub, tmp_path, Window(start, start + 60 * SECOND))
    ask(tmp_path, FORGOTTEN)
    pages(hub)
    collect(hub, tmp_path, Window(START, START + 720 * SECOND))
    assert pages(hub) < 25  # of which a tail of each reading
    assert ask(tmp_path, "from coverage_unverified") == []


@pytest.mark.parametrize("hours", [-48, -9, 9, 48])
def test_a_wrong_clock_hides_nothing(hub: LocalHub, tmp_path: Path, hours: int) -> None:
    """Docker Hub's clock counts: ahead or behind of it, no time is covered before it is over."""
    hub.habits.clock_ahead = -hours * 3600.0  # so this machine's clock is as much ahead
    theirs = datetime.now(UTC) - timedelta(hours=hours)
    happen(hub, theirs - HOUR / 2, 1)
    assert collect(hub, tmp_path).state == "done"
    assert holds_everything(hub, tmp_path) or hours != 0
    ((end,),) = ask(tmp_path, "select max(to_time) from coverage")
    assert isinstance(end, datetime)
    until = min(theirs, datetime.now(UTC))  # never later than either clock
    assert until - 10 * SECOND <= end <= until
    ((ahead,),) = ask(tmp_path, "select max(clock_ahead_seconds) from runs")
    assert abs(float(str(ahead)) - hours * 3600) < 5


def test_readings_of_the_future_were_not_read(hub: LocalHub, tmp_path: Path) -> None:
    """A ledger that a clock two days ahead has written is repaired, and the time is read."""
    collect(hub, tmp_path)
    ahead = "interval 2 days"
    ask(
        tmp_path,
        f"update coverage set to_time = to_time + {ahead}, read_at = read_at + {ahead}, "
        f"checked_at = checked_at + {ahead} where to_time > now() - interval 1 minute",
    )
    happen(hub, datetime.now(UTC) - 3 * SECOND, 2)
    collect(hub, tmp_path)
    assert holds_everything(hub, tmp_path)
    ((end,),) = ask(tmp_path, "select max(to_time) from coverage_spans")
    assert isinstance(end, datetime)
    assert end <= datetime.now(UTC)


@pytest.mark.parametrize(
    "header", ["", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"]
)
def test_an_absurd_date_header_stops_nothing(hub: LocalHub, tmp_path: Path, header: str) -> None:
    """Then this machine's clock is all there is."""
    hub.habits.date_header = header
    assert collect(hub, tmp_path).state == "done"
    assert holds_everything(hub, tmp_path)
    ((end,),) = ask(tmp_path, "select max(to_time) from coverage_spans")
    assert isinstance(end, datetime)
    assert end <= datetime.now(UTC)


def test_a_ledger_of_a_jumping_clock_is_repaired_when_it_is_upgraded(
    hub: LocalHub, tmp_path: Path
) -> None:
    """A reading dated later than one that was recorded after it counts as not read."""
    collect(hub, tmp_path, STRETCH)
    ask(tmp_path, "update coverage set read_at = read_at + interval 2 days")
    collect(hub, tmp_path, Window(STRETCH.end, STRETCH.end + HOUR))
    for column in ("verified_at", "doubt", "failed_checks"):
        ask(tmp_path, f"alter table coverage drop column {column}")
    ask(tmp_path, "drop table service_limits")
    ask(tmp_path, "alter table runs drop column clock_ahead_seconds")
    ask(tmp_path, "update coverage set state = 'complete'")
    ask(tmp_path, "delete from schema_versions where version = 6")
    with open_for_writing(tmp_path / "hubtrail.duckdb"):
        pass
    question = "select state, count(*) from coverage group by all order by all"
    assert [state for state, _ in ask(tmp_path, question)] == ["answered, not verified", "not read"]
