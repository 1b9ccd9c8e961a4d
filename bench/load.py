"""Page bytes to committed rows against DuckDB's own read_json: `python -m bench.load [EVENTS]`.

Both write the same events to a file of their own and close it. Ours reads pages of 100, gives each
event its key, and commits windows of 10,000 with their row in the ledger, two windows at a time,
as a run does. The rounds alternate, so that both meet the same machine.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

import duckdb

from hub.page import read_page
from hub.story import ACCOUNT, tell
from warehouse.database import open_for_writing
from warehouse.load import Reading, load_window

PAGE, WINDOW, ROUNDS, AT_ONCE = 100, 10_000, 5, 2
BASELINE = """
    create table events as from read_json('{file}', columns = {{
        account: 'VARCHAR', action: 'VARCHAR', name: 'VARCHAR', actor: 'VARCHAR', data: 'JSON',
        timestamp: 'TIMESTAMPTZ', action_description: 'VARCHAR'
    }})
"""

Bodies = list[tuple[datetime, datetime, list[bytes]]]


def windows(texts: list[bytes], times: list[int]) -> Bodies:
    """The answers' bodies, window by window; windows meet where a second ends."""
    moments = [datetime.fromtimestamp(at / 1000, UTC) for at in times]
    edges = sorted({0, *range(WINDOW, len(texts), WINDOW), len(texts)})
    found = []
    for first, last in pairwise(edges):
        pages = [texts[place : place + PAGE] for place in range(first, last, PAGE)]
        bodies = [b'{"logs":[' + b",".join(page) + b"]}" for page in pages]
        end = moments[last] if last < len(moments) else moments[-1] + timedelta(seconds=1)
        found.append((moments[first], end, bodies))
    return found


def ours(folder: Path, work: Bodies) -> float:
    """Seconds from page bytes to a closed file."""
    began, run_id = time.perf_counter(), uuid4()
    with open_for_writing(folder / f"{uuid4()}.duckdb") as writer:

        def load(window: tuple[datetime, datetime, list[bytes]]) -> int:
            start, end, bodies = window
            pages = [read_page(body) for body in bodies]
            texts = tuple(page.text for page in pages)
            fields = frozenset().union(*(page.fields for page in pages))
            now = datetime.now(UTC)
            reading = Reading(ACCOUNT, start, end, texts, len(texts), len(texts), "", now, fields)
            return load_window(writer, reading, run_id).new

        with ThreadPoolExecutor(AT_ONCE) as pool:
            rows = sum(pool.map(load, work))
    seconds = time.perf_counter() - began
    print(f"  ours       {rows / seconds:>9,.0f} rows/s")
    return seconds


def theirs(folder: Path, file: Path, rows: int) -> float:
    """Seconds that DuckDB takes to read the same events from one file."""
    began = time.perf_counter()
    with duckdb.connect(folder / f"{uuid4()}.duckdb") as connection:
        connection.execute(BASELINE.format(file=file))
    seconds = time.perf_counter() - began
    print(f"  read_json  {rows / seconds:>9,.0f} rows/s")
    return seconds


def main(events: int) -> None:
    """Measure and print the ratio of each round, and the median."""
    world = tell(events=events)
    work = windows(world.log.texts, world.log.times)
    ratios = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "events.jsonl").write_bytes(b"\n".join(world.log.texts))
        for _ in range(ROUNDS):
            reference = theirs(folder, folder / "events.jsonl", events)
            ratios.append(reference / ours(folder, work))
    said = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"ours / read_json: median {median(ratios):.2f} of {said}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
