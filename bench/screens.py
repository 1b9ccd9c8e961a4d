"""Every question of every screen, at several sizes: `python -m bench.screens [EVENTS ...]`.

Each size is a warehouse of 400 days, built by SQL and published. The queries are the dashboard's
own, asked as its screens ask them: each on a connection of its own, warm, in the sandbox's memory,
with as many threads as there are cores. For each screen the medians of its queries are summed,
over the last 30 days and over everything; what takes longest is named. Processor time stands
beside it, because other work on the machine moves the clock and not that.
"""

from __future__ import annotations

import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import dashboard
from dashboard.period import DEFAULT, EVERYTHING, period
from dashboard.published import rows
from warehouse import sql
from warehouse.database import open_for_writing
from warehouse.literal import filled
from warehouse.load import derive
from warehouse.publish import publish

ACCOUNT, ROUNDS = "acme", 5
HERE = Path(__file__).parent
# Each screen and the modules that ask for it.
SCREENS = {
    "every screen": ("app", "bar", "scope"),
    "overview": ("overview",),
    "pushes": ("pushes", "tag_lives"),
    "members": ("members",),
    "tokens": ("tokens",),
    "security": ("security",),
    "explorer": ("explorer", "filters"),
    "collection": ("collection",),
}
# What a screen adds to the scope; a filter that is not named lets everything pass.
ADDED: dict[str, Any] = {"groups": [], "actions": [], "areas": [], "resources": [], "most": 500}
OF_ONE_TAG = {"repository": "service-7", "tag": "main"}


class Took(NamedTuple):
    """Milliseconds by the clock, and of the processor."""

    clock: float
    processor: float


def build(folder: Path, events: int, until: datetime) -> Path:
    """A published warehouse of `events` events up to `until`."""
    with open_for_writing(folder / "hubtrail.duckdb") as writer:
        writer.cursor.execute("set memory_limit = '4GB'")
        for name in ("year", "ledger", "state"):
            text = (HERE / f"{name}.sql").read_text()
            writer.cursor.execute(filled(text, {"events": events, "until": until.isoformat()}))
        derive(writer)
        return publish(writer)


def asked(snapshot: Path, name: str, offered: dict[str, Any]) -> Took:
    """How long a query takes, the median of some."""
    clocks, processors = [], []
    for _ in range(ROUNDS + 1):
        began, used = time.perf_counter(), time.process_time()
        rows(snapshot, name, offered)
        clocks.append(time.perf_counter() - began)
        processors.append(time.process_time() - used)
    return Took(1_000 * median(clocks[1:]), 1_000 * median(processors[1:]))


def queries(modules: tuple[str, ...]) -> list[str]:
    """The queries that these modules of the dashboard name."""
    folder = Path(dashboard.__file__).parent
    source = "".join((folder / f"{module}.py").read_text() for module in modules)
    names = sorted(file.stem for file in (sql.HERE / "queries" / "dashboard").glob("*.sql"))
    return [name for name in names if re.search(rf'(ask\(|, )"{name}"', source)]


def screens(snapshot: Path, choice: str, now: datetime) -> Iterator[tuple[str, dict[str, Took]]]:
    """Each screen and how long its queries took."""
    span = period(choice, now, now - timedelta(days=400))
    scope = ADDED | {
        "account": ACCOUNT,
        "since": span.since.isoformat(),
        "until": span.until.isoformat(),
        "now": now.isoformat(),
        "moment": now.isoformat(),
        "read_up_to": now.isoformat(),
        "earlier": span.since.isoformat(),
        "bucket": span.bucket,
    }
    for screen, modules in SCREENS.items():
        offered = defaultdict(str, scope | (OF_ONE_TAG if screen == "pushes" else {}))
        yield screen, {name: asked(snapshot, name, offered) for name in queries(modules)}


def main(folder: Path, sizes: list[int]) -> None:
    """Build each size and print a line for each screen and period."""
    now = datetime.now(UTC).replace(microsecond=0)
    for events in sizes:
        snapshot = build(folder / str(events), events, now)
        size = snapshot.stat().st_size / 2**20
        print(f"{events:,} events, {size:,.0f} MiB; milliseconds by the clock (of the processor)")
        for choice in (DEFAULT, EVERYTHING):
            for screen, took in screens(snapshot, choice, now):
                clock, processor = (sum(column) for column in zip(*took.values(), strict=True))
                print(f"  {choice:<13} {screen:<12} {clock:>7,.0f} ({processor:>7,.0f})", end="  ")
                slowest = sorted(took.items(), key=lambda one: -one[1].clock)
                print(", ".join(f"{name} {one.clock:,.0f}" for name, one in slowest), flush=True)


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        main(Path(name), [int(given) for given in sys.argv[1:]] or [1_000_000, 10_000_000])
