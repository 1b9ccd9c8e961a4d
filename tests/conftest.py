"""What the browser's tests share: a browser, two dashboards, and a page that forgives nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import warehouses
from tests.browsing import DESK, Visit, launched, served
from tests.commands import Place

DEMO_EVENTS = 20_000
DEMO_SECONDS = 240.0  # for what takes twenty on an idle machine


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pictures of README be asked for."""
    parser.addoption("--pictures", help="the folder to write README's pictures of the demo to")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module: while it is open no other event loop can run."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full warehouse with hostile names."""
    return warehouses.full(tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="session")
def full_address(full: Path) -> Iterator[str]:
    """Where its dashboard is served."""
    with served(full) as address:
        yield address


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse that `hubtrail demo` makes, through the look-alike and Prefect."""
    place = Place(tmp_path_factory.mktemp("demo"))
    started = place.start("demo", "--no-dashboard", "--events", f"{DEMO_EVENTS}")
    said = place.ended(started, DEMO_SECONDS)
    assert said.code == 0, said
    return place.data


@pytest.fixture(scope="session")
def demo_address(demo: Path) -> Iterator[str]:
    """Where the demo's dashboard is served."""
    with served(demo) as address:
        yield address


@pytest.fixture(scope="module")
def address(full_address: str) -> str:
    """The dashboard that is visited; a module may say another."""
    return full_address


@pytest.fixture(scope="module")
def view() -> dict[str, Any]:
    """How it is looked at; a module may say another."""
    return {"viewport": DESK}


@pytest.fixture
def visit(browser: Browser, address: str, view: dict[str, Any]) -> Iterator[Visit]:
    """A fresh page; whatever went wrong on it fails the test at the end."""
    with browser.new_context(**view) as context:
        fresh = Visit(context.new_page(), address)
        yield fresh
        assert fresh.wrong == []
