"""`hubtrail ingest`: collect what is missing, through Prefect where a server is configured."""

from __future__ import annotations

import os
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

from cyclopts import Parameter

from hubtrail.children import answers
from hubtrail.errors import Unanswered, Usage
from hubtrail.terminal import narrate, print_json, say, stretch, tell_of_repetitions

if TYPE_CHECKING:
    from flows.event_run import Collection
    from flows.run import Errand, Outcome
    from hubtrail.settings import Settings
    from warehouse.intervals import Window
    from warehouse.load import Loaded


def ingest(
    *,
    account: str | None = None,
    only: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    start: Annotated[str | None, Parameter(name="--from")] = None,
    end: Annotated[str | None, Parameter(name="--to")] = None,
    sweep: Annotated[bool, Parameter(negative="")] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Collect whatever is missing, newest first, look at the state, and publish it for readers.

    Parameters
    ----------
    account
        Only this organisation, whatever HUBTRAIL_ACCOUNTS names.
    only
        Only this resource, such as audit-events, tags or members; may be repeated.
    start
        Collect audit events from this time instead of what is due, such as 2026-11-01.
    end
        Up to this time; now unless given.
    sweep
        Read every listing to its end, also where nothing seems to have moved.
    as_json
        Print one object with what was collected.
    """
    from flows.connected import client
    from flows.run import Errand
    from hubtrail.settings import load_settings

    settings = load_settings()
    tell_of_repetitions()
    accounts = settings.chosen_accounts(account)
    client(settings)  # what is wrong in the settings is said before anything begins
    between = _window(start, end)
    resources = _resources(only, stretch_given=between is not None)
    errand = Errand(resources, accounts, between, sweep)
    outcomes = _through_prefect(settings, errand) if prefect_server() else _here(settings, errand)
    return _tell(outcomes, as_json=as_json)


def prefect_server() -> str | None:
    """The Prefect server that the environment or the active profile names, read without Prefect."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    home = Path(os.environ.get("PREFECT_HOME", Path.home() / ".prefect"))
    try:
        profiles = tomllib.loads((home / "profiles.toml").read_text())
    except (OSError, tomllib.TOMLDecodeError):
        return None
    active = profiles.get("profiles", {}).get(profiles.get("active", ""), {})
    url = active.get("PREFECT_API_URL")
    return str(url) if url else None


def _resources(only: tuple[str, ...], *, stretch_given: bool) -> tuple[str, ...]:
    from flows.resources import AUDIT_EVENTS, RESOURCES

    chosen = tuple(name for given in only for name in given.split(","))
    unknown = [name for name in chosen if name not in RESOURCES]
    if unknown:
        raise Usage(f"--only {unknown[0]} is no resource: choose from {', '.join(RESOURCES)}.")
    if stretch_given:
        if set(chosen) - {AUDIT_EVENTS}:
            raise Usage("--from and --to speak of audit-events only; leave out --only.")
        return (AUDIT_EVENTS,)
    return chosen or RESOURCES


def _window(start: str | None, end: str | None) -> Window | None:
    """The time to read: what of the stretch can have been logged by now."""
    from flows.windows import BEGINNING
    from warehouse.intervals import Window, whole_second

    times = stretch(start, end)
    if times is None:
        return None
    now = datetime.now(UTC)
    if times[0] >= now:
        raise Usage(f"--from {start} lies in the future.")
    return Window(whole_second(max(times[0], BEGINNING)), whole_second(min(times[1], now)))


def _here(settings: Settings, errand: Errand) -> list[Outcome]:
    # DuckDB imports pandas at its first parameter, to see whether that is a frame: a second gone.
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
    from flows.run import run

    with _Telling() as telling:
        return run(settings, errand, on_window=telling)


def _through_prefect(settings: Settings, errand: Errand) -> list[Outcome]:
    server = prefect_server() or ""
    if not answers(f"{server}/health", seconds=10.0):
        raise Unanswered(
            f"No Prefect server answers at {server}: start it, or clear PREFECT_API_URL "
            "(the environment's or the Prefect profile's) to collect without one."
        )
    # Prefect's own words would come between ours; its server keeps them.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    from flows.deployed import run_by_hand

    narrate(f"Running as a Prefect flow, to be seen at {server.removesuffix('/api')}.")
    with _Telling() as telling:
        return run_by_hand(settings, errand, telling)


def _tell(outcomes: list[Outcome], *, as_json: bool) -> int:
    if as_json:
        print_json({"outcomes": [vars(outcome) for outcome in outcomes]})
    for outcome in outcomes:
        if outcome.state == "done" and not as_json:
            name = f"{outcome.account} {outcome.resource}"
            say(f"{name}: {outcome.rows:,} new, {outcome.requests:,} requests")
    _tell_errors([one for one in outcomes if one.error and (one.failed or one.state == "done")])
    barred = [one for one in outcomes if one.error and not one.failed and one.state != "done"]
    for account in dict.fromkeys(one.account for one in barred):
        names = ", ".join(one.resource for one in barred if one.account == account)
        narrate(f"{account}: not permitted: {names}. `hubtrail status` says what would do.")
    return int(any(outcome.failed for outcome in outcomes))


def _tell_errors(outcomes: list[Outcome]) -> None:
    """Say each error once, and of which resources."""
    for error in dict.fromkeys(outcome.error for outcome in outcomes):
        same = [outcome for outcome in outcomes if outcome.error == error]
        others = f" and {len(same) - 1} more" if len(same) > 1 else ""
        narrate(f"{same[0].account} {same[0].resource}{others}: {same[0].state}. {error}")


class _Telling:
    """Progress on a terminal as a bar, elsewhere as a plain line now and then."""

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._rows = 0
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[said]}", markup=False),
            console=console,
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._bar.start()
        self._task = self._bar.add_task("audit events", total=1.0, said="")
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, collection: Collection, window: Window, loaded: Loaded) -> None:
        self._rows += loaded.new
        said = f"{self._rows:,} new, back to {window.start:%Y-%m-%d %H:%M}"
        done = collection.read / max(collection.wanted, collection.read)
        self._bar.update(self._task, completed=done, said=said)
        if self._bar.disable and loaded.entries:
            narrate(f"{collection.account}: {said}")
