"""What is counted between two times, and by token: the same as counting the events themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.readings import HOUR, NOON, event, load, rows
from warehouse.database import Writer, open_for_writing

MIDNIGHT = NOON - 12 * HOUR
DAY = timedelta(days=1)
TOKEN = {"tag": "1.0", "access_token_id": "t1", "access_token_label": "ci"}


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """Four days of an organisation: something around each midnight, and in between."""
    events = [
        event(3600 * hour + part, **told)
        for hour in range(-36, 60, 6)
        for part in (-0.001, 0, 0.001)
        for told in ({}, {"data": TOKEN}, {"action": "org.member.add", "actor": f"user{hour % 4}"})
    ]
    events += [
        event(5, action="org.access_token.create", data={"id": "t1", "label": "ci"}),
        event(9, action="org.access_token.delete", data={"token_id": "t1"}),
    ]
    file = tmp_path_factory.mktemp("between") / "hubtrail.duckdb"
    with open_for_writing(file) as writer:
        load(writer, events, start=MIDNIGHT - 2 * DAY, end=MIDNIGHT + 3 * DAY)
        load(writer, events[:9], start=MIDNIGHT - 2 * DAY, end=MIDNIGHT + 3 * DAY, account="else")
        yield writer


@pytest.mark.parametrize("width", ["hour", "day", "month"])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (MIDNIGHT, MIDNIGHT + DAY),
        (MIDNIGHT - 2 * DAY, MIDNIGHT + 3 * DAY),
        (MIDNIGHT - 5 * HOUR, MIDNIGHT + DAY + 7 * HOUR),
        (MIDNIGHT + HOUR, MIDNIGHT + 7 * HOUR),
        (MIDNIGHT + timedelta(milliseconds=1), MIDNIGHT + DAY),
        (MIDNIGHT, MIDNIGHT + DAY + timedelta(milliseconds=1)),
        (MIDNIGHT, MIDNIGHT),
    ],
)
def test_between_two_times_is_counted_what_happened(
    writer: Writer, width: str, start: datetime, end: datetime
) -> None:
    """Whole days, parts of days and parts of one day give what the events between them give."""
    between = f"timestamptz '{start}', timestamptz '{end}'"
    assert rows(
        writer,
        "select bucket, action_group, action, actor_user, token_id, token_label, repository, "
        f"sum(events) from activity_between('acme', {between}, '{width}') group by all "
        "order by all",
    ) == rows(
        writer,
        f"select date_trunc('{width}', event_time), action_group, action, actor_user, token_id, "
        "token_label, repository, count(*) from audit_events where account = 'acme' and "
        f"event_time >= '{start}' and event_time < '{end}' group by all order by all",
    )


def test_tokens_by_day_are_what_tokens_did(writer: Writer) -> None:
    """`token_days` says of each day what `token_activity` says of each event."""
    assert rows(writer, "from token_days order by all") == rows(
        writer,
        "select account, event_time::date, action, activity, token_id, token_label, actor_user, "
        "repository, count(*), min(event_time), max(event_time) from token_activity "
        "group by all order by all",
    )
    assert rows(writer, "select count(distinct activity) from token_days") == [(3,)]
