"""What reads the newest snapshot: `status`, `prove`, `sql`, `connect`, and `doctor`."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import orjson
import pytest
from pyarrow import parquet

from flows.resources import RESOURCES
from hub.lookalike import Limit, LocalHub
from tests.commands import HUBTRAIL, Place, Said, place_at
from tests.worlds import small_world

EVENTS = 2000
ENDLESS = "select count(*) from range(100000000000), range(1000000)"
NUMBERS = "from range(5000)"
BAD_SQL = (
    ("selec 1", "syntax error"),
    ("select * from nothing", "nothing"),
    ("select 1; select 2", "One question at a time"),
    ("", "One question at a time"),
    ("delete from events", "Only questions"),
    ("from read_text('/etc/hosts')", "disabled"),
    ("select 'x'::int", "Could not convert"),
)


@pytest.fixture(scope="module")
def hub() -> Iterator[LocalHub]:
    """A hub with a limit, so that there is a budget to speak of."""
    with LocalHub(small_world(events=EVENTS), limit=Limit(requests=100_000)) as served:
        yield served


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, hub: LocalHub) -> Place:
    """A place where everything was collected."""
    place = place_at(tmp_path_factory.mktemp("place"), hub)
    assert place.type("ingest").code == 0
    return place


def test_status_tells_what_people_ask(place: Place) -> None:
    """`status` says how fresh and complete the trail is, in lines for people."""
    said = place.type("status")
    assert (said.code, said.err) == (0, "")
    told = {line[:14].strip(): line[14:] for line in said.out.splitlines()}
    assert told["events"] == "2,000, from 2026-01-05 09:00:00 UTC"
    assert told["gaps"] == told["late events"] == told["rejected"] == "none"
    assert "ago" in told["read up to"]
    assert "last run    audit-events done" in said.out
    assert told["listed"]
    assert "requests were left at" in said.out.splitlines()[-1]


def test_status_as_one_object(place: Place) -> None:
    """`status --json` holds freshness, coverage, gaps, lateness, rejects, runs and quota."""
    told = place.type("status", "--json").json
    (account,) = told["accounts"]
    assert account["coverage"]["events"] == EVENTS
    assert account["freshness"]["newest_event"] == "2026-01-05T09:33:19+00:00"
    assert 0 <= account["freshness"]["seconds_behind"] < 300
    assert (account["gaps"], account["rejects"]) == ([], 0)
    assert {run["resource"] for run in account["runs"]} == set(RESOURCES)
    ages = {age["resource"]: age["entries"] for age in account["listings"]}
    assert (ages["members"], ages["tags"], ages["repositories"]) == (4, 4, 3)
    assert told["quota"]["rate_limit"] == 100_000


def test_prove_a_covered_stretch(place: Place) -> None:
    """A stretch that was read whole is proved, with exit 0."""
    said = place.type("prove", "--from", "2026-01-05", "--to", "2026-01-06")
    assert (said.code, said.err) == (0, "")
    assert (
        said.out == "acme\n  covered     2026-01-05 00:00:00 UTC to 2026-01-06 00:00:00 UTC (1 d)\n"
    )


def test_prove_says_what_is_missing(place: Place) -> None:
    """What was never read is a gap, what is older than all answers unreachable; exit 1 for both."""
    said = place.type("prove", "--from", "2022-01-01", "--to", "2099-01-01", "--json")
    assert (said.code, said.err.count("\n")) == (1, 1)
    told = said.json
    assert told["complete"] is False
    assert told["unreachable"][0]["from_time"] == "2022-01-01T00:00:00+00:00"
    assert told["gaps"][-1]["to_time"] == "2099-01-01T00:00:00+00:00"
    assert told["covered"][0]["from_time"] <= "2026-01-05T09:00:00+00:00"


def test_prove_of_an_unknown_account(place: Place) -> None:
    """Nothing is proved of an organisation that was never read."""
    said = place.type("prove", "--from", "2026-01-01", "--to", "now", "--account", "nobody")
    assert said.code == 1
    assert "gap" in said.out


def test_sql_as_a_table(place: Place) -> None:
    """A table has its columns' names and a line for each row."""
    said = place.type("sql", "select tag, actor from audit_events order by event_time limit 2")
    assert (said.code, said.err) == (0, "")
    rows = [line.split() for line in said.out.splitlines() if "build" in line or "tag" in line]
    assert rows == [["tag", "actor"], ["build-0", "robot"], ["build-1", "robot"]]


def test_a_table_steers_no_terminal(place: Place) -> None:
    """Control characters in data are written out, never sent."""
    said = place.type("sql", "select chr(27) || '[2J' as x, 'a' || chr(10) || 'b' as y")
    assert "\x1b" not in said.out
    assert r"\x1b[2J" in said.out
    assert r"a\nb" in said.out


def test_sql_as_csv(place: Place) -> None:
    """CSV reads back as it was, with quotes where they are needed."""
    said = place.type("sql", "select 'a,\"b' as x, null as y, 1.5 as z", "--format", "csv")
    assert list(csv.reader(io.StringIO(said.out))) == [["x", "y", "z"], ['a,"b', "", "1.5"]]


def test_sql_as_json(place: Place) -> None:
    """JSON is one array; columns of JSON are objects, whole numbers of any size are numbers."""
    query = "select tag, data, 1e30::hugeint as much, event_time from audit_events limit 1"
    (row,) = place.type("sql", query, "--format", "json").json
    assert row["data"]["tag"] == row["tag"] == "build-1999"
    assert row["event_time"] == "2026-01-05T09:33:19+00:00"
    assert row["much"] == 1_000_000_000_000_000_019_884_624_838_656
    assert place.type("sql", "select 1 where false", "--format", "json").json == []


def test_sql_as_json_lines(place: Place) -> None:
    """JSON lines are an object a line."""
    said = place.type("sql", "from range(3) r(n)", "--format", "jsonl")
    assert [orjson.loads(line) for line in said.out.splitlines()] == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_sql_as_parquet(place: Place) -> None:
    """Parquet goes to stdout as bytes, with the types of the question."""
    done = subprocess.run(
        [*HUBTRAIL, "sql", "from audit_events", "--format", "parquet", "--limit", "1500"],
        env=place.environment,
        capture_output=True,
        check=True,
    )
    table = parquet.read_table(io.BytesIO(done.stdout))
    assert table.num_rows == 1500
    assert str(table.schema.field("event_time").type) == "timestamp[us, tz=UTC]"
    assert b"first 1,500 rows" in done.stderr


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl"])
def test_a_cut_is_said(place: Place, form: str) -> None:
    """At most --limit rows are written, and a cut is said on stderr, never on stdout."""
    said = place.type("sql", NUMBERS, "--format", form, "--limit", "7")
    assert (said.code, said.out.count("\n") < 13) == (0, True)
    assert said.err == "Only the first 7 rows are shown; --limit 0 shows all.\n"


def test_the_limit_is_a_thousand_unless_said(place: Place) -> None:
    """Without --limit 1,000 rows are written, with 0 all of them; an exact fit is no cut."""
    lines = ("--format", "jsonl")
    default, exact = (
        place.type("sql", NUMBERS, *lines),
        place.type("sql", "from range(1000)", *lines),
    )
    everything = place.type("sql", NUMBERS, *lines, "--limit", "0")
    assert [said.out.count("\n") for said in (default, exact, everything)] == [1000, 1000, 5000]
    assert [bool(said.err) for said in (default, exact, everything)] == [True, False, False]


@pytest.mark.parametrize(("query", "named"), BAD_SQL)
def test_bad_sql(place: Place, query: str, named: str) -> None:
    """What is no question gets the database's own words, exit 2, and no row."""
    said = place.type("sql", query)
    assert (said.code, said.out) == (2, "")
    assert named in said.err


def test_a_question_has_its_time(place: Place) -> None:
    """--timeout stops a question that takes longer."""
    place.type("sql", ENDLESS, "--timeout", "0.3").told(1, "stopped after 0.3 s")


def test_ctrl_c_ends_a_long_question(place: Place) -> None:
    """Ctrl-C ends a question at once, though the database is busy."""
    asking = place.start("sql", ENDLESS)
    while len(list(Path(f"/proc/{asking.pid}/task").iterdir())) == 1:  # DuckDB starts more threads
        time.sleep(0.1)
    time.sleep(0.5)
    os.kill(asking.pid, signal.SIGINT)
    assert place.ended(asking, seconds=5).code == -signal.SIGINT


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl"])
def test_a_closed_pipe_is_enough(place: Place, form: str) -> None:
    """`| head -1` ends the command quietly."""
    asking = place.start("sql", "from range(20000)", "--format", form, "--limit", "0")
    assert asking.stdout is not None
    assert asking.stderr is not None
    asking.stdout.readline()
    asking.stdout.close()
    said = place.looked_at(Said(asking.wait(), "", asking.stderr.read()))
    asking.stderr.close()
    assert (said.code, said.err) == (0, "")


def test_output_that_cannot_be_written(place: Place) -> None:
    """A full disk behind `>` is said in one sentence."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*HUBTRAIL, "status"],
            check=False,
            env=place.environment,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    Said(done.returncode, "", done.stderr.decode()).told(1, "No space left on device")


def test_connect_prints_what_to_type(place: Place) -> None:
    """`connect` names the newest snapshot for three tools; --path prints it alone, and it opens."""
    path = place.type("connect", "--path").out.strip()
    assert place.type("connect").out.count(path) == 3
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.table("audit_events").aggregate("count(*)").fetchone() == (EVENTS,)


def test_a_healthy_doctor(place: Place) -> None:
    """The doctor looks at credentials, clock, account, budget, disk, warehouse and freshness."""
    said = place.type("doctor")
    looked_at = [line[7:19].strip() for line in said.out.splitlines()]
    about_hub = ["credentials", "clock", "acme", "scim-users", "rate limit"]
    assert looked_at == [*about_hub, "disk", "warehouse", "freshness"]
    assert "limit  scim-users   not permitted." in said.out
    assert (said.code, said.err) == (0, "")
    findings = place.type("doctor", "--json").json["findings"]
    assert [finding["what"] for finding in findings] == looked_at
    assert all(finding["fine"] for finding in findings)
