"""A real browser without a mouse: everything that can be chosen is reached and used by keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browsing import Visit

pytestmark = pytest.mark.server
FOCUSED = """() => {
    const one = document.activeElement
    const named = one.matches('a, button, input, textarea')
    return one.getAttribute('aria-label') ?? (named ? one.innerText.split('\\n').at(-1) : '')
}"""
SCREENS = ["Overview", "Pushes", "Members", "Tokens", "Security", "Explorer", "Collection", "SQL"]
FILTERS = ["Group", "Action", "User", "Token", "Repository", "Tag", "Done by", "Text"]
FILES = ["CSV", "JSON lines", "Parquet"]


def test_tab_reaches_navigation_time_filters_and_files(visit: Visit) -> None:
    """In the order in which they stand on the page, and past the end it begins anew."""
    page = visit.open("explorer")
    reached: list[str] = []
    while "Skip to main content" not in reached[1:]:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        assert len(reached) < 100, reached
    wanted = [*SCREENS, "Organisation", "Time", *FILTERS, *FILES]
    assert [name for name in reached if name in wanted] == wanted


def test_a_screen_and_a_time_are_chosen_by_keys(visit: Visit) -> None:
    """Enter on a screen's name opens it; typing and Enter choose another time."""
    page = visit.open("")
    page.get_by_role("link", name="Explorer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/explorer?*")
    visit.drawn().get_by_role("combobox", name="Time").focus()
    page.keyboard.type("90 days")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explorer?*period=last+90+days*")
    expect(visit.drawn().get_by_role("combobox", name="Time")).to_have_value("last 90 days")
