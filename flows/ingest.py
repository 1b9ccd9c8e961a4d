"""The flow `ingest`: whatever is missing and whatever is due again, of each organisation.

Needs HUBTRAIL_IDENTIFIER, HUBTRAIL_SECRET and HUBTRAIL_ACCOUNTS where it runs. Run twice, the
second finds nothing to do; run late, it catches up, because what is missing is what the ledger
does not hold.
"""

from __future__ import annotations

from prefect import flow
from prefect.client.schemas.objects import State

from flows.deployed import run_deployed
from flows.run import RESOURCES, Errand
from hubtrail.settings import load_settings


@flow(name="ingest", flow_run_name="ingest {resources}")
def ingest(resources: list[str] = list(RESOURCES), account: str | None = None) -> State[None]:  # noqa: B006 - Prefect shows the default in its form
    """Collect `resources`, of one account or of all that the settings name."""
    settings = load_settings()
    return run_deployed(settings, Errand(tuple(resources), settings.chosen_accounts(account)))
