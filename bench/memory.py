"""Memory of a backfill: `python -m bench.memory [EVENTS]`.

The look-alike runs in a process of its own; a fresh process each collects a tenth of the events
and all of them, so that growth would show.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.story import ACCOUNT, CREDENTIALS
from hubtrail.children import LOOPBACK, answers_at, child, free_ports

KIB_A_MIB = 1024


def collect(events: int, folder: Path) -> tuple[float, int]:
    """Peak memory in MiB of a process that collects that many events, and the rows it got."""
    folder.mkdir()
    (port,) = free_ports(8290)
    hub = [sys.executable, "-m", "hubtrail", "hub", "--port", str(port), "--limit", "0/60"]
    surroundings = os.environ | {
        "HUBTRAIL_HUB_URL": f"http://{LOOPBACK}:{port}",
        "HUBTRAIL_IDENTIFIER": CREDENTIALS[0][0],
        "HUBTRAIL_SECRET": CREDENTIALS[0][1],
        "HUBTRAIL_ACCOUNTS": ACCOUNT,
        "HUBTRAIL_DATA": str(folder),
    }
    with child("hub", [*hub, "--events", str(events)], surroundings, folder):
        answers_at(f"http://{LOOPBACK}:{port}/v2/auditlogs/nobody", folder / "hub.log")
        ingest = [sys.executable, "-c", MEASURED]
        done = subprocess.run(
            ingest, env=surroundings, cwd=folder, capture_output=True, text=True, check=True
        )
    peak, rows = json.loads(done.stdout.splitlines()[-1])
    return peak / KIB_A_MIB, rows


MEASURED = """
import json, resource
from flows.resources import AUDIT_EVENTS
from flows.run import Errand, run
from hubtrail.settings import load_settings
settings = load_settings()
outcomes = run(settings, Errand((AUDIT_EVENTS,), settings.accounts))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([peak, sum(outcome.rows for outcome in outcomes)]))
"""


def main(events: int) -> None:
    """Print the peaks side by side."""
    with TemporaryDirectory() as name:
        for count in (events // 10, events):
            peak, rows = collect(count, Path(name) / str(count))
            print(f"{rows:>9,} events  peak {peak:,.0f} MiB", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
