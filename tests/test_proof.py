"""What the ledger vouches for: covered, never read, and no longer to be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import duckdb
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.ask import open_snapshot
from warehouse.database import Writer, open_for_writing
from warehouse.load import Reading, load_window
from warehouse.proof import Part, Proof, prove
from warehouse.publish import publish

DAWN = datetime(2026, 3, 1, tzinfo=UTC)
LENGTH = 40  # seconds of the small world that the property test draws from
Stretch = tuple[int, int]  # seconds after DAWN, the end not part of it


def at(second: float) -> datetime:
    """That many seconds after the dawn."""
    return DAWN + timedelta(seconds=second)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """An empty warehouse."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as opened:
        yield opened


def read(
    writer: Writer,
    stretch: Stretch,
    events: tuple[int, ...] = (),
    account: str = "acme",
    action: str = "repo.tag.push",
) -> None:
    """Load a reading of `stretch` that held events at those seconds."""
    page = [
        {"account": account, "action": action, "timestamp": at(second).isoformat()}
        for second in events
    ]
    reading = Reading(
        account=account,
        start=at(stretch[0]),
        end=at(stretch[1]),
        entries=tuple(map(orjson.dumps, page)),
        page_count=1,
        requests=1,
        tail_page=1,
        tail_hash="",
        read_at=at(1_000),
        seen_at=datetime.now(UTC),
    )
    load_window(writer, reading, uuid4())


def proof(writer: Writer, stretch: Stretch, account: str = "acme") -> Proof:
    """Publish, and prove `stretch` as readers do."""
    with snapshot(writer) as connection:
        return prove(connection, account, at(stretch[0]), at(stretch[1]))


@contextmanager
def snapshot(writer: Writer) -> Iterator[duckdb.DuckDBPyConnection]:
    """What readers see of the warehouse now."""
    with closing(open_snapshot(publish(writer))) as connection:
        yield connection


def seconds(parts: tuple[Part, ...]) -> list[Stretch]:
    """The parts in seconds after the dawn."""
    return [
        (
            round((part.from_time - DAWN).total_seconds()),
            round((part.to_time - DAWN).total_seconds()),
        )
        for part in parts
    ]


def test_nothing_read_is_one_gap(writer: Writer) -> None:
    """An empty ledger vouches for nothing."""
    found = proof(writer, (0, 10))
    assert (found.covered, seconds(found.gaps), found.unreachable) == ((), [(0, 10)], ())
    assert not found.complete


def test_touching_readings_cover_together(writer: Writer) -> None:
    """Readings that touch or overlap are one covered part, cut to what was asked."""
    read(writer, (0, 10), events=(0,))
    read(writer, (8, 20))
    read(writer, (20, 30))
    found = proof(writer, (5, 25))
    assert seconds(found.covered) == [(5, 25)]
    assert found.complete


def test_edges_are_half_open(writer: Writer) -> None:
    """A reading covers its first instant and not its last."""
    read(writer, (10, 20), events=(10,))
    assert proof(writer, (10, 20)).complete
    assert seconds(proof(writer, (10, 21)).gaps) == [(20, 21)]
    assert seconds(proof(writer, (20, 30)).gaps) == [(20, 30)]
    assert proof(writer, (20, 30)).covered == ()


def test_gaps_lie_between_readings(writer: Writer) -> None:
    """What no reading touched is a gap, before, between and after."""
    read(writer, (0, 1), events=(0,))
    read(writer, (10, 12))
    read(writer, (20, 22))
    found = proof(writer, (5, 30))
    assert seconds(found.covered) == [(10, 12), (20, 22)]
    assert seconds(found.gaps) == [(5, 10), (12, 20), (22, 30)]


def test_before_the_oldest_answer_nothing_is_known(writer: Writer) -> None:
    """An empty reading older than every event may lie beyond what Docker Hub keeps."""
    read(writer, (0, 10))
    read(writer, (10, 20), events=(15,))
    found = proof(writer, (0, 30))
    assert seconds(found.unreachable) == [(0, 10)]
    assert seconds(found.covered) == [(10, 20)]
    assert seconds(found.gaps) == [(20, 30)]


def test_a_gap_may_be_partly_unreachable(writer: Writer) -> None:
    """What was never read is unreachable as far as it is older than the oldest answer."""
    read(writer, (20, 30), events=(25,))
    read(writer, (0, 5), events=(3,))
    found = proof(writer, (-10, 30))
    assert seconds(found.unreachable) == [(-10, 0)]
    assert seconds(found.gaps) == [(5, 20)]


def test_before_the_creation_there_is_nothing_to_miss(writer: Writer) -> None:
    """Empty readings older than the organisation's creation are covered, unread time is a gap."""
    read(writer, (0, 10))
    read(writer, (10, 20), events=(15,), action="org.create")
    found = proof(writer, (-5, 20))
    assert seconds(found.covered) == [(0, 20)]
    assert seconds(found.gaps) == [(-5, 0)]
    assert found.unreachable == ()


def test_accounts_vouch_for_themselves(writer: Writer) -> None:
    """One organisation's readings and events say nothing of another's."""
    read(writer, (0, 10), events=(0,), account="acme")
    read(writer, (5, 20), events=(6,), account="other")
    assert seconds(proof(writer, (0, 20)).gaps) == [(10, 20)]
    assert seconds(proof(writer, (0, 20), account="other").unreachable) == [(0, 5)]


stretches = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 12)).map(
    lambda drawn: (drawn[0], drawn[0] + drawn[1])
)
readings = st.lists(
    st.tuples(stretches, st.lists(st.integers(0, LENGTH + 12), max_size=3)), max_size=6
)


@given(drawn=readings, asked=stretches, begun=st.booleans())
@settings(max_examples=60, deadline=None)
def test_as_a_naive_model_second_by_second(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[Stretch, list[int]]],
    asked: Stretch,
    begun: bool,
) -> None:
    """Each second asked for is in exactly the kind that looking at that second alone says."""
    file = tmp_path_factory.mktemp("drawn") / "hubtrail.duckdb"
    kept = [
        (stretch, tuple(s for s in held if stretch[0] <= s < stretch[1])) for stretch, held in drawn
    ]
    action = "org.create" if begun else "repo.create"
    with open_for_writing(file) as writer:
        for stretch, held in kept:
            read(writer, stretch, held, action=action)
        found = proof(writer, asked)
    model = {second: naive(second, kept, begun=begun) for second in range(*asked)}
    for kind in ("covered", "gaps", "unreachable"):
        told = [s for part in seconds(getattr(found, kind)) for s in range(*part)]
        assert told == [second for second, of_kind in model.items() if of_kind == kind]
    assert found.complete == (set(model.values()) == {"covered"})


def naive(second: int, kept: list[tuple[Stretch, tuple[int, ...]]], *, begun: bool) -> str:
    """What is known of one second: it was read by somebody to be believed, or it was not."""
    oldest = min((s for _, held in kept for s in held), default=None)
    for (start, end), held in kept:
        believed = held or (oldest is not None and (begun or end > oldest))
        if start <= second < end and believed:
            return "covered"
    known_from = None if begun else oldest
    return "unreachable" if known_from is not None and second < known_from else "gaps"
