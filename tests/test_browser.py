"""A real browser on a real dashboard: nothing breaks, nothing leaves this machine."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import DESK, PHONE, SCREENS, Visit

pytestmark = pytest.mark.server

VIEWS: tuple[dict[str, Any], ...] = (
    {"viewport": DESK, "color_scheme": "light"},
    {"viewport": PHONE, "color_scheme": "dark"},
)


@pytest.mark.parametrize("view", VIEWS, ids=["desk", "phone"])
def test_hostile_names_break_no_screen(
    browser: Browser, address: str, view: dict[str, Any]
) -> None:
    """On a desk in light and on a phone in the dark, without an error or a word to outside."""
    with browser.new_context(**view) as context:
        visit = Visit(context.new_page(), address)
        for screen in SCREENS:
            visit.open("" if screen == "overview" else screen)
            assert (visit.without_marks(), visit.too_wide(), visit.wrong) == ([], 0, []), screen


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
