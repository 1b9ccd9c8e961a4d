"""A real browser that is left open: newer data comes by itself, nothing chosen is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import warehouses
from tests.browsing import Visit

pytestmark = pytest.mark.server
SCROLLED = """() => document.querySelector('[data-testid="stMain"]').scrollTop"""


def test_a_newer_snapshot_is_shown_and_nothing_chosen_is_lost(full: Path, visit: Visit) -> None:
    """Within seconds of a run's end, without a reload: filter, time and place as they were."""
    page = visit.open("explorer?period=last+7+days&text=image3")
    heading = re.compile(r"^[\d,]+ events: when\?$")
    events = int(page.get_by_text(heading).inner_text().split()[0])
    page.mouse.move(640, 450)
    page.mouse.wheel(0, 250)
    page.wait_for_function(f"({SCROLLED})() > 200")
    scrolled = page.evaluate(SCROLLED)
    warehouses.push_again(full, f"{warehouses.ACCOUNT}/image3")
    expect(page.get_by_text(f"{events + 1} events: when?")).to_be_visible(timeout=25_000)
    visit.drawn()
    assert page.evaluate(SCROLLED) == scrolled
    expect(page.get_by_role("textbox", name="Text")).to_have_value("image3")
    expect(page.get_by_role("combobox", name="Time")).to_have_value("last 7 days")
