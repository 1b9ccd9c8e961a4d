"""A real browser on a real dashboard: nothing breaks, nothing leaves this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests import warehouses
from tests.browsing import Visit, launched, served

pytestmark = pytest.mark.server

SCREENS = ("overview", "pushes", "members", "tokens", "security", "explorer", "collection")
VIEWS: tuple[dict[str, Any], ...] = (
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a dashboard of a full warehouse is served."""
    with served(warehouses.full(tmp_path_factory.mktemp("full"))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A fresh page; whatever went wrong on it fails the test at the end."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        fresh = Visit(context.new_page(), address)
        yield fresh
        assert fresh.wrong == []


@pytest.mark.parametrize("view", VIEWS, ids=["desk", "phone"])
def test_every_screen_is_drawn(
    browser: Browser, address: str, tmp_path: Path, view: dict[str, Any]
) -> None:
    """On a desk in light and on a phone in the dark, without an error or a word to outside."""
    with browser.new_context(**view) as context:
        visit = Visit(context.new_page(), address)
        for screen in SCREENS:
            page = visit.open("" if screen == "overview" else screen)
            expect(page.get_by_role("heading", name=screen.capitalize())).to_be_visible()
            expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{screen} is wider than the screen by {over} pixels"
            page.screenshot(path=tmp_path / f"{screen}.png", full_page=True)
        assert visit.wrong == []


def test_a_filter_goes_into_the_url_and_a_link_brings_it_back(visit: Visit) -> None:
    """What somebody chose is what their colleague sees."""
    page = visit.open("explorer")
    page.get_by_role("textbox", name="Tag").fill("v7")
    page.get_by_role("textbox", name="Tag").press("Enter")
    page.wait_for_url("**/explorer?*tag=v7*")
    chosen = visit.drawn().get_by_text(re.compile(r"^\d+ events: when\?$")).inner_text()
    link = page.url
    page.goto("about:blank")
    again = visit.open(link.removeprefix(f"{visit.address}/"))
    expect(again.get_by_role("textbox", name="Tag")).to_have_value("v7")
    expect(again.get_by_text(chosen)).to_be_visible()


def test_a_link_from_a_screen_carries_its_time_and_filter(visit: Visit) -> None:
    """From the pushes of a week to their rows in the explorer."""
    page = visit.open("pushes?period=last+7+days")
    page.get_by_role("link", name="See every push").click()
    page.wait_for_url("**/explorer?*")
    expect(visit.drawn().get_by_text("The newest events")).to_be_visible()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["period"] == ["last 7 days"]
    assert asked["action"] == ["repo.tag.push"]


def test_the_chosen_time_stays_from_screen_to_screen(visit: Visit) -> None:
    """Nobody has to choose the same ninety days six times."""
    page = visit.open("?period=last+90+days")
    page.get_by_role("link", name="Members").click()
    page.wait_for_url("**/members?*")
    expect(visit.drawn().get_by_role("combobox", name="Time")).to_have_value("last 90 days")
    assert parse_qs(urlsplit(page.url).query)["period"] == ["last 90 days"]


def test_both_files_can_be_taken_away(visit: Visit) -> None:
    """The filtered events as CSV and as JSON lines, the same number in each."""
    page = visit.open("explorer?period=everything&user=person3")
    lines = {}
    for label in ("CSV", "JSON lines"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        file = Path(waiting.value.path())
        lines[waiting.value.suggested_filename] = file.read_text().splitlines()
    table, objects = lines["acme-robotics-events.csv"], lines["acme-robotics-events.jsonl"]
    assert len(table) - 1 == len(objects) > 10
    assert {json.loads(line)["actor_user"] for line in objects} == {"person3"}
