"""A real browser that takes files away: what was filtered, whole, and harmless to a spreadsheet."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from tests.browsing import Visit
from tests.warehouses import HOSTILE

pytestmark = pytest.mark.server
NAMES = {
    "CSV": "acme-robotics-events.csv",
    "JSON lines": "acme-robotics-events.jsonl",
    "Parquet": "acme-robotics-events.parquet",
}


def taken(visit: Visit, folder: Path) -> dict[str, Path]:
    """All three files of the explorer, by their kinds, under the names that they suggest."""
    files = {}
    for kind in NAMES:
        with visit.page.expect_download() as waiting:
            visit.page.get_by_role("button", name=kind).click()
        files[kind] = folder / waiting.value.suggested_filename
        waiting.value.save_as(files[kind])
    return files


def test_all_three_files_hold_what_was_filtered(visit: Visit, tmp_path: Path) -> None:
    """CSV, JSON lines and Parquet, named after the organisation, each with the same events."""
    visit.open("explorer?period=everything&user=person3")
    files = taken(visit, tmp_path)
    assert {kind: file.name for kind, file in files.items()} == NAMES
    with files["CSV"].open() as lines:
        table = list(csv.DictReader(lines))
    objects = [json.loads(line) for line in files["JSON lines"].read_text().splitlines()]
    with duckdb.connect() as connection:
        columns = connection.read_parquet(f"{files['Parquet']}")
        keys = columns.select("event_key").fetchall()
        assert columns.filter("actor_user <> 'person3'").fetchall() == []
    assert len(objects) > 10
    assert {line["actor_user"] for line in objects} == {"person3"}
    assert [line["event_key"] for line in table] == [line["event_key"] for line in objects]
    assert [key for (key,) in keys] == [line["event_key"] for line in objects]


def test_a_formula_is_harmless_in_the_table_and_whole_in_the_others(
    visit: Visit, tmp_path: Path
) -> None:
    """A spreadsheet shows what it would have computed; programs get the names to the letter."""
    formula = HOSTILE[0]
    visit.open(f"explorer?period=everything&user={formula.replace('=', '%3D')}")
    files = taken(visit, tmp_path)
    with files["CSV"].open() as lines:
        (row,) = csv.DictReader(lines)
    assert row["actor_user"] == row["tag"] == f"'{formula}"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    told = json.loads(files["JSON lines"].read_text())
    assert told["actor_user"] == told["data"]["tag"] == formula
    with duckdb.connect() as connection:
        typed = connection.read_parquet(f"{files['Parquet']}").select("actor_user, tag")
        assert typed.fetchall() == [(formula, formula)]
