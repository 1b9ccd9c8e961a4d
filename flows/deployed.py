"""What the Prefect flows share: the window as a task, artifacts, and how a run ends."""

from __future__ import annotations

import re
from uuid import UUID

from prefect import flow, task
from prefect.artifacts import (
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Completed, Failed
from prefect.tasks import Task

from flows.event_run import Collection, WindowResult, read_and_load
from flows.resources import look, named
from flows.run import Errand, OnWindow, Outcome, Steps, requests_of, run
from flows.survey import Survey
from hub.errors import Unavailable
from hubtrail.errors import Usage
from hubtrail.printable import printable
from hubtrail.settings import Settings, load_settings
from warehouse.errors import WarehouseError
from warehouse.intervals import Window
from warehouse.load import Loaded

PATIENCE = 600.0  # seconds that a scheduled run waits for another one to end


def _passes(_task: Task[..., WindowResult], _run: TaskRun, state: State[WindowResult]) -> bool:
    """Whether trying the window again may help: only where Docker Hub was out of reach."""
    return isinstance(state.result(raise_on_failure=False), Unavailable)


@task(
    task_run_name="{window.start:%Y-%m-%d %H:%M} to {window.end:%Y-%m-%d %H:%M}",
    retries=2,
    retry_delay_seconds=[10, 60],
    retry_jitter_factor=0.5,
    retry_condition_fn=_passes,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def read_window(collection: Collection, window: Window) -> WindowResult:
    """Read one window, verify it and keep it."""
    return read_and_load(collection, window)


@task(task_run_name="{resource} of {survey.account}", cache_policy=NO_CACHE, persist_result=False)
def look_at(survey: Survey, resource: str) -> None:
    """Collect one resource of the state."""
    look(survey, resource)


STEPS = Steps(window=read_window, look=look_at)


class Progress:
    """A progress artifact for each organisation: the time read, in per cent of what was missing."""

    def __init__(self) -> None:
        """Tell nothing before there is something to tell."""
        self._artifacts: dict[str, UUID] = {}
        self._told: dict[str, float] = {}

    def __call__(self, collection: Collection, _window: Window, _loaded: Loaded) -> None:
        """Tell how far the collection has come, where that is worth telling."""
        account = collection.account
        done = 100.0 * min(1.0, collection.read / max(collection.wanted, collection.read))
        if account not in self._artifacts:
            self._artifacts[account] = _begin(account, done)
        elif done - self._told[account] >= 1.0:
            update_progress_artifact(self._artifacts[account], progress=done)
        else:
            return
        self._told[account] = done


def _begin(account: str, done: float) -> UUID:
    artifact: UUID = create_progress_artifact(  # type: ignore[assignment]
        progress=done,
        key="progress-" + re.sub(r"[^a-z0-9]+", "-", account),
        description=f"How much of the missing time of {account} has been read",
    )
    return artifact


def run_deployed(
    resources: tuple[str, ...],
    account: str | None,
    *,
    between: Window | None = None,
    sweep: bool = False,
) -> State[None]:
    """Run an errand as the settings say, its parts as tasks; the state says how it ended."""
    try:
        settings = load_settings()
        errand = Errand(resources, settings.chosen_accounts(account), between, sweep)
        return _state(_run(settings, errand, PATIENCE, Progress()))
    except (Usage, WarehouseError) as problem:
        return Failed(message=printable(str(problem)))


def run_by_hand(settings: Settings, errand: Errand, on_window: OnWindow) -> list[Outcome]:
    """Run the errand as a flow of this process, so that the server shows it; raises as `run`."""
    outcomes: list[Outcome] = []
    name = f"{named(errand.resources)} by hand"

    @flow(name="backfill" if errand.between else "ingest", flow_run_name=name)
    def by_hand() -> State[None]:
        progress = Progress()

        def heard(collection: Collection, window: Window, loaded: Loaded) -> None:
            progress(collection, window, loaded)
            on_window(collection, window, loaded)

        outcomes.extend(_run(settings, errand, 0.0, heard))
        return _state(outcomes)

    problem = by_hand(return_state=True).result(raise_on_failure=False)
    if isinstance(problem, Exception) and not outcomes:
        raise problem
    return outcomes


def _run(settings: Settings, errand: Errand, patience: float, on_window: OnWindow) -> list[Outcome]:
    outcomes = run(settings, errand, steps=STEPS, on_window=on_window, patience=patience)
    create_table_artifact(
        key="collected",
        table=[_row(outcome) for outcome in outcomes],
        description=f"What this run collected: {_summary(outcomes)}",
    )
    return outcomes


def _state(outcomes: list[Outcome]) -> State[None]:
    failed = [outcome.error or outcome.state for outcome in outcomes if outcome.failed]
    if failed:
        # Prefect's workers print it.
        return Failed(message=printable(" ".join(dict.fromkeys(failed))))
    return Completed(message=_summary(outcomes))


def _summary(outcomes: list[Outcome]) -> str:
    rows = sum(outcome.rows for outcome in outcomes)
    return f"{rows:,} new rows in {requests_of(outcomes):,} requests"


def _row(outcome: Outcome) -> dict[str, str | int]:
    return {
        "account": outcome.account,
        "resource": outcome.resource,
        "state": outcome.state,
        "requests": outcome.requests,
        "new rows": outcome.rows,
        "error": outcome.error or "",
    }
