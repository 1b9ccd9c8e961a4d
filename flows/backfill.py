"""The flow `backfill`: a stretch of the past, and what was added to it since it was read.

Needs the same settings as `ingest`. Run twice, the second asks one page of each window to learn
that nothing was added.
"""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow
from prefect.client.schemas.objects import State

from flows.deployed import run_deployed
from flows.resources import AUDIT_EVENTS
from warehouse.intervals import Window, whole_second


@flow(name="backfill", flow_run_name="{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}")
def backfill(start: datetime, end: datetime, account: str | None = None) -> State[None]:
    """Collect the audit events from `start` (included) to `end` (not), newest first.

    Times that name no zone are UTC; what lies ahead is left to later runs. Raises `ValueError`
    where nothing is left.
    """
    stretch = Window(_in_utc(start), min(_in_utc(end), whole_second(datetime.now(UTC))))
    if stretch.end <= stretch.start:
        raise ValueError(f"Nothing can have been logged from {start} to {end}.")
    return run_deployed((AUDIT_EVENTS,), account, between=stretch)


def _in_utc(time: datetime) -> datetime:
    return whole_second(time if time.tzinfo else time.replace(tzinfo=UTC))
