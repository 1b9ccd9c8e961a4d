"""From `hubtrail dashboard` to what is seen: `python -m bench.first_paint FOLDER [ROUNDS]`.

FOLDER is a warehouse's, such as the demo's. A browser that is open already goes to the dashboard
as soon as it answers; counted are the seconds from the start of the command to its first answer,
to the browser's first contentful paint, and to the first chart. Each round starts it anew.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from hubtrail.children import answers, child, free_ports

PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
PATIENCE = 60_000  # milliseconds


def round_of(page: Page, folder: Path) -> Iterator[float]:
    """Seconds to the first answer, the first paint and the first chart."""
    (port,) = free_ports(8501)
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "hubtrail", "dashboard", "--port", f"{port}"]
    began = time.perf_counter()
    with child("dashboard", command, os.environ | {"HUBTRAIL_DATA": f"{folder}"}, folder):
        while not answers(address):
            time.sleep(0.02)
        opened = time.perf_counter() - began
        yield opened
        page.goto(address, wait_until="commit")
        page.wait_for_function(PAINTED, timeout=PATIENCE)
        yield opened + page.evaluate(PAINTED) / 1_000
        page.locator("svg.marks").first.wait_for(timeout=PATIENCE)
        yield time.perf_counter() - began


def main(folder: Path, rounds: int) -> None:
    """Print the medians of the rounds."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        seconds = [list(round_of(browser.new_page(), folder)) for _ in range(rounds)]
        browser.close()
    names = ("first answer", "first paint", "first chart")
    for name, each in zip(names, zip(*seconds, strict=True), strict=True):
        print(f"{name:<13} {median(each):.1f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 5)
