"""Page bytes to committed rows against DuckDB's own read_json: `python -m bench.load [EVENTS]`.

Both write the same events to a file of their own. Ours reads pages of 100, gives each event its
key, and commits windows of 10,000 with their row in the ledger, two windows at a time, as a run
does. Measured are the time until all is committed, and until the file is closed, which takes what
is committed out of the write-ahead log. The rounds alternate, so that both meet the same machine.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple
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


class Took(NamedTuple):
    """Seconds from the first byte on."""

    committed: float
    closed: float


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


def ours(folder: Path, work: Bodies) -> Took:
    """From page bytes to a closed file."""
    run_id = uuid4()
    with open_for_writing(folder / f"{uuid4()}.duckdb") as writer:

        def load(window: tuple[datetime, datetime, list[bytes]]) -> None:
            start, end, bodies = window
            pages = [read_page(body) for body in bodies]
            now = datetime.now(UTC)
            reading = Reading(
                account=ACCOUNT,
                start=start,
                end=end,
                entries=tuple(chain.from_iterable(page.entries for page in pages)),
                page_count=len(pages),
                requests=len(pages),
                tail_page=len(pages),
                tail_hash="",
                read_at=now,
                seen_at=now,
                fields=frozenset().union(*(page.fields for page in pages)),
            )
            load_window(writer, reading, run_id)

        began = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(load, work))
        committed = time.perf_counter()
    return Took(committed - began, time.perf_counter() - began)


def theirs(folder: Path, file: Path) -> Took:
    """What DuckDB takes to read the same events from one file."""
    with duckdb.connect(folder / f"{uuid4()}.duckdb") as connection:
        began = time.perf_counter()
        connection.execute(BASELINE.format(file=file))
        committed = time.perf_counter()
    return Took(committed - began, time.perf_counter() - began)


def main(events: int) -> None:
    """Measure and print rows a second and the ratio of each round, and the medians."""
    world = tell(events=events)
    work = windows(world.log.texts, world.log.times)
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "events.jsonl"
        file.write_bytes(b"\n".join(world.log.texts))
        rounds = [(theirs(folder, file), ours(folder, work)) for _ in range(ROUNDS)]
    for what, one in (("committed", 0), ("closed", 1)):
        print(f"until {what}")
        for reference, took in rounds:
            print(f"  read_json {events / reference[one]:>9,.0f} rows/s", end="   ")
            print(f"ours {events / took[one]:>9,.0f}   ratio {reference[one] / took[one]:.2f}")
        print(
            f"  median ratio {median(reference[one] / took[one] for reference, took in rounds):.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
