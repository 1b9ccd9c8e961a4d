"""A real browser that clicks: from the bars and cells of every chart to their events."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browsing import Visit

pytestmark = pytest.mark.server
HOVERED = "#vg-tooltip-element"
CLICKS = (
    ("", 0, 5, {"period", "days", "group"}),
    ("", 1, 0, {"period", "repository"}),
    ("", 2, 0, {"period", "user", "by"}),
    ("", 3, 0, {"period", "token"}),
    ("?period=last+24+hours", 0, 2, {"period", "days", "group", "hour"}),
    ("?period=everything", 0, 9, {"period", "days", "group"}),
    ("pushes", 0, 3, {"period", "days", "action", "repository"}),
    ("pushes", 1, 30, {"period", "action", "weekday", "hour"}),
    ("pushes?of=image3&pointer=v7", 2, 0, {"period", "days", "repository", "tag"}),
    ("collection", 0, 360, {"period", "days"}),
    ("tokens", 0, 3, {"period", "days", "token", "by"}),
    ("members", 0, 3, {"period", "days", "action"}),
    ("security", 0, 1, {"period", "days", "action"}),
    ("explorer?user=person3", 0, 3, {"period", "days", "group", "user"}),
    (
        "explorer?action=repo.tag.push&columns=tag",
        0,
        1,
        {"period", "days", "group", "action", "columns"},
    ),
    ("explorer?period=last+24+hours", 0, 2, {"period", "days", "group", "hour"}),
)


@pytest.fixture(scope="module")
def view() -> dict[str, Any]:
    """A tall window in Kathmandu."""
    return {"viewport": {"width": 1280, "height": 1600}, "timezone_id": "Asia/Kathmandu"}


def led_to(visit: Visit) -> dict[str, list[str]]:
    """The filters of the explorer that a click led to."""
    visit.page.wait_for_url("**/explorer?*")
    expect(visit.drawn().get_by_text(re.compile("newest events"))).to_be_visible()
    return filters_of(visit.page.url)


def filters_of(url: str) -> dict[str, list[str]]:
    """The filters in an address."""
    asked = parse_qs(urlsplit(url).query)
    return {name: value for name, value in asked.items() if name != "account"}


@pytest.mark.parametrize(("screen", "place", "mark", "filters"), CLICKS)
def test_a_click_on_a_mark_leads_to_its_events(
    visit: Visit, screen: str, place: int, mark: int, filters: set[str]
) -> None:
    """Bars and cells of every chart lead to the explorer with the filters that mean them."""
    visit.open(screen)
    visit.marks(place).nth(mark).click()
    visit.page.wait_for_url(lambda url: set(filters_of(url)) == filters)
    total = visit.drawn().get_by_text(re.compile(r"^[1-9][\d,]* events?: when\?$"))
    expect(total).to_be_visible()


def test_a_bar_of_one_day_leads_to_as_many_events_as_it_counts(visit: Visit) -> None:
    """The number in the bar's words is the number of the explorer."""
    visit.open("")
    bar = visit.marks(0).nth(5)
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
    visit.marks(1).nth(0).click()
    led_to(visit)
    page.go_back()
    expect(visit.drawn().get_by_text("Which tokens did most?")).to_be_visible()


def test_a_bar_says_its_time_on_the_viewers_own_clock(visit: Visit) -> None:
    """UTC, and beside it the time in Kathmandu, five hours and three quarters ahead."""
    page = visit.open("")
    visit.marks(0).nth(5).hover()
    expect(page.locator(HOVERED)).to_contain_text("05:45")


def test_an_age_shows_the_tokens_that_have_it(visit: Visit) -> None:
    """A click on a bar of the ages leads to as many tokens of the table as it counts."""
    page = visit.open("tokens")
    bar = visit.marks(1).first
    words = bar.get_attribute("aria-label") or ""
    tokens = re.search(r"tokens: (\d+)", words)
    assert tokens, words
    bar.click()
    page.wait_for_url("**/tokens?*used=in+the+last+7+days*")
    expect(visit.drawn().get_by_text(re.compile(rf"^{tokens[1]} tokens? shown"))).to_be_visible()


def test_a_dot_of_the_budget_shows_its_run(visit: Visit) -> None:
    """And a button shows all runs again."""
    page = visit.open("collection")
    visit.marks(1).last.click()  # the one on top
    back = page.get_by_role("button", name="show all")
    expect(back).to_be_visible()
    back.click()
    expect(back).to_have_count(0)
