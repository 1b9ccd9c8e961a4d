"""Every question of every screen, at several sizes: `python -m bench.screens [EVENTS ...]`.

Each size is a warehouse of 400 days with its state, built by SQL and published, and measured by a
process of its own. The screens are run as Streamlit runs them, and what they asked is asked again,
warm and with nothing remembered: for each screen the sum of the medians, and what takes longest.
Processor time stands beside it, because other work on the machine moves the clock and not that.
Then ten viewers at once, who share what is remembered as they do in the dashboard.
"""

from __future__ import annotations

import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import published
from dashboard.period import DEFAULT, EVERYTHING
from warehouse.database import open_for_writing
from warehouse.literal import filled
from warehouse.load import derive
from warehouse.publish import newest, publish

ROUNDS, VIEWERS = 5, 10
HERE = Path(__file__).parent
SCREENS = ("overview", "pushes", "members", "tokens", "security", "explorer", "sql", "collection")

Questions = dict[str, str]  # the SQL that was asked, and the name of its query


class Took(NamedTuple):
    """Milliseconds by the clock, and of the processor."""

    clock: float
    processor: float


def build(folder: Path, events: int, until: datetime) -> None:
    """Publish a warehouse of `events` events up to `until`."""
    with open_for_writing(folder / "hubtrail.duckdb") as writer:
        writer.cursor.execute("set memory_limit = '4GB'")
        for name in ("year", "ledger", "state"):
            text = (HERE / f"{name}.sql").read_text()
            writer.cursor.execute(filled(text, {"events": events, "until": until.isoformat()}))
        derive(writer)
        publish(writer)


def asked_by(screen: str, choice: str) -> Questions:
    """What a screen asks of the warehouse that HUBTRAIL_DATA names."""
    questions: Questions = {}
    asking = published.asked

    def heard(name: str, offered: dict[str, Any]) -> str:
        text = asking(name, offered)
        questions[text] = name
        return text

    published.asked = heard
    app = AppTest.from_file(Path(dashboard.__file__).parent / "app.py", default_timeout=600)
    app.query_params["period"] = choice
    app.switch_page(f"{screen}.py").run()
    published.asked = asking
    if app.exception:
        raise RuntimeError(f"{screen} broke: {app.exception[0].message}")
    return questions


def took(snapshot: Path, text: str) -> Took:
    """How long the answer takes, the median of some."""
    clocks, processors = [], []
    for _ in range(ROUNDS + 1):
        began, used = time.perf_counter(), time.process_time()
        published.taken(f"{snapshot}", text)
        clocks.append(time.perf_counter() - began)
        processors.append(time.process_time() - used)
    return Took(1_000 * median(clocks[1:]), 1_000 * median(processors[1:]))


def slowest_viewer(snapshot: Path, screens: Iterable[Questions]) -> float:
    """Milliseconds until the last of the viewers, who begin together, has all of a screen."""

    def look(questions: Questions) -> float:
        for text in questions:
            published.remembered(f"{snapshot}", text)
        return 1_000 * (time.perf_counter() - began)

    st.cache_data.clear()
    with ThreadPoolExecutor(VIEWERS) as viewers:
        began = time.perf_counter()
        return max(viewers.map(look, screens))


def measure(folder: Path) -> None:
    """Print a line for each screen and period, one for the viewers, and the memory it took."""
    os.environ["HUBTRAIL_DATA"] = f"{folder}"
    config.set_option("server.address", "127.0.0.1")
    snapshot = newest(folder)
    all_asked = {}
    for choice in (DEFAULT, EVERYTHING):
        for screen in SCREENS:
            asked = all_asked[screen, choice] = asked_by(screen, choice)
            each = {text: took(snapshot, text) for text in asked}
            clock, processor = (sum(column) for column in zip(*each.values(), strict=True))
            alone = slowest_viewer(snapshot, [asked])
            together = slowest_viewer(snapshot, [asked] * VIEWERS)
            print(
                f"  {choice:<13} {screen:<10} {clock:>6,.0f} ({processor:>6,.0f})"
                f"  {VIEWERS} viewers/1: {together / alone:.2f}  ",
                ", ".join(
                    f"{asked[text]} {one.clock:,.0f}"
                    for text, one in sorted(each.items(), key=lambda one: -one[1].clock)[:6]
                ),
                flush=True,
            )
    others = slowest_viewer(snapshot, [*all_asked.values()][:VIEWERS])
    print(f"  {VIEWERS} viewers, each of another screen: {others:,.0f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory of the process: {peak:,.0f} MiB", flush=True)


def main(sizes: list[int]) -> None:
    """Build each size, and measure it in a process of its own."""
    for events in sizes:
        with TemporaryDirectory() as name:
            folder = Path(name)
            build(folder, events, datetime.now(UTC).replace(microsecond=0))
            size = newest(folder).stat().st_size / 2**20
            print(f"{events:,} events, {size:,.0f} MiB; milliseconds (processor)", flush=True)
            subprocess.run([sys.executable, "-m", "bench.screens", name], check=True)


if __name__ == "__main__":
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    given = sys.argv[1:]
    if given and not given[0].isdecimal():
        measure(Path(given[0]))
    else:
        main([int(each) for each in given] or [1_000_000, 10_000_000])
