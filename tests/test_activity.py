"""The counts by day: whatever is loaded in whatever order, they are what counting again gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readings import HOUR, NOON, Event, Row, event, load, rows
from tests.runs import tries
from warehouse.database import Writer, open_for_writing
from warehouse.load import recount
from warehouse.sql import tables

ACCOUNTS = count()
COUNTED = (
    "select account, (event_time at time zone 'UTC')::date as day, action, actor_user, token_id, "
    "token_label, repository, count(*), min(event_time), max(event_time) from audit_events "
    "group by all order by all"
)
DATA: list[Event] = [
    {},
    {"data": None},
    {"data": {"tag": "1.0", "access_token_id": "t1"}},
    {"actor": 'olivia - access token "ci"', "data": {"access_token_label": "other"}},
    {"actor": 'olivia - access token "ci"', "action": "org.member.add", "name": None},
    {"actor": None, "name": "api"},
]
# Around the midnights of three days, and often the same, so that days and twins meet.
EVENTS = st.builds(
    lambda hour, which: event(3600 * hour, **DATA[which]),
    st.sampled_from([-13, -12.001, -12, 0, 11.999, 12, 35]),
    st.integers(0, len(DATA) - 1),
)
READINGS = st.tuples(
    st.lists(EVENTS, max_size=12), st.sampled_from([-14, -12, 0]), st.sampled_from([1, 12, 36])
)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A warehouse that the examples share, an organisation for each example."""
    with open_for_writing(tmp_path_factory.mktemp("activity") / "hubtrail.duckdb") as writer:
        yield writer


def counted(writer: Writer) -> list[Row]:
    """What is counted."""
    return rows(writer, "from activity_days order by all")


@tries(60)
@given(st.lists(READINGS, min_size=1, max_size=5))
def test_the_counts_are_what_counting_again_gives(
    writer: Writer, readings: list[tuple[list[Event], int, int]]
) -> None:
    """Late events, readings again, shrunk answers, twins and unread days leave the counts true."""
    account = f"acme{next(ACCOUNTS)}"
    for events, start, end in readings:
        load(writer, events, start=NOON + start * HOUR, end=NOON + end * HOUR, account=account)
    assert counted(writer) == rows(writer, COUNTED)


def test_counting_again_mends_counts(writer: Writer) -> None:
    """Counts that are wrong or gone are right after counting again, which changes no right one."""
    load(writer, [event(second) for second in range(5)], account="mended")
    right = counted(writer)
    recount(writer)
    assert counted(writer) == right
    writer.cursor.execute("update activity_days set events = 7")
    recount(writer)
    assert counted(writer) == right


def test_a_file_from_before_is_counted(tmp_path: Path) -> None:
    """A warehouse of the second schema is counted, and its events are what they were."""
    file = tmp_path / "hubtrail.duckdb"
    with open_for_writing(file) as writer:
        load(writer, [event(second, **data) for second, data in enumerate(DATA)])
        before = rows(writer, "from audit_events order by all")
        _make_old(writer)
    with open_for_writing(file) as writer:
        assert rows(writer, "from audit_events order by all") == before
        assert counted(writer) == rows(writer, COUNTED)
        assert load(writer, [event(99)], end=NOON + timedelta(hours=2)).new == 1
        assert counted(writer) == rows(writer, COUNTED)


def _make_old(writer: Writer) -> None:
    """Leave of the schema what the first two files of tables/ made."""
    assert [version for version, _ in tables()][:3] == [1, 2, 3]
    writer.cursor.execute("drop table activity_days")
    for column in ("actor_user", "token_id", "token_label", "tag"):
        writer.cursor.execute(f"alter table events drop column {column}")
    writer.cursor.execute("delete from schema_versions where version >= 3")
