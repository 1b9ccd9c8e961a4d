"""What the Prefect flows share: the window as a task, artifacts, and how a run ends."""

from __future__ import annotations

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

from flows.events import Collection, read_and_load
from flows.run import Errand, Outcome, run
from flows.windows import Window
from hub.errors import Unavailable
from hubtrail.settings import Settings
from warehouse.load import Loaded

PATIENCE = 600.0  # seconds that a scheduled run waits for another one to end


def _passes(_task: Task[..., Loaded], _run: TaskRun, state: State[Loaded]) -> bool:
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
def read_window(collection: Collection, window: Window) -> Loaded:
    """Read one window whole and keep it whole."""
    return read_and_load(collection, window)


class Progress:
    """A progress artifact that follows the time that was read, in per cent of what was missing."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._artifact: UUID = create_progress_artifact(  # type: ignore[assignment]
            progress=0.0, key="hubtrail-progress", description="Time read of the time to read"
        )
        self._told = 0.0

    def __call__(self, collection: Collection, _window: Window, _loaded: Loaded) -> None:
        """Tell how far the collection has come, where that is worth telling."""
        done = 100.0 * min(1.0, collection.read / max(collection.wanted, collection.read))
        if done - self._told >= 1.0:
            self._told = done
            update_progress_artifact(self._artifact, progress=done)


def run_deployed(settings: Settings, errand: Errand) -> State[None]:
    """Run the errand with its windows as tasks; the state says how it ended."""
    return _state(_run(settings, errand, PATIENCE))


def run_by_hand(settings: Settings, errand: Errand) -> list[Outcome]:
    """Run the errand as a flow of this process, so that the server shows it; raises as `run`."""
    outcomes: list[Outcome] = []

    @flow(name="backfill" if errand.between else "ingest", flow_run_name="by hand")
    def by_hand() -> State[None]:
        outcomes.extend(_run(settings, errand, patience=0.0))
        return _state(outcomes)

    problem = by_hand(return_state=True).result(raise_on_failure=False)
    if isinstance(problem, Exception) and not outcomes:
        raise problem
    return outcomes


def _run(settings: Settings, errand: Errand, patience: float) -> list[Outcome]:
    outcomes = run(settings, errand, step=read_window, on_window=Progress(), patience=patience)
    create_table_artifact(
        key="hubtrail-run",
        table=[_row(outcome) for outcome in outcomes],
        description="What this run collected",
    )
    return outcomes


def _state(outcomes: list[Outcome]) -> State[None]:
    failed = [outcome.error or outcome.state for outcome in outcomes if outcome.failed]
    if failed:
        return Failed(message=" ".join(failed))
    return Completed(message=f"{sum(outcome.rows for outcome in outcomes):,} new rows")


def _row(outcome: Outcome) -> dict[str, str | int]:
    return {
        "account": outcome.account,
        "resource": outcome.resource,
        "state": outcome.state,
        "requests": outcome.requests,
        "new rows": outcome.rows,
        "error": outcome.error or "",
    }
