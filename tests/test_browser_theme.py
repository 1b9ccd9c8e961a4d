"""A real browser whose reader changes light for dark: everything turns, nothing chosen is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browsing import Visit

pytestmark = pytest.mark.server
COLOURS = """() => [
    getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor,
    document.querySelector('svg.marks').style.backgroundColor,
    document.querySelector('svg.marks .role-axis-label text').getAttribute('fill'),
]"""


def brightness(colour: str) -> float:
    """How bright a colour like rgb(250, 250, 250) or #fafafa is, from 0 to 1."""
    if colour.startswith("#"):
        parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    else:
        parts = [int(part) for part in colour.strip("rgb()").split(",")]
    return sum(parts) / 3 / 255


def themed(visit: Visit, theme: str) -> list[float]:
    """How bright the page, a chart and its labels are once `theme` is chosen in the menu."""
    visit.page.get_by_test_id("stMainMenu").click()
    choice = visit.page.get_by_role("menuitemradio", name=theme)
    choice.click()
    expect(choice).to_have_attribute("aria-checked", "true")
    visit.page.keyboard.press("Escape")
    for _ in range(60):  # labels are drawn anew when the page next looks for news
        visit.drawn()
        found = [brightness(colour) for colour in visit.page.evaluate(COLOURS)]
        if (found[2] > 0.5) == (theme == "Dark"):
            break
        visit.page.wait_for_timeout(500)
    return found


def test_the_theme_turns_everything_and_loses_nothing(visit: Visit) -> None:
    """Page, chart and labels turn dark and light again; filter, time and address stay."""
    page = visit.open("explorer?period=last+90+days&tag=v7")
    address = page.url
    light = themed(visit, "Light")
    dark = themed(visit, "Dark")
    assert min(light[:2]) > 0.9
    assert max(dark[:2]) < 0.2
    assert dark[2] > light[2] + 0.2
    expect(page.get_by_role("textbox", name="Tag")).to_have_value("v7")
    expect(page.get_by_role("combobox", name="Time")).to_have_value("last 90 days")
    assert page.url == address
    assert visit.without_marks() == []
    assert themed(visit, "Light") == light
