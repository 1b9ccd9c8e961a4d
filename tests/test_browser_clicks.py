"""A real browser that clicks: from charts and cells to their events, SQL, and a newer snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests import warehouses
from tests.browsing import Visit, launched, served

pytestmark = pytest.mark.server
HOVERED = "#vg-tooltip-element"
CLICKS = (
    ("", 0, 5, {"period", "days", "group"}),
    ("", 1, 0, {"period", "repository"}),
    ("", 2, 0, {"period", "user", "by"}),
    ("", 3, 0, {"period", "token"}),
    ("?period=last+24+hours", 0, 2, {"period", "days", "group", "hour"}),
    ("?period=everything", 0, 9, {"period", "days", "group"}),
    ("pushes", 1, 30, {"period", "action", "weekday", "hour"}),
    ("collection", 0, 360, {"period", "days"}),
    ("tokens", 0, 3, {"period", "days", "token", "by"}),
    ("members", 0, 3, {"period", "days", "action"}),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full warehouse."""
    return warehouses.full(tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where its dashboard is served."""
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A fresh page in Kathmandu; whatever went wrong on it fails the test at the end."""
    view = {"width": 1280, "height": 1600}
    with browser.new_context(viewport=view, timezone_id="Asia/Kathmandu") as context:  # type: ignore[arg-type]
        fresh = Visit(context.new_page(), address)
        yield fresh
        assert fresh.wrong == []


def marks(visit: Visit, place: int) -> Locator:
    """The bars or cells of a chart, by its place on the screen."""
    charts = visit.page.get_by_test_id("stVegaLiteChart")
    before = 0
    while (now := charts.count()) != before or now <= place:  # a busy machine draws one by one
        before = now
        visit.page.wait_for_timeout(500)
    return charts.nth(place).locator(
        '[aria-roledescription="bar"], [aria-roledescription="rect mark"]'
    )


def led_to(visit: Visit) -> dict[str, list[str]]:
    """The filters of the explorer that a click led to."""
    visit.page.wait_for_url("**/explorer?*")
    expect(visit.drawn().get_by_text(re.compile("newest events"))).to_be_visible()
    asked = parse_qs(urlsplit(visit.page.url).query)
    return {name: value for name, value in asked.items() if name != "account"}


@pytest.mark.parametrize(("screen", "place", "mark", "filters"), CLICKS)
def test_a_click_on_a_mark_leads_to_its_events(
    visit: Visit, screen: str, place: int, mark: int, filters: set[str]
) -> None:
    """Bars and cells of every chart lead to the explorer with the filters that mean them."""
    visit.open(screen)
    marks(visit, place).nth(mark).click()
    asked = led_to(visit)
    assert set(asked) == filters
    total = visit.page.get_by_text(re.compile(r"^[\d,]+ events?: when\?$")).inner_text()
    assert not total.startswith("0")


def test_a_bar_of_one_day_leads_to_as_many_events_as_it_counts(visit: Visit) -> None:
    """The number in the bar's words is the number of the explorer."""
    visit.open("")
    bar = marks(visit, 0).nth(5)
    events = re.search(r"events: (\d+)", bar.get_attribute("aria-label") or "")
    assert events
    bar.click()
    led_to(visit)
    expect(visit.page.get_by_text(f"{events[1]} events: when?")).to_be_visible()


def test_a_click_on_a_cell_leads_to_its_events(visit: Visit) -> None:
    """The third column of the newest pushes is their repository."""
    page = visit.open("pushes")
    table = page.get_by_test_id("stDataFrame").first
    expect(table.locator("canvas").first).to_be_visible()
    page.wait_for_timeout(1_000)  # the canvas is drawn a moment after it is there
    table.click(position={"x": 330, "y": 54})
    assert set(led_to(visit)) == {"period", "action", "repository"}


def test_back_leads_back(visit: Visit) -> None:
    """After a look at the events the browser's own way back works, and nobody is sent on again."""
    page = visit.open("")
    marks(visit, 1).nth(0).click()
    led_to(visit)
    page.go_back()
    expect(visit.drawn().get_by_text("Which tokens did most?")).to_be_visible()


def test_a_bar_says_its_time_on_the_viewers_own_clock(visit: Visit) -> None:
    """UTC, and beside it the time in Kathmandu, five hours and three quarters ahead."""
    page = visit.open("")
    marks(visit, 0).nth(5).hover()
    expect(page.locator(HOVERED)).to_contain_text("05:45")


def test_the_sql_of_a_chart_can_be_changed_and_asked(visit: Visit) -> None:
    """From the chart's text to the SQL screen with the text in its editor, and an answer."""
    page = visit.open("")
    page.get_by_role("button", name="SQL").nth(4).click()
    page.get_by_role("link", name="Change it and ask").click()
    page.wait_for_url("**/sql?*")
    editor = visit.drawn().get_by_role("textbox", name="Question in SQL")
    expect(editor).to_have_value(re.compile("from activity_between"))
    expect(page.get_by_role("button", name="Parquet")).to_be_visible()
    editor.fill("select 42 as answer")
    editor.press("Control+Enter")
    page.wait_for_url("**/sql?*42+as+answer*")
    expect(visit.drawn().get_by_text("1 rows")).to_be_visible()


def test_a_newer_snapshot_is_shown_and_nothing_chosen_is_lost(folder: Path, visit: Visit) -> None:
    """Within seconds of a run's end, without a reload, with the filter as it was."""
    page = visit.open("explorer?period=last+24+hours&text=brand-new")
    expect(page.get_by_text("all of this time was read")).to_be_visible()
    warehouses.push_again(folder, f"{warehouses.ACCOUNT}/brand-new")
    expect(page.get_by_text("1 event: when?")).to_be_visible(timeout=25_000)
    expect(page.get_by_role("textbox", name="Text")).to_have_value("brand-new")
