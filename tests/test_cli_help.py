"""The command line before anything is done: help, and words that make no sense."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import Place

FLAGS = {
    "demo": ("--events", "--no-dashboard"),
    "ingest": ("--account", "--only", "--from", "--to", "--json"),
    "status": ("--json",),
    "prove": ("--from", "--to", "--account", "--json"),
    "sql": ("QUERY", "--format", "--timeout", "--limit"),
    "connect": ("--path",),
    "dashboard": ("--host", "--port"),
    "doctor": ("--json",),
    "hub": ("--port", "--events", "--seed", "--limit", "--latency", "--fault"),
}
HEAVY = ("prefect", "streamlit", "pandas", "pyarrow", "duckdb", "httpx", "pydantic")
ASK_FOR_HELP = """
import sys
from hubtrail.cli import run
run(["--help"])
print(*(name for name in {heavy} if name in sys.modules), file=sys.stderr)
"""
NONSENSE = (
    (("explode",), "Unknown command"),
    (("ingest", "--everything"), "--everything"),
    (("ingest", "now"), "now"),
    (("ingest", "--account"), "--account"),
    (("prove", "--from", "2026-01-01"), "--to"),
    (("sql",), "QUERY"),
    (("sql", "select", "1"), "quotes"),
    (("sql", "select 1", "--format", "xml"), "parquet"),
    (("sql", "select 1", "--limit", "many"), "--limit"),
    (("dashboard", "--port", "http"), "--port"),
)


def test_help_names_every_command(tmp_path: Path) -> None:
    """`hubtrail --help` lists the commands on stdout and ends with 0."""
    said = Place(tmp_path).type("--help")
    assert (said.code, said.err) == (0, "")
    assert all(command in said.out for command in FLAGS)


@pytest.mark.parametrize("command", FLAGS)
def test_each_command_explains_its_flags(tmp_path: Path, command: str) -> None:
    """`hubtrail COMMAND --help` names every flag, and none that has no meaning."""
    said = Place(tmp_path).type(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert all(flag in said.out for flag in FLAGS[command])
    assert "--empty" not in said.out


def test_help_loads_nothing_heavy() -> None:
    """What takes long to import is not imported to answer `--help`."""
    done = subprocess.run(
        [sys.executable, "-c", ASK_FOR_HELP.format(heavy=HEAVY)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ingest" in done.stdout
    assert done.stderr.split() == []


@pytest.mark.parametrize(("words", "named"), NONSENSE)
def test_nonsense_is_told_apart(tmp_path: Path, words: tuple[str, ...], named: str) -> None:
    """Words that no command takes get one sentence that points at them and at the help, exit 2."""
    Place(tmp_path).type(*words).told(2, named, "--help`")


def test_the_version_is_data(tmp_path: Path) -> None:
    """`hubtrail --version` prints the version alone."""
    said = Place(tmp_path).type("--version")
    assert (said.code, said.err) == (0, "")
    assert said.out.strip().replace(".", "").isdigit()
