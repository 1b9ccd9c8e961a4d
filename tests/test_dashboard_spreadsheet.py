"""What is taken away: CSV without formulas, JSON lines to the letter."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from dashboard.spreadsheet import as_csv, as_json_lines
from tests.warehouses import HOSTILE

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1")  # noqa: RUF001


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_text_in_the_csv(formula: str) -> None:
    """A spreadsheet computes nothing that somebody wrote into a name."""
    (row,) = read(as_csv(pa.table({"name": [formula]})))
    assert row["name"] == f"'{formula}"


def test_everything_else_is_in_the_csv_as_it_is() -> None:
    """Quotes, commas, lines, times, numbers and emptiness survive."""
    names = ["a,b", 'say "hi"', "two\nlines", "十二", None, "plain-name"]
    times = [datetime(2026, 1, 1, 12, tzinfo=UTC)] * len(names)
    table = pa.table({"name": names, "event_time": times, "count": list(range(-1, 5))})
    rows = read(as_csv(table))
    assert [row["name"] for row in rows] == [name or "" for name in names]
    assert rows[0]["event_time"].startswith("2026-01-01 12:00:00")
    assert rows[0]["count"] == "-1"


def test_json_lines_change_nothing() -> None:
    """A line for each event, its details as JSON and its names to the letter."""
    table = pa.table({"name": HOSTILE, "data": [json.dumps({"tag": name}) for name in HOSTILE]})
    lines = [json.loads(line) for line in as_json_lines(table).decode().splitlines()]
    assert [line["name"] for line in lines] == list(HOSTILE)
    assert [line["data"]["tag"] for line in lines] == list(HOSTILE)


def read(file: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(file.decode(), newline="")))
