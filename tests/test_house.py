"""The house keeps its own rules: sizes, names, docstrings, layers, and docs that are true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from statistics import median

import pytest

from warehouse.describe import pages

ROOT = Path(__file__).parents[1]
PACKAGES = ("hub", "warehouse", "flows", "dashboard", "hubtrail")
SOURCES = sorted(file for name in PACKAGES for file in (ROOT / name).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py")) + sorted((ROOT / "bench").rglob("*.py"))
NAMES_FOR_NOTHING = {"utils", "helpers", "common", "manager", "base", "misc", "lib"}
SQL_IN_PYTHON = re.compile(
    r"\b(select\s.+\sfrom|insert\s+into|create\s+(or\s+replace\s+)?(temp\s+)?(table|view)|"
    r"delete\s+from)\b",
    re.IGNORECASE | re.DOTALL,
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(file: Path) -> list[Function]:
    """All functions of a file, methods and inner ones too."""
    tree = ast.parse(file.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(function: Function) -> int:
    """Lines of a function without its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        said = function.body[0]
        lines -= (said.end_lineno or 0) - said.lineno + 1
    return lines


def tracked() -> list[Path]:
    """Every file that git keeps and that is there."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


@pytest.mark.parametrize("file", SOURCES + TESTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_can_be_read_at_one_sitting(file: Path) -> None:
    """No file is longer than 250 lines, and no function than 40."""
    assert len(file.read_text().splitlines()) <= 250
    assert [one.name for one in functions(file) if length(one) > 40] == []


def test_functions_are_short() -> None:
    """Half of the functions have at most 9 lines."""
    assert median(length(one) for file in SOURCES for one in functions(file)) <= 9


@pytest.mark.parametrize("file", SOURCES + TESTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_everything_public_says_what_it_promises(file: Path) -> None:
    """Modules, public classes and functions, and tests have a docstring."""
    tree = ast.parse(file.read_text())
    assert ast.get_docstring(tree), "the module has none"
    public = [
        node
        for node in ast.walk(tree)
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
    ]
    inner = {
        inside
        for outside in ast.walk(tree)
        if isinstance(outside, Function)
        for inside in ast.walk(outside)
        if inside is not outside
    }
    assert [one.name for one in public if one not in inner and not ast.get_docstring(one)] == []


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_sql_lives_in_sql_files(file: Path) -> None:
    """No Python string holds a query."""
    tree = ast.parse(file.read_text())
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | Function) and ast.get_docstring(node)
        if isinstance(node.body[0], ast.Expr)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]
    assert [text for text in texts if SQL_IN_PYTHON.search(text)] == []


def test_names_say_something() -> None:
    """No module is called after nothing in particular."""
    assert {file.stem for file in SOURCES + TESTS} & NAMES_FOR_NOTHING == set()


def test_screens_and_flows_shadow_nobody() -> None:
    """A module beside a script that is run by path must not be taken for a package."""
    taken = set(sys.stdlib_module_names) | set(PACKAGES) | {"streamlit", "prefect", "duckdb"}
    taken |= {"altair", "pandas", "httpx", "pyarrow", "rich"}
    mine = {file.stem for name in ("dashboard", "flows") for file in (ROOT / name).glob("*.py")}
    assert mine & taken == set()


def test_layers_hold() -> None:
    """import-linter finds every contract kept."""
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_query_is_asked() -> None:
    """No .sql file is left over: each is named by Python."""
    python = "".join(file.read_text() for file in SOURCES)
    queries = (ROOT / "warehouse" / "queries").rglob("*.sql")
    asked = [query for query in queries if query.parent.name != "saved"]  # those people choose
    assert [query.stem for query in asked if f'{query.stem}"' not in python] == []


def test_pages_of_tables_are_what_the_database_says() -> None:
    """docs/tables is as `make docs` would write it."""
    written = {file.stem: file.read_text() for file in (ROOT / "docs" / "tables").glob("*.md")}
    written.pop("README")
    assert written == pages()


def test_readme_names_what_there_is() -> None:
    """README names no make target or setting that is not there, and every command."""
    readme = (ROOT / "README.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"make ([a-z]+)", readme):
        assert f"\n{target}:" in makefile
    listed = subprocess.run(
        [sys.executable, "-m", "hubtrail", "--help"], capture_output=True, text=True, check=True
    ).stdout
    commands = set(re.findall(r"^│ ([a-z]+) ", listed, re.MULTILINE))
    assert set(re.findall(r"`hubtrail ([a-z]+)", readme)) == commands
    knobs = set(re.findall(r"HUBTRAIL_[A-Z_]+", (ROOT / ".env.example").read_text()))
    assert set(re.findall(r"`(HUBTRAIL_[A-Z_]+[A-Z])`", readme)) <= knobs


def test_every_dependency_has_its_reason() -> None:
    """A dependency without a comment beside it is nobody's decision."""
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lines = {name: line for line in text.splitlines() for name in wanted if f'"{name}"' in line}
    assert [name for name in wanted if "#" not in lines[name]] == []


def test_nothing_names_where_packages_come_from() -> None:
    """The lock has hashes for every pin, and no file names the address of an index."""
    lock = (ROOT / "requirements.lock").read_text()
    assert "http" not in re.sub(r"(?m)^\s*#.*|httpx|httpcore|httptools|http-?\w*==.*", "", lock)
    pins = re.findall(r"^[\w.-]+==", lock, re.MULTILINE)
    assert len(pins) > 100
    assert lock.count("--hash=sha256:") >= len(pins)


@pytest.mark.parametrize("words", ["/work/" + "main", "pypi" + ".org/simple", "index-" + "url ="])
def test_the_repository_speaks_of_nobodys_machine(words: str) -> None:
    """No file names a machine's folders or an index's address."""
    texts = [file for file in tracked() if file.suffix not in {".png", ".lock"}]
    assert [file.name for file in texts if words in file.read_text(errors="replace")] == []
