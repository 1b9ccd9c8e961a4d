"""Text from Docker Hub on a terminal: everything that steers or misleads is written out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from hub.lookalike import LocalHub
from hubtrail import terminal
from hubtrail.printable import printable
from tests.commands import Place, Said, place_at
from tests.worlds import START_MS, push_text, small_world

ERRORS = "select error from runs where state = 'not permitted'"
RAW = ("\x1b", "\x07", "\x9b", "\u202e")
SHOWN = r"\x1b]0;x\x07 \x9b2J \u202eevil [bold]loud[/bold] [link=http://127.0.0.1/]here[/link]"


@pytest.fixture(scope="module")
def hub() -> Iterator[LocalHub]:
    """A hub whose refusals, and one of whose events, steer terminals."""
    world = small_world(events=3)
    with LocalHub(world) as served:
        event = orjson.loads(push_text(1)) | {"actor": served.faults.message}
        world.log.add(START_MS + 5_000, event)
        for path in ("/orgs/acme/members", "/groups"):
            served.faults.chance("refused", 1, path)
        yield served


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, hub: LocalHub) -> Place:
    """A place where everything was collected that was allowed."""
    place = place_at(tmp_path_factory.mktemp("place"), hub)
    harmless(place.type("ingest"))
    return place


def harmless(said: Said) -> Said:
    """Insist that nothing raw was said on either stream."""
    assert [raw for raw in RAW if raw in said.out + said.err] == []
    return said


def test_status_writes_out_what_steers(place: Place) -> None:
    """The error of the last run is shown, its control characters as text, its markup as it is."""
    assert SHOWN in harmless(place.type("status")).out


def test_doctor_writes_out_what_steers(place: Place) -> None:
    """What Docker Hub says of a refusal is quoted without its effect."""
    assert SHOWN in harmless(place.type("doctor")).out


def test_a_table_writes_out_what_steers(place: Place) -> None:
    """Values and names of columns, which may come from data, are text and no markup."""
    assert SHOWN in harmless(place.type("sql", ERRORS)).out
    assert SHOWN in harmless(place.type("sql", "select actor from audit_events")).out
    assert r"\x1b[2J[b]" in harmless(place.type("sql", 'select 1 as "\x1b[2J[b]"')).out


def test_a_wrong_query_writes_out_what_steers(place: Place) -> None:
    """DuckDB quotes the value that it could not convert."""
    wrong = "select actor::int from audit_events where contains(actor, 'evil')"
    said = harmless(place.type("sql", wrong))
    assert (said.code, r"\x1b" in said.err) == (2, True)


def test_an_error_writes_out_what_steers(tmp_path: Path, hub: LocalHub) -> None:
    """A refused sign-in, and a listing without permission, are quoted without their effect."""
    place = place_at(tmp_path, hub)
    hub.faults.once("refused", path="/v2/auth/token")
    said = harmless(place.type("ingest", "--only", "members"))
    assert (said.code, SHOWN in said.err) == (1, True)
    hub.faults.chance("refused", 1.0, path="/auditlogs")
    said = harmless(place.type("ingest", "--only", "audit-events"))
    hub.faults.chance("refused", 0, path="/auditlogs")
    assert (said.code, SHOWN in said.err) == (1, True)


def test_prove_and_connect_write_out_what_steers(tmp_path: Path, hub: LocalHub) -> None:
    """Names and folders are written out too; `connect --path` is for programs and exact."""
    place = place_at(tmp_path, hub)
    folder = tmp_path / "\u202etrail\x1b[2J"
    place.let(data=str(folder))
    assert harmless(place.type("ingest", "--only", "audit-actions")).code == 0
    said = place.type("prove", "--from", "2026-01-01", "--to", "now", "--account", "a\x1b\u202e")
    assert r"a\x1b\u202e" in harmless(said).out
    assert r"\u202etrail\x1b[2J" in harmless(place.type("connect")).out
    assert place.type("connect", "--path").out.startswith(str(folder))


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_machine_formats_are_exact(place: Place, hub: LocalHub, form: str) -> None:
    """What programs read holds the data as it is."""
    asked = "select actor from audit_events where contains(actor, 'evil')"
    said = place.type("sql", asked, "--format", form)
    text = said.out if form == "csv" else orjson.loads(said.out.strip("[]\n "))["actor"]
    assert hub.faults.message in text


def test_commands_print_through_one_door() -> None:
    """Only what is exact, made by ourselves or escaped already is printed in another way."""
    files = (Path(terminal.__file__).parent).glob("*.py")
    printing = {file.stem for file in files if re.search(r"(?<!\.)\bprint\(", file.read_text())}
    assert printing == {"terminal", "question", "serve"}


def test_nothing_that_steers_is_left() -> None:
    """Of all characters, only those that take a place on the line stay as they are."""
    for number in range(0x110000):
        shown = printable(chr(number))
        kind = unicodedata.category(chr(number))
        if kind in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            assert shown.isascii()
            assert shown.startswith("\\")
        elif kind[0] in "LMNPS" or chr(number) == " ":
            assert shown == chr(number)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("größe 汉 👍", "größe 汉 👍"),
        ("a\nb\tc", r"a\nb\tc"),
        ("a\u200db\u200cc\u00ad\ufeff", r"a\u200db\u200cc\xad\ufeff"),
        ("\u2066a\u2069\u061c\u200e", r"\u2066a\u2069\u061c\u200e"),
        ("a\u2028b\x85c\x7f", r"a\u2028b\x85c\x7f"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_is_written_in_its_place(text: str, shown: str) -> None:
    """Python's escapes, in one line."""
    assert printable(text) == shown
