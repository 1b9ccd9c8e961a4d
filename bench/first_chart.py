"""From `hubtrail demo` to data behind the first chart: `python -m bench.first_chart`.

Counts until the dashboard's page answers and the newest snapshot has pushes of today to show.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hubtrail.children import child
from warehouse.ask import answers, open_snapshot
from warehouse.errors import NoSnapshot
from warehouse.publish import newest

PATIENCE = 180.0


def main() -> None:
    """Print the seconds, counted from the start of the command."""
    with TemporaryDirectory() as name:
        data = Path(name)
        began = time.perf_counter()
        demo = [sys.executable, "-m", "hubtrail", "demo"]
        with child("demo", demo, os.environ | {"HUBTRAIL_DATA": name}, data):
            while time.perf_counter() - began < PATIENCE:
                if events := published(data):
                    print(f"{time.perf_counter() - began:.1f} s to {events:,} events published")
                    return
                time.sleep(0.2)
    print("nothing was published in time")


def published(data: Path) -> int:
    """How many events the newest snapshot holds."""
    with suppress(NoSnapshot), closing(open_snapshot(newest(data))) as connection:
        return sum(row["events"] for row in answers(connection, "status"))
    return 0


if __name__ == "__main__":
    main()
