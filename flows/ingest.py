"""The flow `ingest`: whatever is missing and whatever is due again, and the state as it is now.

Needs HUBTRAIL_IDENTIFIER, HUBTRAIL_SECRET and HUBTRAIL_ACCOUNTS where it runs. Run twice, the
second finds nothing to do; run late, it catches up, because what is missing is what the ledger
does not hold.
"""

from __future__ import annotations

from typing import Literal

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.deployed import run_deployed
from flows.resources import RESOURCES, named

Resource = Literal[
    "audit-events",
    "audit-actions",
    "repositories",
    "tags",
    "members",
    "teams",
    "invites",
    "org-access-tokens",
    "personal-access-tokens",
    "org-settings",
    "scim-users",
]


def _run_name() -> str:
    asked = flow_run.parameters
    names = ("sweep of " if asked["sweep"] else "") + named(tuple(asked["resources"]))
    return f"{names} of {asked['account']}" if asked["account"] else names


@flow(name="ingest", flow_run_name=_run_name)
def ingest(
    resources: list[Resource] = list(RESOURCES),  # type: ignore[arg-type]  # noqa: B006 - Prefect shows the default in its form
    account: str | None = None,
    sweep: bool = False,
) -> State[None]:
    """Collect `resources`, of one account or of all that the settings name.

    With `sweep` every listing is read to its end, moved or not.
    """
    return run_deployed(tuple(resources), account, sweep=sweep)
