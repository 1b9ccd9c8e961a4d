"""`hubtrail demo`: the whole thing on a local look-alike, with nothing to configure."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NoReturn

from hubtrail.children import LOOPBACK, answers_at, child, free_ports
from hubtrail.errors import Usage
from hubtrail.serve import streamlit_command
from hubtrail.surroundings import without_proxies
from hubtrail.terminal import narrate

LIMIT = "30000/60"  # Docker Hub's 180 a minute would make a demo of a quarter of an hour
PYTHON = sys.executable


def demo(*, events: int = 300_000, dashboard: bool = True) -> int:
    """Collect a year of an invented organisation from a local Docker Hub, and look at it.

    Parameters
    ----------
    events
        How many audit events the year holds.
    dashboard
        Keep the dashboard and Prefect's pages open until Ctrl-C; without, end after collecting.
    """
    if events < 1:
        raise Usage("--events is 1 or more.")
    data = Path(os.environ.get("HUBTRAIL_DATA") or "data/demo").absolute()
    data.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _end)
    hub_port, prefect_port, dashboard_port = free_ports(8280, 4200, 8501)
    surroundings = _environment(data, hub_port, prefect_port)
    with ExitStack() as running:
        hub = ["hub", "--port", str(hub_port), "--events", str(events), "--limit", LIMIT]
        running.enter_context(child("hub", [PYTHON, "-m", "hubtrail", *hub], surroundings, data))
        prefect = [PYTHON, "-m", "prefect", "server", "start"]
        running.enter_context(child("prefect", prefect, surroundings, data))
        if dashboard:
            streamlit = streamlit_command(dashboard_port)
            running.enter_context(child("dashboard", streamlit, surroundings, data))
            narrate(f"Dashboard  http://{LOOPBACK}:{dashboard_port}")
            narrate(f"Prefect    http://{LOOPBACK}:{prefect_port} (in half a minute)")
        running.callback(_heed_nobody)
        answers_at(f"http://{LOOPBACK}:{hub_port}/v2/auditlogs/nobody", data / "hub.log")
        answers_at(f"{surroundings['PREFECT_API_URL']}/health", data / "prefect.log")
        code = subprocess.run(  # noqa: S603 - our own command
            [PYTHON, "-m", "hubtrail", "ingest"], env=surroundings, cwd=data, check=False
        ).returncode
        _tell(code, data)
        if dashboard and code == 0:
            narrate("Ctrl-C ends the demo.")
            with suppress(KeyboardInterrupt):
                while True:  # signal.pause() would sleep through a Ctrl-C that came just before it
                    time.sleep(1)
    return code


def _environment(data: Path, hub_port: int, prefect_port: int) -> dict[str, str]:
    """What the demo's processes are told; nothing of the user's own settings reaches them."""
    from hub.story import ACCOUNT, CREDENTIALS, SCIM_TOKEN

    # An owner's password is what sees everything, the list of one's own tokens included.
    identifier, secret = next(
        (who, secret) for who, secret, kind in CREDENTIALS if kind == "password"
    )
    theirs = ("HUBTRAIL_", "PREFECT_")
    reachable = without_proxies(os.environ)
    others = {name: value for name, value in reachable.items() if not name.startswith(theirs)}
    return others | {
        "HUBTRAIL_HUB_URL": f"http://{LOOPBACK}:{hub_port}",
        "HUBTRAIL_IDENTIFIER": identifier,
        "HUBTRAIL_SECRET": secret,
        "HUBTRAIL_SCIM_TOKEN": SCIM_TOKEN,
        "HUBTRAIL_ACCOUNTS": ACCOUNT,
        "HUBTRAIL_DATA": str(data),
        "PREFECT_HOME": str(data / "prefect"),
        "PREFECT_API_URL": f"http://{LOOPBACK}:{prefect_port}/api",
        "PREFECT_SERVER_API_HOST": LOOPBACK,
        "PREFECT_SERVER_API_PORT": str(prefect_port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "DO_NOT_TRACK": "1",
    }


def _tell(code: int, data: Path) -> None:
    if code:
        narrate(f"The collection failed; what was said is above, and in {data}/hub.log.")
        return
    shown = data.relative_to(Path.cwd()) if data.is_relative_to(Path.cwd()) else data
    typed = sys.argv[0] if Path(sys.argv[0]).name == "hubtrail" else "hubtrail"
    narrate(f"Collected. Ask it: HUBTRAIL_DATA={shown} {typed} sql 'from pushes limit 5'")


def _heed_nobody() -> None:
    """Ignore a second Ctrl-C while processes are being ended, which would leave some behind."""
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, signal.SIG_IGN)


def _end(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
