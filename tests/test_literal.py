"""Values in SQL: whatever they hold, they mean themselves and nothing else."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.warehouses import HOSTILE
from warehouse.literal import filled, literal, named

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@settings(deadline=None)
@given(TEXTS | st.integers(-(2**60), 2**60) | st.lists(TEXTS, min_size=1))
@example("'; drop view audit_events; --")
@example("\0'\0")
@example("$other")
@example(list(HOSTILE))
def test_a_value_comes_back_as_it_was(value: str | int | list[str]) -> None:
    """DuckDB reads the literal as exactly the value, with no part of it run."""
    question = filled("select $value", {"value": value, "other": "not this"})
    assert duckdb.sql(question).fetchall() == [(value,)]


def test_an_empty_list_is_a_list() -> None:
    """A filter that lets everything pass stays one."""
    assert duckdb.sql(f"select len({literal([])}::varchar[])").fetchall() == [(0,)]


def test_every_parameter_must_have_its_value() -> None:
    """A forgotten value is an error, not an empty filter."""
    assert named("select $b, $a::varchar, $b") == ["a", "b"]
    with pytest.raises(KeyError):
        filled("select $a, $b", {"a": 1})
