"""Files to take away: CSV that no spreadsheet takes for a formula, JSON lines, Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st
from pyarrow import csv, parquet

MOST_ROWS = 100_000
PLAIN = {
    *(pa.bool_(), pa.string(), pa.null(), pa.float32(), pa.float64()),
    *(pa.int8(), pa.int16(), pa.int32(), pa.int64()),
    *(pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()),
}
FORMULA = r"^([=+\-@\t\r\n＝＋－＠])"  # noqa: RUF001 - the full-width twins work in a spreadsheet too


def as_csv(rows: pa.Table) -> bytes:
    """The rows as CSV in UTF-8; a text that a spreadsheet would compute gets a `'` before it."""
    file = BytesIO()
    csv.write_csv(_harmless(flat(rows)), file)
    return file.getvalue()


def as_json_lines(rows: pa.Table) -> bytes:
    """The rows as a JSON object a line, nothing changed; `data` is JSON inside."""
    lines = []
    for row in _each(rows, _in_our_era).to_pylist():
        if isinstance(row.get("data"), str):
            with suppress(ValueError):
                row["data"] = json.loads(row["data"])
        lines.append(json.dumps(row, ensure_ascii=False, default=_said))
    return "".join(f"{line}\n" for line in lines).encode()


def as_parquet(rows: pa.Table) -> bytes:
    """The rows as Parquet, each column with its type; as text where Parquet has none for it."""
    file = BytesIO()
    try:
        parquet.write_table(rows, file, compression="zstd")
    except pa.ArrowNotImplementedError:
        return as_parquet(flat(rows))
    return file.getvalue()


FILES = (
    ("CSV", as_csv, "csv", "text/csv", "Texts that a spreadsheet would compute get a ' ahead."),
    ("JSON lines", as_json_lines, "jsonl", "application/jsonl", "To the letter."),
    ("Parquet", as_parquet, "parquet", "application/vnd.apache.parquet", "With its types."),
)


def downloads(taken: Callable[[], pa.Table], name: str, cap: str) -> None:
    """A button for each kind of file; the rows are `taken` when one is pressed.

    `cap` says how many rows the files hold.
    """
    for label, write, ending, mime, note in FILES:
        st.download_button(
            label,
            partial(_written, write, taken),
            file_name=f"{name}.{ending}",
            mime=mime,
            help=f"{cap} {note}",
            icon=":material/download:",
            on_click="ignore",
        )


def _written(write: Callable[[pa.Table], bytes], taken: Callable[[], pa.Table]) -> bytes:
    return write(taken())


def flat(rows: pa.Table) -> pa.Table:
    """The rows with lists, structs and whatever else fits no cell as text."""
    return _each(_each(rows, _in_our_era), _in_one_cell)


def _each(rows: pa.Table, change: Callable[[pa.ChunkedArray], Any]) -> pa.Table:
    columns = [change(rows.column(place)) for place in range(rows.num_columns)]
    return pa.table(columns, names=rows.column_names)


def _in_our_era(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Times as they are; as text where there is infinity, or a year that Python does not know."""
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        try:
            column.to_pylist()
        except (OverflowError, ValueError):
            return pc.cast(column, pa.string())
    return column


def _in_one_cell(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    kind = column.type
    times = pa.types.is_timestamp(kind) or pa.types.is_date(kind) or pa.types.is_time(kind)
    if kind in PLAIN or pa.types.is_decimal(kind) or times:
        return column
    return pa.array([None if cell is None else str(cell) for cell in column.to_pylist()], "string")


def _harmless(rows: pa.Table) -> pa.Table:
    for place, field in enumerate(rows.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            text = pc.replace_substring_regex(rows.column(place), FORMULA, r"'\1")
            rows = rows.set_column(place, field.name, text)
    return rows


def _said(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
