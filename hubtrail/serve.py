"""`hubtrail dashboard` and `hubtrail hub`: what runs until it is stopped."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from hubtrail.children import LOOPBACK, check_port
from hubtrail.errors import Usage
from hubtrail.terminal import narrate

if TYPE_CHECKING:
    from hub.lookalike import Limit


ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what is served there is checked by `way_in`


def dashboard(*, host: str = LOOPBACK, port: int = 8501) -> int:
    """Show the dashboard in the browser: on this machine, elsewhere only to people it knows.

    Parameters
    ----------
    host
        The address to serve it at; other machines reach 0.0.0.0.
    port
        The port of that address.
    """
    from dashboard.access import is_loopback
    from hubtrail.settings import load_settings

    settings = load_settings()
    if not is_loopback(host):
        from dashboard.access import way_in
        from dashboard.door import sign_in

        way_in(settings, sign_in(), host)
    check_port(port, host)
    sys.stdout.flush()
    command = streamlit_command(port, host)
    os.execv(command[0], command)  # noqa: S606 - our own command takes this process's place


def streamlit_command(port: int, host: str = LOOPBACK) -> list[str]:
    """How to start the dashboard at that address."""
    from importlib.util import find_spec

    package = find_spec("dashboard")
    home = Path(package.origin or "").parent if package else Path("dashboard")
    options = {
        "server.port": str(port),
        "server.address": host,
        "server.headless": "true",
        # Where everybody may come, Streamlit would ask the outside for its own address.
        "browser.serverAddress": "localhost" if host in ANYWHERE else host,
        "browser.gatherUsageStats": "false",
    }
    flags = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [sys.executable, "-P", "-m", "streamlit", "run", str(home / "app.py"), *flags]


def hub(
    *,
    port: int = 8280,
    events: int = 300_000,
    seed: int = 1,
    limit: str = "180/60",
    latency: float = 0.0,
    fault: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    habit: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
) -> int:
    """Serve a local Docker Hub with a year in an invented organisation, until it is stopped.

    Parameters
    ----------
    port
        Where on 127.0.0.1 it is served.
    events
        How many audit events the year holds.
    seed
        Another number tells another year.
    limit
        Requests per seconds, such as 180/60; 0/60 for none.
    latency
        Seconds before each answer.
    fault
        A bad day, such as 503=0.01 (a chance), cut=2 (times) or 429-text@/v2/auditlogs=1.
    habit
        How it behaves, such as order=oldest, row_cap=500 or widest_days=31.
    """
    from hub.lookalike import Faults, Habits, serve
    from hub.story import CREDENTIALS, tell

    try:
        faults = Faults.from_text(" ".join(fault))
    except ValueError as problem:
        raise Usage(f"--fault: {problem}") from None
    try:
        habits = Habits.from_text(" ".join(habit))
    except ValueError as problem:
        raise Usage(f"--habit: {problem}") from None
    allowed = _limit(limit)
    check_port(port)
    world = tell(seed=seed, events=events)
    narrate(f"{len(world.log):,} events of {world.account} at http://{LOOPBACK}:{port}")
    print(
        f"export HUBTRAIL_HUB_URL=http://{LOOPBACK}:{port}\n"
        f"export HUBTRAIL_IDENTIFIER={CREDENTIALS[0][0]}\n"
        f"export HUBTRAIL_SECRET={CREDENTIALS[0][1]}\n"
        f"export HUBTRAIL_ACCOUNTS={world.account}",
        flush=True,
    )
    serve(world, LOOPBACK, port, limit=allowed, latency=latency, faults=faults, habits=habits)
    return 0


def _limit(text: str) -> Limit | None:
    from hub.lookalike import Limit

    try:
        requests, seconds = text.split("/")
        return Limit(int(requests), float(seconds)) if int(requests) else None
    except ValueError:
        raise Usage(f"--limit {text!r} is not REQUESTS/SECONDS, such as 180/60.") from None
