"""What is derived from events: however they are loaded, it is what deriving it again gives."""

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
from warehouse.load import derive
from warehouse.sql import tables

ACCOUNTS = count()
COUNTED = (
    "select account, (event_time at time zone 'UTC')::date as day, action, actor_user, token_id, "
    "token_label, repository, count(*), min(event_time), max(event_time) from audit_events "
    "group by all order by all"
)
APART = (
    "select event_key, account, event_time, action, action_group, name, actor_user, token_id, "
    "token_label, repository, data, action_description from audit_events "
    "where action not like 'repo.tag.%' order by all"
)
LATE = (
    "select late_seconds, max(epoch_us(first_seen_at) - epoch_us(event_time)) filter (late) / 1e6 "
    "as right_seconds from coverage left join events using (window_id) "
    "group by coverage.window_id, late_seconds having late_seconds is distinct from right_seconds"
)
KEYS = (
    "select tag_key, if(tag is null, null, key_of_tag(account, repository, tag)) as right_key "
    "from audit_events where tag_key is distinct from right_key"
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


def derived(writer: Writer) -> tuple[list[Row], list[Row]]:
    """What is counted, and what is kept apart."""
    counted = rows(writer, "from activity_days order by all")
    return counted, rows(writer, "from admin_events order by all")


def is_right(writer: Writer) -> bool:
    """Whether that is what the events say, as are the tags' numbers and the latest arrivals."""
    wrong = rows(writer, KEYS) + rows(writer, LATE)
    return derived(writer) == (rows(writer, COUNTED), rows(writer, APART)) and not wrong


@tries(60)
@given(st.lists(READINGS, min_size=1, max_size=5))
def test_what_is_derived_is_what_the_events_say(
    writer: Writer, readings: list[tuple[list[Event], int, int]]
) -> None:
    """Late events, readings again, shrunk answers, twins and unread days leave it true."""
    account = f"acme{next(ACCOUNTS)}"
    for events, start, end in readings:
        load(writer, events, start=NOON + start * HOUR, end=NOON + end * HOUR, account=account)
    assert is_right(writer)


def test_deriving_again_mends_it(writer: Writer) -> None:
    """What is wrong or gone is right after deriving again, which changes nothing that is right."""
    load(writer, [event(second) for second in range(5)], account="mended")
    right = derived(writer)
    derive(writer)
    assert derived(writer) == right
    writer.cursor.execute("update activity_days set events = 7")
    writer.cursor.execute("delete from admin_events")
    derive(writer)
    assert derived(writer) == right


def test_from_a_file_from_before_all_is_derived(tmp_path: Path) -> None:
    """A warehouse of the second schema is brought up to date, and its events are what they were."""
    file = tmp_path / "hubtrail.duckdb"
    with open_for_writing(file) as writer:
        load(writer, [7, *(event(second, **data) for second, data in enumerate(DATA))])
        before = rows(writer, "from audit_events order by all")
        _make_old(writer)
    with open_for_writing(file) as writer:
        assert rows(writer, "from audit_events order by all") == before
        assert is_right(writer)
        loaded = load(writer, [7, event(99)], end=NOON + timedelta(hours=2))
        assert (loaded.new, loaded.rejected, loaded.refused) == (1, 0, 1)
        assert is_right(writer)


def _make_old(writer: Writer) -> None:
    """Leave of the schema what the first two files of tables/ made."""
    assert [version for version, _ in tables()] == [1, 2, 3, 4, 5, 6]
    for table in ("activity_days", "admin_events", "large_rows", "service_limits"):
        writer.cursor.execute(f"drop table {table}")
    for column in ("actor_user", "token_id", "token_label", "tag", "tag_key", "sent_account"):
        writer.cursor.execute(f"alter table events drop column {column}")
    for column in ("late_seconds", "verified_at", "doubt", "failed_checks"):
        writer.cursor.execute(f"alter table coverage drop column {column}")
    writer.cursor.execute("alter table runs drop column clock_ahead_seconds")
    writer.cursor.execute("alter table rejected drop column raw_hash")
    writer.cursor.execute("delete from schema_versions where version >= 3")
