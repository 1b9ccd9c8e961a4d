"""Times on a page: the same instants as the warehouse reads from the same text, or none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import duckdb
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.page import read_page

SECOND = 1_772_452_801_000_000  # 2 March 2026, 12:00:01 UTC
ZONES = st.integers(-15 * 60, 15 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
STRANGE = [
    "2026-03-02T12:00:01.1234567Z",
    "2026-03-02T12:00:01.1234564999Z",
    "2026-03-02T12:00:01.Z",
    "2026-03-02T12:00:60Z",
    "2026-03-02T24:00:00Z",
    "2026-02-30T12:00:00Z",
    "2026-03-02",
    "2026-03-02T12:00Z",
    "2026-03-02T12Z",
    "20260302T120001Z",
    "2026-W10-1T12:00:00Z",
    "2026-3-2T1:2:3Z",
    "2026-03-02T12:00:01,5Z",
    "2026-03-02T12:00:01 +01:00",
    "2026-03-02T12:00:01z",
    "2026-03-02t12:00:01Z",
    "2026-03-02X12:00:01Z",
    "2026-03-02T12:00:01+01:00:30",
    "2026-03-02T12:00:01 Europe/Berlin",
    " 2026-03-02T12:00:01Z",
    "\uff12026-03-02T12:00:01Z",
    "infinity",
    "0000-01-01T00:00:00Z",
    "yesterday",
    "",
]


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that reads times as the warehouse does."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def read(*timestamps: object) -> tuple[int | None, ...]:
    """The times of entries with these timestamps."""
    return read_page(orjson.dumps({"logs": [{"timestamp": each} for each in timestamps]})).times


def stored(database: duckdb.DuckDBPyConnection, text: str) -> int | None:
    """What the warehouse reads from the text, in microseconds since 1970."""
    question = "select epoch_us(t) from (select try_cast($1 as timestamptz) as t) where isfinite(t)"
    rows = database.execute(question, [text]).fetchall()
    return int(rows[0][0]) if rows else None


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("2026-03-02T12:00:01Z", 0),
        ("2026-03-02T12:00:01.5Z", 500_000),
        ("2026-03-02T12:00:01.789Z", 789_000),
        ("2026-03-02T12:00:01.123456Z", 123_456),
        ("2026-03-02T13:30:01.25+01:30", 250_000),
        ("2026-03-02T07:00:01-05:00", 0),
        ("2026-03-02 12:00:01Z", 0),
        ("2026-03-02T12:00:01", 0),
        ("2026-03-02T12:00:01.001", 1_000),
    ],
)
def test_a_timestamp_is_read_to_the_microsecond(text: str, microseconds: int) -> None:
    """Whole seconds, fractions and zones are understood; without a zone it is UTC."""
    assert read(text) == (SECOND + microseconds,)


@pytest.mark.parametrize("value", [None, 7, 1.5, True, [], ["2026"] * 20, {}, {"at": 1}, "never"])
def test_what_is_no_time_is_none(value: object) -> None:
    """Any other value of the field has no time."""
    assert read(value, "2026-03-02T12:00:01Z") == (None, SECOND)


def test_entries_without_a_timestamp_have_no_time() -> None:
    """Every entry has a place among the times, whatever it is."""
    body = b'{"logs":[7,null,"text",[],{},{"timestamp":"2026-03-02T12:00:01Z"}]}'
    assert read_page(body).times == (None, None, None, None, None, SECOND)


@pytest.mark.parametrize("text", STRANGE)
def test_no_time_differs_from_the_stored_one(
    database: duckdb.DuckDBPyConnection, text: str
) -> None:
    """A strange text has the time that the warehouse would store, or none."""
    assert read(text)[0] in (None, stored(database, text))


@settings(deadline=None)
@given(st.datetimes(timezones=ZONES | st.just(UTC)), st.sampled_from(" T"))
def test_every_usual_time_is_the_stored_one(
    database: duckdb.DuckDBPyConnection, moment: datetime, between: str
) -> None:
    """Every instant of every year is read as the warehouse reads it."""
    text = moment.isoformat(between)
    assert read(text) == (stored(database, text),)
