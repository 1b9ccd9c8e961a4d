"""Write the rows of an answer to stdout, batch by batch: as a table, CSV, JSON or Parquet."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import orjson

from hubtrail.printable import printable

if TYPE_CHECKING:
    import duckdb

BATCH = 10_000  # rows held at once
WRITTEN_AS_JSON = ("JSON", "HUGEINT", "UHUGEINT")  # orjson refuses numbers of more than 64 bits


def write(answer: duckdb.DuckDBPyConnection, form: str, limit: int | None) -> bool:
    """Write at most `limit` rows in that form; say whether there were more."""
    if form == "parquet":
        return _parquet(answer, limit)
    rows = Rows(answer, limit)
    {"table": _table, "csv": _csv, "json": _json, "jsonl": _jsonl}[form](rows)
    return rows.cut


class Rows:
    """The rows of an answer, fetched as they are wanted; `cut` says whether some were left."""

    def __init__(self, answer: duckdb.DuckDBPyConnection, limit: int | None) -> None:
        """Fetch nothing yet."""
        self.columns = [column[0] for column in answer.description or []]
        self.cut = False
        self._answer, self._limit = answer, limit
        types = [str(column[1]) for column in answer.description or []]
        self._json = [place for place, kind in enumerate(types) if kind in WRITTEN_AS_JSON]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Each row as a tuple of Python values."""
        left = self._limit
        while left is None or left > 0:
            batch = self._answer.fetchmany(BATCH if left is None else min(BATCH, left))
            if not batch:
                return
            yield from batch
            left = None if left is None else left - len(batch)
        self.cut = self._answer.fetchone() is not None

    def objects(self) -> Iterator[dict[str, Any]]:
        """Each row as an object; columns whose text is JSON as what it says."""
        for row in self:
            values = list(row)
            for place in self._json:
                if values[place] is not None:
                    values[place] = orjson.Fragment(str(values[place]))
            yield dict(zip(self.columns, values, strict=True))


def _table(rows: Rows) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD)
    for column in rows.columns:
        table.add_column(Text(printable(column)), no_wrap=not sys.stdout.isatty())
    for row in rows:
        table.add_row(*(Text("" if value is None else printable(str(value))) for value in row))
    width = None if sys.stdout.isatty() else 1_000_000
    Console(width=width, soft_wrap=not sys.stdout.isatty()).print(table)


def _csv(rows: Rows) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(rows)


def _json(rows: Rows) -> None:
    sys.stdout.write("[")
    for place, row in enumerate(rows.objects()):
        sys.stdout.write((",\n " if place else "\n ") + _text(row))
    sys.stdout.write("\n]\n")


def _jsonl(rows: Rows) -> None:
    for row in rows.objects():
        sys.stdout.write(_text(row) + "\n")


def _text(row: dict[str, Any]) -> str:
    return orjson.dumps(row, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def _parquet(answer: duckdb.DuckDBPyConnection, limit: int | None) -> bool:
    from pyarrow import parquet

    reader = answer.to_arrow_reader(BATCH)
    left = limit
    with parquet.ParquetWriter(sys.stdout.buffer, reader.schema, compression="zstd") as writer:
        for batch in reader:
            if left is not None and len(batch) > left:
                writer.write_batch(batch.slice(0, left))
                return True
            writer.write_batch(batch)
            left = None if left is None else left - len(batch)
    return False
