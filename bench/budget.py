"""A backfill against the rate limit, and a run with nothing new: `python -m bench.budget`.

The look-alike counts its window from the first request on, which is the harder of the two ways,
and rounds its reset up. Prints what part of the budget was used (of whole rate windows, from the
first request to the last), refusals, and requests against the fewest pages that hold the events.
`python -m bench.budget 180 60 100000` is Docker Hub's own limit, and takes as long as it says.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.resources import AUDIT_EVENTS
from flows.run import Errand, run
from hub.lookalike import Limit, LocalHub
from hub.story import CREDENTIALS, tell
from hubtrail.settings import Settings
from warehouse.intervals import Window, whole_second

LATENCY, PAGE, TOO_MANY = 0.4, 100, 429


def main(requests: int, seconds: float, events: int) -> None:
    """Back-fill a year under the limit, run once more, and print the figures."""
    world = tell(events=events)
    with (
        TemporaryDirectory() as folder,
        LocalHub(world, Limit(requests, seconds), LATENCY) as hub,
    ):
        identifier, secret, _ = CREDENTIALS[0]
        settings = Settings(
            hub_url=hub.url,
            identifier=identifier,
            secret=secret,  # type: ignore[arg-type]
            accounts=(world.account,),
            data=Path(folder),
        )
        end = whole_second(datetime.now(UTC))
        year = Window(end - timedelta(days=366), end)
        began = time.perf_counter()
        run(settings, Errand((AUDIT_EVENTS,), (world.account,), year))
        took = time.perf_counter() - began
        sent = len(hub.requests)
        span = hub.requests[-1].time - hub.requests[0].time + LATENCY
        refused = sum(seen.status == TOO_MANY for seen in hub.requests)
        print(f"limit                  {requests} requests in {seconds:g} s, {LATENCY} s latency")
        print(f"events                 {len(world.log):,} in {took:.0f} s")
        print(f"budget used            {sent / (span / seconds * requests):.3f}")
        print(f"refused (429)          {refused}")
        print(f"requests / fewest      {sent / (len(world.log) / PAGE):.3f}")
        run(settings, Errand((AUDIT_EVENTS,), (world.account,)))
        caught_up = len(hub.requests)
        run(settings, Errand((AUDIT_EVENTS,), (world.account,)))
        print(f"requests, nothing new  {len(hub.requests) - caught_up}")


if __name__ == "__main__":
    given = sys.argv[1:] or ["60", "10", "150000"]
    main(int(given[0]), float(given[1]), int(given[2]))
