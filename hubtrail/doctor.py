"""`hubtrail doctor`: whether everything is as it should be, and what to do where it is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from hub.errors import HubError
from hubtrail.errors import BadSettings
from hubtrail.terminal import lasting, print_json, say, tell_of_repetitions
from warehouse.errors import NoSnapshot, WarehouseError

if TYPE_CHECKING:
    from hub.client import Client
    from hubtrail.settings import Settings

ROOM = 2 * 1024**3  # bytes that should be free beside three snapshots
CLOCK_OFF = 5.0  # seconds; the difference is known to about a second
STALE = timedelta(hours=1)  # a trail that was read up to an earlier time deserves a word


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is fine, and a sentence."""

    what: str
    fine: bool
    said: str
    limited: bool = False

    @property
    def mark(self) -> str:
        """The word it begins with; what is limited is for somebody to know, not to mend."""
        return "limit" if self.limited else "ok" if self.fine else "WRONG"


def doctor(*, as_json: Annotated[bool, Parameter(name="--json", negative="")] = False) -> int:
    """Check credentials, clock, account, plan, permissions, rate limit, disk and warehouse.

    Exit code 1 if one is wrong; what the credential may not see is said, and is no fault.

    Parameters
    ----------
    as_json
        Print one object.
    """
    from hubtrail.settings import load_settings

    tell_of_repetitions()
    settings = load_settings()
    findings = [*_docker_hub(settings), _disk(settings), _warehouse(settings), _snapshot(settings)]
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            say(f"{finding.mark:<6} {finding.what:<12} {finding.said}")
    return int(not all(finding.fine for finding in findings))


def _docker_hub(settings: Settings) -> Iterator[Finding]:
    from flows.connected import client

    try:
        hub = client(settings)
        accounts = settings.chosen_accounts()
    except BadSettings as problem:
        yield Finding("settings", fine=False, said=str(problem))
        return
    with hub:
        signed_in = _tried("credentials", hub.sign_in, f"{settings.identifier} can sign in.")
        yield signed_in
        if hub.clock.heard:
            yield _clock(hub.clock.ahead)
        if not signed_in.fine:
            return
        for account in accounts:
            yield _account(hub, account)
            yield from _limits(hub, account)
        yield _rate(hub)


def _account(hub: Client, account: str) -> Finding:
    end = hub.now().replace(microsecond=0)
    return _tried(
        account,
        lambda: hub.audit_page(account, end - timedelta(hours=1), end, 1),
        "its audit log can be read, so plan and role are right.",
    )


def _clock(ahead: float | None) -> Finding:
    """How far this machine's clock is from Docker Hub's."""
    if ahead is None:
        return Finding("clock", fine=True, said="Docker Hub does not say what time it is.")
    difference = lasting(timedelta(seconds=abs(ahead)))
    if abs(ahead) < CLOCK_OFF:
        return Finding("clock", fine=True, said="this machine's clock and Docker Hub's agree.")
    way = "ahead of" if ahead > 0 else "behind"
    said = (
        f"this machine's clock is {difference} {way} Docker Hub's: set it right, "
        "for example with `timedatectl set-ntp true`."
    )
    return Finding("clock", fine=False, said=said)


def _limits(hub: Client, account: str) -> Iterator[Finding]:
    """What of the state this credential may not see; the events are collected all the same."""
    from hubtrail.permissions import barred

    for resource, problem in barred(hub, account):
        yield Finding(resource, fine=True, said=f"not permitted. {problem}", limited=True)


def _rate(hub: Client) -> Finding:
    window = hub.pace.window
    if window is None:
        return Finding("rate limit", fine=True, said="Docker Hub names none.")
    said = f"{window.remaining} of {window.limit} requests are left in this window."
    if window.remaining < window.limit / 2:
        said += " Something else uses the budget too: see HUBTRAIL_QUOTA_SHARE."
    return Finding("rate limit", fine=window.remaining > 0, said=said)


def _tried(what: str, attempt: Callable[[], object], fine: str) -> Finding:
    try:
        attempt()
    except HubError as problem:
        return Finding(what, fine=False, said=str(problem))
    return Finding(what, fine=True, said=fine)


def _disk(settings: Settings) -> Finding:
    folder = settings.warehouse_file.parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    file = settings.warehouse_file
    size = file.stat().st_size if file.exists() else 0
    wanted = ROOM + 3 * size
    said = f"{free / 1024**3:.1f} GiB free at {folder.absolute()}."
    if free < wanted:
        said += f" Make room: {wanted / 1024**3:.1f} GiB are wanted, for three snapshots and more."
    return Finding("disk", fine=free >= wanted, said=said)


def _warehouse(settings: Settings) -> Finding:
    from warehouse.database import open_for_writing

    file = settings.warehouse_file
    if not file.exists():
        return Finding("warehouse", fine=True, said=f"{file} is made by the first run.")
    try:
        with open_for_writing(file):
            return Finding("warehouse", fine=True, said=f"{file} can be written.")
    except WarehouseError as problem:
        return Finding("warehouse", fine=False, said=str(problem))


def _snapshot(settings: Settings) -> Finding:
    from warehouse.ask import answers, open_current
    from warehouse.publish import newest

    try:
        snapshot = newest(settings.home)
    except NoSnapshot as problem:
        return Finding("freshness", fine=True, said=str(problem))
    try:
        with closing(open_current(snapshot)) as connection:
            rows = answers(connection, "status")
    except NoSnapshot as problem:
        return Finding("freshness", fine=False, said=f"{problem} The next run publishes a new one.")
    ages = [datetime.now(UTC) - row["covered_to"] for row in rows if row["covered_to"]]
    if not ages:
        return Finding(
            "freshness",
            fine=False,
            said="No audit event was read yet: see the runs in `hubtrail status`.",
        )
    oldest = max(ages)
    said = f"read up to {lasting(oldest)} ago."
    if oldest > STALE:
        said += " Is the scheduled run alive? See `hubtrail status`, or run `hubtrail ingest`."
    return Finding("freshness", fine=oldest <= STALE, said=said)
