"""Loading: what is new is added once, nothing is taken away, the ledger says what came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.readings import HOUR, NOON, RUN, Event, event, load, rows
from warehouse.database import Writer, open_for_writing
from warehouse.errors import WarehouseError
from warehouse.load import Loaded

SECOND = timedelta(seconds=1)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def count(writer: Writer) -> int:
    """How many events are kept."""
    return int(rows(writer, "select count(*) from events")[0][0])


def test_an_event_is_kept_with_all_its_fields(writer: Writer) -> None:
    """Each field of the answer stands in its column."""
    assert load(writer, [event(1.234, event_id="e1")]) == Loaded(entries=1, new=1, rejected=0)
    assert rows(
        writer,
        "select account, event_time, action, name, actor, data ->> 'tag', action_description, "
        "source_event_id, occurrence, late, other_fields from events",
    ) == [
        (
            "acme",
            NOON + timedelta(seconds=1.234),
            "repo.tag.push",
            "acme/api",
            "robot",
            "latest",
            "pushed the tag latest",
            "e1",
            1,
            False,
            None,
        )
    ]


def test_reading_twice_changes_nothing_but_the_ledger(writer: Writer) -> None:
    """The second reading adds no event, and its row says so."""
    page = [event(1), event(1), event(2)]
    assert load(writer, page).new == 3
    before = rows(writer, "from events order by all")
    assert load(writer, page) == Loaded(entries=3, new=0, rejected=0)
    assert rows(writer, "from events order by all") == before
    assert rows(writer, "select events, new_events, state from coverage order by new_events") == [
        (3, 0, "complete"),
        (3, 3, "complete"),
    ]


def test_identical_events_are_numbered(writer: Writer) -> None:
    """Twins are as many events as came, on one page or on several."""
    load(writer, [event(1), event(1), event(2)], [event(1)])
    assert rows(writer, "select event_time, occurrence from events order by all") == [
        (NOON + SECOND, 1),
        (NOON + SECOND, 2),
        (NOON + SECOND, 3),
        (NOON + 2 * SECOND, 1),
    ]


def test_of_twins_the_larger_count_stays(writer: Writer) -> None:
    """Fewer twins take none away, more add what is missing."""
    for twins, kept in ((2, 2), (1, 2), (3, 3), (0, 3)):
        load(writer, [event(1)] * twins)
        assert count(writer) == kept


def test_an_answer_that_shrank_is_told_and_takes_nothing(writer: Writer) -> None:
    """Fewer events than are kept delete nothing, and the ledger says shrunk."""
    load(writer, [event(1), event(2)])
    load(writer, [event(2)])
    load(writer, [])
    assert count(writer) == 2
    assert rows(writer, "select events, state from coverage order by events") == [
        (0, "shrunk"),
        (1, "shrunk"),
        (2, "complete"),
    ]


@pytest.mark.parametrize(
    "again",
    [
        event(1, event_id="e1"),
        event(1, event_id=""),
        event(1, event_id=None),
        event(1, action_description="worded otherwise\n"),
        event(1, data={"tag": "latest", "digest": "sha256:c1"}),
        event(1, account="ACME"),
        event(1, timestamp="2026-03-02T12:00:01Z"),
        event(1, timestamp="2026-03-02T13:00:01.000000+01:00"),
        event(1, brand_new="field"),
    ],
    ids=lambda again: str(again["timestamp"] + str(again.get("event_id"))),
)
def test_the_same_event_in_other_words_is_one(writer: Writer, again: Event) -> None:
    """Ids, wording, the order of keys, fractions and zones come and go; the event stays one."""
    load(writer, [event(1)])
    assert load(writer, [again]).new == 0
    assert count(writer) == 1


@pytest.mark.parametrize(
    "other",
    [
        event(1.001),
        event(1, action="repo.tag.delete"),
        event(1, name="acme/web"),
        event(1, actor="olivia"),
        event(1, actor='robot - access token "ci"'),
        event(1, data={"digest": "sha256:c2", "tag": "latest"}),
        event(1, data={}),
        event(1, name=None),
    ],
)
def test_another_event_is_another(writer: Writer, other: Event) -> None:
    """A difference in time, action, name, actor or data makes two events."""
    load(writer, [event(1)])
    assert load(writer, [event(1), other]).new == 1


def test_no_data_is_no_data(writer: Writer) -> None:
    """Empty, null and missing data are the same."""
    bare = event(1)
    del bare["data"]
    for told in (bare, event(1, data=None), event(1, data={})):
        load(writer, [told])
    assert count(writer) == 1


def test_edges_belong_to_one_window_each(writer: Writer) -> None:
    """Entries outside the window are left out: the start is inside, the end is not."""
    entries = [event(seconds) for seconds in (-0.001, 0, 9.999, 10, 11)]
    assert load(writer, entries, end=NOON + 10 * SECOND).entries == 2
    assert load(writer, entries, start=NOON + 10 * SECOND).entries == 2
    assert rows(
        writer, "select epoch(event_time - make_timestamptz(2026, 3, 2, 12, 0, 0)) from events"
    ) == [
        (0.0,),
        (9.999,),
        (10.0,),
        (11.0,),
    ]


def test_what_comes_after_its_time_was_read_is_late(writer: Writer) -> None:
    """An event is late where an earlier reading held its time without it."""
    load(writer, [event(1)], end=NOON + 10 * SECOND)
    load(writer, [event(1), event(2), event(12)], end=NOON + 20 * SECOND)
    assert rows(writer, "select epoch(event_time)::bigint % 60, late from events order by 1") == [
        (1, False),
        (2, True),
        (12, False),
    ]


def test_the_caller_says_when_an_event_was_first_seen(writer: Writer) -> None:
    """The time comes from the caller's clock, and a later reading does not change it."""
    load(writer, [event(1), {"timestamp": 7}], seen_at=NOON + HOUR)
    load(writer, [event(1), {"timestamp": 7}], seen_at=NOON + 2 * HOUR)
    for question in ("select first_seen_at from events", "select seen_at from rejected"):
        assert rows(writer, question) == [(NOON + HOUR,)]


def test_unknown_fields_are_kept(writer: Writer) -> None:
    """What nobody has documented yet stands in other_fields, of whom had it."""
    load(writer, [event(1, ip="192.0.2.7", nested={"a": [None]}), event(2)])
    assert rows(writer, "select other_fields::varchar from events order by event_time") == [
        ('{"ip":"192.0.2.7","nested":{"a":[null]}}',),
        (None,),
    ]


def test_keys_are_the_same_in_every_warehouse(writer: Writer, tmp_path: Path) -> None:
    """The key says which event it is, whoever collected it, in whatever order."""
    page = [event(1), event(1), event(2), event(3, data={"ü": "\x00"})]
    load(writer, page)
    with open_for_writing(tmp_path / "other.duckdb") as other:
        load(other, page[:0:-1])
        load(other, page)
        question = "select event_key, event_time, occurrence from events order by all"
        assert rows(other, question) == rows(writer, question)


def test_organisations_do_not_mix(writer: Writer) -> None:
    """The same events of two organisations are different events."""
    load(writer, [event(1)])
    load(writer, [event(1)], account="beta")
    assert rows(writer, "select count(distinct event_key) from events") == [(2,)]


def test_the_ledger_tells_what_a_reading_was(writer: Writer) -> None:
    """Each column of the coverage row has the value that its comment promises."""
    load(writer, [event(-5), event(7)], [event(3)], [event(4000)])
    (key1,), (key2,) = rows(writer, "select event_key::varchar from events order by 1")
    assert rows(
        writer,
        "select account, from_time, to_time, state, pages, requests, events, new_events, "
        "first_event, last_event, content_hash, tail_page, tail_hash, run_id, read_at, checked_at "
        "from coverage",
    ) == [
        (
            "acme",
            NOON,
            NOON + HOUR,
            "complete",
            3,
            4,
            2,
            2,
            NOON + 3 * SECOND,
            NOON + 7 * SECOND,
            sha256(f"{key1},{key2}".encode()).hexdigest(),
            4,
            "the tail",
            RUN,
            NOON + HOUR,
            NOON + HOUR,
        )
    ]
    assert rows(writer, "select count(*) from events join coverage using (window_id)") == [(2,)]


def test_a_reading_that_cannot_be_loaded_leaves_nothing(writer: Writer) -> None:
    """Where a transaction fails half-way neither events nor a row in the ledger stay."""
    writer.cursor.execute("alter table coverage drop column tail_hash")
    with pytest.raises(WarehouseError):
        load(writer, [event(1)])
    assert count(writer) == 0
