"""Asking the newest snapshot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard.published import rows
from tests import warehouses
from warehouse.errors import NoSnapshot
from warehouse.publish import newest


def test_many_people_may_look_at_once(tmp_path: Path) -> None:
    """Sessions are threads of one process; each gets its answer, none an error."""
    snapshot = newest(warehouses.young(tmp_path))
    about = {"account": warehouses.ACCOUNT}
    with ThreadPoolExecutor(8) as people:
        answers = people.map(lambda _: rows(snapshot, "freshness", about).num_rows, range(64))
        assert list(answers) == [1] * 64


def test_a_snapshot_that_has_gone_is_said_so(tmp_path: Path) -> None:
    """The screen then starts over with the newest."""
    with pytest.raises(NoSnapshot):
        rows(tmp_path / "gone.duckdb", "accounts", {})


def test_a_snapshot_of_another_version_is_said_so(tmp_path: Path) -> None:
    """What its views lack would else break every screen until the next run."""
    snapshot = newest(warehouses.young(tmp_path))
    with duckdb.connect(snapshot) as connection:
        connection.execute("update views_version set digest = 'of another version'")
    with pytest.raises(NoSnapshot, match="another version"):
        rows(snapshot, "accounts", {})


def test_a_query_gets_the_values_it_names_and_no_other(tmp_path: Path) -> None:
    """Screens offer all that they know; nobody keeps a second list of what a query wants."""
    snapshot = newest(warehouses.young(tmp_path))
    offered = {"account": "somebody else", "text": "unused", "most": 3}
    assert rows(snapshot, "accounts", offered).to_pylist() == [{"account": warehouses.ACCOUNT}]
    assert rows(snapshot, "gaps", offered).num_rows == 0
