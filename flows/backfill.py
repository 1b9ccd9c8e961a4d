"""The flow `backfill`: a stretch of the past, and what was added to it since it was read.

Needs the same settings as `ingest`. Run twice, the second asks one page of each window to learn
that nothing was added.
"""

from __future__ import annotations

from datetime import datetime

from prefect import flow
from prefect.client.schemas.objects import State

from flows.deployed import run_deployed
from flows.run import AUDIT_EVENTS, Errand
from flows.windows import Window, whole_second
from hubtrail.settings import load_settings


@flow(name="backfill", flow_run_name="backfill {start:%Y-%m-%d} to {end:%Y-%m-%d}")
def backfill(start: datetime, end: datetime, account: str | None = None) -> State[None]:
    """Collect the audit events from `start` (included) to `end` (not), newest first."""
    settings = load_settings()
    stretch = Window(whole_second(start), whole_second(end))
    return run_deployed(
        settings, Errand((AUDIT_EVENTS,), settings.chosen_accounts(account), stretch)
    )
