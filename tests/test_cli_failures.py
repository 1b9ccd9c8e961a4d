"""What goes wrong around a run: each in one sentence, with exit 1, and nothing lost."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.lookalike import LocalHub
from tests.commands import Place, Said, place_at
from tests.worlds import small_world
from warehouse.database import open_for_writing

EVENTS = 2000
EVENTS_ALONE = ("--only", "audit-events")
DISK = ("unshare", "--map-root-user", "--mount")
FULL_THEN_ROOMY = """
mount -t tmpfs -o size={size} none "$HUBTRAIL_DATA" || exit 99
{ingest}
echo "ended with $?"
mount -o remount,size=64m "$HUBTRAIL_DATA"
{ingest} && {sql}
"""


@dataclass(frozen=True)
class UnderWay:
    """Commands that wait half a minute before they give up, begun before the other tests."""

    unreachable: tuple[Place, subprocess.Popen[str]]
    personal: tuple[Place, subprocess.Popen[str]]


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """The small world with some events."""
    with LocalHub(small_world(events=EVENTS)) as served:
        yield served


@pytest.fixture(scope="module", autouse=True)
def under_way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnderWay]:
    """A run without network and one for a user's name, each repeating what will not pass."""
    with LocalHub(small_world()) as hub, socket.create_server(("127.0.0.1", 0)) as taken:
        far, near = (place_at(tmp_path_factory.mktemp(name), hub) for name in ("far", "near"))
        port = taken.getsockname()[1]
        taken.close()
        far.let(hub_url=f"http://127.0.0.1:{port}")
        near.let(accounts="mallory")
        only = ("ingest", "--only", "audit-events")
        begun = UnderWay((far, far.start(*only)), (near, near.start(*only)))
        yield begun
        for _, process in (begun.unreachable, begun.personal):
            process.kill()


def test_a_wrong_secret(tmp_path: Path, hub: LocalHub) -> None:
    """A refused sign-in is said once for all resources, and was tried once."""
    place = place_at(tmp_path, hub)
    place.let(secret="not-a-secret-mistyped")
    place.type("ingest", *EVENTS_ALONE).told(
        1, "refused to sign in 'olivia'", "HUBTRAIL_SECRET", "not tried again"
    )
    assert [seen.path for seen in hub.requests] == ["/v2/auth/token"]
    said = place.type("doctor")
    assert said.code == 1
    assert "WRONG  credentials" in said.out
    assert len(hub.requests) == 2


def test_a_second_factor(tmp_path: Path, hub: LocalHub) -> None:
    """A password that wants a second factor is told what to use instead."""
    place = place_at(tmp_path, hub)
    place.let(identifier="mallory", secret="not-a-secret-mallory")
    place.type("ingest", *EVENTS_ALONE).told(1, "personal access token")


def test_an_unknown_account(tmp_path: Path, hub: LocalHub) -> None:
    """A name that Docker Hub does not know is told for each resource."""
    place = place_at(tmp_path, hub)
    place.let(accounts="nobody")
    place.type("ingest", *EVENTS_ALONE).told(1, "nobody", "check the name")


def test_one_account_fails_and_the_other_is_collected(tmp_path: Path, hub: LocalHub) -> None:
    """A failure of one organisation keeps nothing from the others, but the run has failed."""
    place = place_at(tmp_path, hub)
    place.let(accounts="nobody,acme")
    said = place.type("ingest")
    assert said.code == 1
    assert "acme audit-events: 2,000 new" in said.out
    assert "nobody audit-events: not permitted." in said.err
    assert "last run    audit-events not permitted" in place.type("status").out


def test_a_plan_without_audit_log(tmp_path: Path, hub: LocalHub) -> None:
    """403 is explained by plan and role, by the run and by the doctor."""
    hub.habits.plan_allows_audit = False
    place = place_at(tmp_path, hub)
    place.type("ingest", *EVENTS_ALONE).told(1, "Team or Business", "scope-activity-read")
    assert "WRONG  acme" in place.type("doctor").out


def test_a_newer_schema(tmp_path: Path, hub: LocalHub) -> None:
    """A warehouse that a newer Hubtrail wrote is left alone, and the sentence says why."""
    place = place_at(tmp_path, hub)
    with open_for_writing(place.data / "hubtrail.duckdb") as writer, writer.transaction():
        writer.run("note_version", {"version": 9_999})
    place.type("ingest").told(1, "schema 9999", "newer Hubtrail")
    assert "newer Hubtrail" in place.type("doctor").out


def test_a_damaged_warehouse(tmp_path: Path, hub: LocalHub) -> None:
    """A file that is no database is named, and not touched."""
    place = place_at(tmp_path, hub)
    place.data.mkdir()
    file = place.data / "hubtrail.duckdb"
    file.write_bytes(b"torn" * 5_000)
    place.type("ingest").told(1, str(file), "not a valid DuckDB")
    assert file.read_bytes() == b"torn" * 5_000
    assert hub.requests == []


def test_a_damaged_snapshot_is_said(tmp_path: Path, hub: LocalHub) -> None:
    """A snapshot that is no database is told by readers and by the doctor."""
    torn = place_at(tmp_path, hub)
    snapshots = torn.data / "snapshots"
    snapshots.mkdir(parents=True)
    (snapshots / "latest").write_text("torn.duckdb\n")
    (snapshots / "torn.duckdb").write_bytes(b"torn" * 5_000)
    torn.type("status").told(1, "torn.duckdb")
    findings = torn.type("doctor", "--json").json["findings"]
    assert [each["what"] for each in findings if not each["fine"]] == ["freshness"]


def test_a_folder_that_cannot_be_made(tmp_path: Path, hub: LocalHub) -> None:
    """A data folder below a file is told with its path."""
    place = place_at(tmp_path, hub)
    (tmp_path / "file").write_text("")
    place.let(data=str(tmp_path / "file" / "trail"))
    place.type("ingest").told(1, str(tmp_path / "file"))


@pytest.mark.parametrize("size", ["100k", "3m"])
def test_a_full_disk(tmp_path: Path, hub: LocalHub, size: str) -> None:
    """A disk that fills up ends the run with one sentence; with room the next run completes it."""
    if subprocess.run([*DISK, "true"], check=False, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by nobody here: unshare is not allowed")
    place = place_at(tmp_path, hub)
    place.data.mkdir()
    ingest = f"{sys.executable} -m hubtrail ingest --only audit-events"
    sql = f"{sys.executable} -m hubtrail sql 'select count(*) from events' --format csv"
    script = FULL_THEN_ROOMY.format(size=size, ingest=ingest, sql=sql)
    done = subprocess.run(
        [*DISK, "sh", "-c", script],
        env=place.environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    said = place.looked_at(Said(done.returncode, done.stdout, done.stderr))
    assert said.code == 0, said
    assert "ended with 1" in said.out
    assert said.err.count("The disk is full") == 1
    assert said.out.splitlines()[-1] == str(EVENTS)


def test_no_network(under_way: UnderWay) -> None:
    """An address where nobody answers is told after half a minute of trying, with the address."""
    place, process = under_way.unreachable
    said = place.ended(process)
    assert (said.code, said.out) == (1, "")
    assert "asking again" in said.err.splitlines()[0]
    assert "cannot be reached at 127.0.0.1" in said.err.splitlines()[1]


def test_a_user_instead_of_an_organisation(under_way: UnderWay) -> None:
    """500 that keeps coming is explained: only organisations have an audit log."""
    place, process = under_way.personal
    said = place.ended(process)
    assert (said.code, said.out) == (1, "")
    assert "only organisations have one" in said.err.splitlines()[-1]
    assert "'mallory'" in said.err.splitlines()[-1]
