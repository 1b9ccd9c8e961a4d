"""What may stand in a run's way: each is a state and a sentence, and the next run goes on."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import stamina
from pydantic import SecretStr

from flows.resources import AUDIT_EVENTS
from flows.run import Errand, Outcome, run
from hub.lookalike import LocalHub
from hubtrail.errors import BadSettings
from tests.disks import filled, small_disk
from tests.runs import collect, kept, served, settings_of
from tests.test_database import held
from tests.worlds import START, small_world
from warehouse.errors import Busy, Damaged, NewerSchema, NoRoom, WarehouseError
from warehouse.intervals import SECOND, Window

EVENTS = 2_000


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with some events, asked again without waiting."""
    with LocalHub(small_world(EVENTS)) as hub, stamina.set_testing(True, attempts=6):
        yield hub


def run_of(hub: LocalHub, folder: Path, *accounts: str, **others: Any) -> list[Outcome]:
    """A run over everything, with other settings where given."""
    errand = Errand((AUDIT_EVENTS, "audit-actions"), accounts or ("acme",))
    return run(settings_of(hub, folder, **others), errand)


def check_whole(hub: LocalHub, folder: Path) -> None:
    """One more run, in peace, makes the warehouse hold exactly what the hub has."""
    outcomes = run_of(hub, folder)
    assert [outcome.state for outcome in outcomes] == ["done", "done"]
    with duckdb.connect(folder / "hubtrail.duckdb", read_only=True) as warehouse:
        assert kept(warehouse) == served(hub.world.log.texts)


def check_sentence(said: str | None) -> None:
    """It is one sentence or two, in one line, without the secret and without a traceback."""
    assert said
    assert re.fullmatch(r"[A-Z][^\n]*\.", said)
    assert "not-a-secret" not in said
    assert "Traceback" not in said


def nobody_listens() -> str:
    """An address of this machine where nothing answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def _plan(hub: LocalHub) -> None:
    hub.habits.plan_allows_audit = False


def _user(hub: LocalHub) -> None:
    hub.world.users.append("acme")


def _failing(hub: LocalHub) -> None:
    hub.faults.chance("503", 1.0, "/v2/auditlogs")


def _broken(hub: LocalHub) -> None:
    hub.faults.chance("cut", 1.0, "/v2/auditlogs")


def _elsewhere(hub: LocalHub) -> None:
    hub.faults.chance("redirect", 1.0, "/v2/auditlogs")


def _expired(hub: LocalHub) -> None:
    hub.faults.chance("expired", 1.0, "/v2/auditlogs")


def _nothing(_hub: LocalHub) -> None:
    pass


CONDITIONS: dict[str, tuple[Callable[[LocalHub], None], dict[str, Any], str, str]] = {
    "wrong secret": (_nothing, {"secret": SecretStr("not-a-secret-at-all")}, "failed", "sign in"),
    "unknown user": (_nothing, {"identifier": "nobody"}, "failed", "sign in"),
    "second factor": (
        _nothing,
        {"identifier": "mallory", "secret": SecretStr("not-a-secret-mallory")},
        "failed",
        "two-factor",
    ),
    "plan": (_plan, {}, "not permitted", "Team or Business"),
    "user": (_user, {}, "failed", "only organisations have one"),
    "failing": (_failing, {}, "failed", "keeps answering 503"),
    "broken": (_broken, {}, "failed", "cannot be reached"),
    "redirect": (_elsewhere, {}, "failed", "elsewhere.invalid"),
    "expired": (_expired, {}, "failed", "does not accept the bearer"),
    "no network": (_nothing, {"hub_url": nobody_listens()}, "failed", "cannot be reached"),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_is_a_state_and_a_sentence(
    hub: LocalHub, tmp_path: Path, condition: str
) -> None:
    """The outcome says what stands in the way, the ledger keeps it, and what was kept stays."""
    arrange, settings, state, words = CONDITIONS[condition]
    collect(hub, tmp_path, Window(START, START + EVENTS / 2 * SECOND))
    habits, users, faults = vars(hub.habits).copy(), [*hub.world.users], hub.faults
    arrange(hub)
    events = run_of(hub, tmp_path, **settings)[0]
    assert (events.state, events.rows, events.failed) == (state, 0, True)
    assert words in str(events.error)
    check_sentence(events.error)
    with duckdb.connect(tmp_path / "hubtrail.duckdb", read_only=True) as warehouse:
        noted = warehouse.execute("select state, error from runs where state <> 'done'").fetchall()
        assert (state, events.error) in noted
        assert kept(warehouse) == served(hub.world.log.texts[: EVENTS // 2])
    vars(hub.habits).update(habits)
    hub.world.users[:] = users
    for kind in ("503", "cut", "redirect", "expired"):
        faults.chance(kind, 0, "/v2/auditlogs")
    check_whole(hub, tmp_path)


def test_no_network_is_found_out_once(hub: LocalHub, tmp_path: Path) -> None:
    """Where no connection came about, the other resources fail without asking again."""
    events, actions = run_of(hub, tmp_path, hub_url=nobody_listens())
    assert (actions.state, actions.requests, actions.error) == ("failed", 0, events.error)
    assert events.requests > 1


def test_an_unknown_account_stops_no_other(hub: LocalHub, tmp_path: Path) -> None:
    """One organisation that is not there is said, the next one is collected."""
    outcomes = run_of(hub, tmp_path, "nobody", "acme")
    assert [(one.account, one.state) for one in outcomes] == [
        ("nobody", "not permitted"),
        ("acme", "done"),
        ("nobody", "not permitted"),
        ("acme", "done"),
    ]
    check_sentence(outcomes[0].error)
    assert [one.failed for one in outcomes] == [True, False, False, False]


def test_a_used_up_budget_stops_the_run_and_keeps_what_is_done(
    hub: LocalHub, tmp_path: Path
) -> None:
    """A wait longer than a run is willing to sleep ends it as stopped; the next one goes on."""
    hub.faults.quiet_seconds = 10_000
    hub.faults.once("429-json", path="/v2/auditlogs", page=2)
    events, actions = run_of(hub, tmp_path)
    assert (events.state, events.failed) == ("stopped", True)
    assert actions.state == "stopped"
    assert "the next run goes on" in str(events.error)
    check_sentence(events.error)
    check_whole(hub, tmp_path)


def test_no_credential_is_a_setting(hub: LocalHub, tmp_path: Path) -> None:
    """Without a secret nothing is begun, not even a file."""
    with pytest.raises(BadSettings, match="HUBTRAIL_SECRET is not set"):
        run_of(hub, tmp_path, secret=SecretStr(""))
    assert list(tmp_path.iterdir()) == []


def test_another_run_in_progress_is_named(hub: LocalHub, tmp_path: Path) -> None:
    """While another process writes, a run says which one and asks Docker Hub nothing."""
    check_whole(hub, tmp_path)
    asked = len(hub.requests)
    with held(tmp_path / "hubtrail.duckdb", "write") as other:
        with pytest.raises(Busy, match=f"process {other.pid}") as refusal:
            run_of(hub, tmp_path)
        check_sentence(str(refusal.value))
    assert len(hub.requests) == asked
    check_whole(hub, tmp_path)


@pytest.mark.parametrize("leaving", [0, 100_000, 1_000_000])
def test_a_full_disk_loses_nothing(hub: LocalHub, tmp_path: Path, leaving: int) -> None:
    """Wherever in a run the disk fills up, it is said, and the next run with room is whole."""
    with small_disk(tmp_path / "disk") as disk:
        run_of(hub, disk, backfill_days=1)  # before that lies what the next run reads
        with filled(disk, leaving):
            said = _said(lambda: run_of(hub, disk))
        assert "disk is full" in said
        check_sentence(said)
        check_whole(hub, disk)


def _said(attempt: Callable[[], list[Outcome]]) -> str:
    try:
        return next(outcome.error or "" for outcome in attempt())
    except NoRoom as problem:
        return str(problem)


def test_a_newer_schema_is_refused(hub: LocalHub, tmp_path: Path) -> None:
    """A warehouse of a newer Hubtrail is not touched, and Docker Hub is not asked."""
    check_whole(hub, tmp_path)
    with duckdb.connect(tmp_path / "hubtrail.duckdb") as warehouse:
        warehouse.execute("insert into schema_versions values (9000, now())")
    with pytest.raises(NewerSchema) as refusal:
        run_of(hub, tmp_path)
    check_sentence(str(refusal.value))
    with duckdb.connect(tmp_path / "hubtrail.duckdb") as warehouse:
        warehouse.execute("delete from schema_versions where version = 9000")
    check_whole(hub, tmp_path)


def test_a_damaged_file_is_said_and_can_be_replaced(hub: LocalHub, tmp_path: Path) -> None:
    """Damage is a sentence; the newest snapshot put in its place is a warehouse again."""
    check_whole(hub, tmp_path)
    (tmp_path / "hubtrail.duckdb").write_bytes(b"not a database\n" * 999)
    with pytest.raises(Damaged) as refusal:
        run_of(hub, tmp_path)
    check_sentence(str(refusal.value))
    newest = (tmp_path / "snapshots" / "latest").read_text().strip()
    shutil.copy(tmp_path / "snapshots" / newest, tmp_path / "hubtrail.duckdb")
    check_whole(hub, tmp_path)


def test_a_folder_that_cannot_be_written_is_said(hub: LocalHub, tmp_path: Path) -> None:
    """Where the data's folder cannot be made, that is a sentence with its path."""
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="file") as refusal:
        collect(hub, tmp_path / "file" / "data")
    check_sentence(str(refusal.value))
