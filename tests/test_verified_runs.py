"""Whole runs against a misleading Docker Hub: nothing is missing, or the time is not covered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
import stamina

from hub.lookalike import LocalHub
from tests.runs import collect, kept, served
from tests.worlds import push_text, small_world
from warehouse.ask import open_snapshot
from warehouse.intervals import Window, whole_second
from warehouse.proof import Proof, prove
from warehouse.publish import newest

NOW = whole_second(datetime.now(UTC))
DAY = timedelta(days=1)
MONTH = Window(NOW - 22 * DAY, NOW - DAY)
BURST = NOW - 10 * DAY
LOG = "/v2/auditlogs/acme"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with sparse events of 20 days, and many within half an hour of one of them."""
    with LocalHub(small_world()) as hub, stamina.set_testing(True, attempts=6):
        times = [MONTH.start + number * 20 * DAY / 300 for number in range(300)]
        times += [BURST + timedelta(seconds=number * 0.7) for number in range(2_500)]
        hub.world.log.extend([(milliseconds(at), event(at, n)) for n, at in enumerate(times)])
        yield hub


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def event(at: datetime, number: int) -> bytes:
    """A push at that time."""
    fields = push_text(number).split(b'"timestamp":"')
    stamp = f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z".encode()
    return fields[0] + b'"timestamp":"' + stamp + fields[1][fields[1].index(b'"') :]


def proof_of(folder: Path, window: Window) -> Proof:
    """What is known of a time range, as readers see it."""
    with closing(open_snapshot(newest(folder))) as snapshot:
        return prove(snapshot, "acme", window.start, window.end)


def check_honest(hub: LocalHub, folder: Path, window: Window = MONTH) -> Proof:
    """What is covered holds every event that there is, and no event is there twice."""
    proof = proof_of(folder, window)
    log = hub.world.log
    with closing(duckdb.connect(folder / "hubtrail.duckdb", read_only=True)) as warehouse:
        has = kept(warehouse)
    assert not has - served(log.texts)
    for part in proof.covered:
        last = milliseconds(part.to_time) - 1
        assert not served(log.between(milliseconds(part.from_time), last)) - has
    return proof


def assert_all_verified(proof: Proof) -> None:
    """Nothing is missing or in doubt, but for time before the oldest event."""
    assert (proof.gaps, proof.not_verified) == ((), ())


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("cap", [150, 500, 10_000])
def test_a_silent_cap_hides_nothing(hub: LocalHub, tmp_path: Path, cap: int, order: str) -> None:
    """Where every list ends after so many rows, all events are read all the same."""
    hub.habits.row_cap, hub.habits.order = cap, order  # type: ignore[assignment]
    outcome = collect(hub, tmp_path, MONTH)
    assert (outcome.state, outcome.rows) == ("done", 2_800)
    assert_all_verified(check_honest(hub, tmp_path))
    assert outcome.requests < 250


def _empty(hub: LocalHub, times: int) -> None:
    hub.faults.once("empty", times, LOG, page=4)


def _null(hub: LocalHub, times: int) -> None:
    hub.faults.empty_is_null = True
    hub.faults.once("empty", times, LOG, page=4)


@pytest.mark.parametrize(("block", "times"), [(_empty, 1), (_empty, 3), (_null, 2)])
def test_a_blocked_page_is_found_out(
    hub: LocalHub, tmp_path: Path, block: Callable[[LocalHub, int], None], times: int
) -> None:
    """An answer in place of page 4 ends nothing: the list is read on from there."""
    block(hub, times)
    outcome = collect(hub, tmp_path, MONTH)
    assert (outcome.state, outcome.rows) == ("done", 2_800)
    assert_all_verified(check_honest(hub, tmp_path))


def test_an_organization_without_events_is_not_verified(hub: LocalHub, tmp_path: Path) -> None:
    """Answers without events prove nothing; the first event that is known changes that."""
    hub.world.log.forget_oldest(10_000)
    assert collect(hub, tmp_path, MONTH).state == "done"
    proof = proof_of(tmp_path, MONTH)
    assert (proof.covered, len(proof.not_verified)) == ((), 1)
    assert "No event is known" in proof.not_verified[0].reason
    at = MONTH.start + DAY
    hub.world.log.add_text(milliseconds(at), event(at, 1))
    assert collect(hub, tmp_path, MONTH).rows == 1
    assert_all_verified(check_honest(hub, tmp_path))


def test_everything_blocked_for_a_while_covers_nothing(hub: LocalHub, tmp_path: Path) -> None:
    """Where every answer is empty nothing is covered, in few requests; later it is read."""
    hub.faults.chance("empty", 1.0, LOG)
    blocked = collect(hub, tmp_path, MONTH)
    assert blocked.requests < 40
    assert proof_of(tmp_path, MONTH).covered == ()
    hub.faults.chance("empty", 0, LOG)
    collect(hub, tmp_path, MONTH)
    assert_all_verified(check_honest(hub, tmp_path))


@pytest.mark.parametrize("refusal", [400, 403, 413, 422, 500])
def test_a_refused_offset_or_range_is_avoided(hub: LocalHub, tmp_path: Path, refusal: int) -> None:
    """Narrower windows are asked for, and the next run knows what is accepted."""
    hub.habits.refusal, hub.habits.max_page, hub.habits.widest_days = refusal, 6, 3
    outcome = collect(hub, tmp_path, MONTH)
    assert (outcome.state, outcome.rows) == ("done", 2_800)
    assert_all_verified(check_honest(hub, tmp_path))
    hub.requests.clear()
    earlier = Window(MONTH.start - 9 * DAY, MONTH.start)
    assert collect(hub, tmp_path, earlier).state == "done"
    assert all(seen.status != refusal for seen in hub.requests)


def test_a_log_that_is_refused_altogether_is_a_matter_of_the_plan(
    hub: LocalHub, tmp_path: Path
) -> None:
    """Where even three seconds are refused, the width is not the reason."""
    hub.habits.plan_allows_audit = False
    outcome = collect(hub, tmp_path, MONTH)
    assert outcome.state == "not permitted"
    assert "Team or Business" in str(outcome.error)
    assert outcome.requests <= 10


def test_a_log_that_was_empty_for_a_while_is_read_as_soon_as_it_answers(
    hub: LocalHub, tmp_path: Path
) -> None:
    """Runs without a stretch of time read it too, though nothing new has happened."""
    hub.faults.chance("empty", 1.0, LOG)
    first, second = collect(hub, tmp_path), collect(hub, tmp_path)
    assert "Not verified" in str(first.error)
    assert second.requests < 10
    hub.faults.chance("empty", 0, LOG)
    collect(hub, tmp_path)
    assert collect(hub, tmp_path).error is None
    assert_all_verified(check_honest(hub, tmp_path))


def test_refused_time_of_the_past_is_noted_in_few_requests(hub: LocalHub, tmp_path: Path) -> None:
    """Where all that is older than some days is refused, the rest is read, and the limit is age."""
    hub.habits.oldest_days = 15.0
    outcome = collect(hub, tmp_path, MONTH)
    proof = check_honest(hub, tmp_path)
    assert outcome.state == "done"
    assert outcome.requests < 200
    assert sum((part.to_time - part.from_time for part in proof.covered), timedelta()) > 13 * DAY
    assert proof.not_verified or proof.unreachable
    hub.requests.clear()
    again = collect(hub, tmp_path, MONTH)  # every reading is asked whether anything was added
    assert (again.state, again.requests < 120) == ("done", True)
    assert collect(hub, tmp_path).requests < 40


@pytest.mark.parametrize("cap", [None, 200])
def test_a_range_that_is_ignored_verifies_nothing(
    hub: LocalHub, tmp_path: Path, cap: int | None
) -> None:
    """Events outside of what was asked show that the answer says nothing of its time."""
    hub.habits.row_cap = cap
    hub.faults.chance("range-ignored", 1.0, LOG)
    outcome = collect(hub, tmp_path, MONTH)
    assert outcome.requests < 400
    check_honest(hub, tmp_path)
    hub.faults.chance("range-ignored", 0, LOG)
    hub.habits.row_cap = None
    collect(hub, tmp_path, MONTH)
    assert_all_verified(check_honest(hub, tmp_path))


@pytest.mark.parametrize("fault", ["stuck", "late"])
def test_a_log_without_end_ends_in_a_sentence(hub: LocalHub, tmp_path: Path, fault: str) -> None:
    """The same events for every question, or a new event on every page, cost few requests."""
    hub.faults.chance(fault, 1.0, LOG)  # type: ignore[arg-type]
    outcome = collect(hub, tmp_path, MONTH)
    assert outcome.requests < 3_000
    assert outcome.state == "failed" or "Not verified" in str(outcome.error)
    if fault == "stuck":  # what came late was not there when its time was read
        check_honest(hub, tmp_path)
