"""A real browser through the whole demo, at a desk and on a phone; README's pictures are its."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import DESK, PHONE, SCREENS, Visit

pytestmark = pytest.mark.server
README = Path(__file__).parents[1] / "README.md"
NAMED = set(re.findall(r"docs/images/([\w-]+\.png)", README.read_text()))
VIEWS: dict[str, tuple[str, dict[str, Any]]] = {
    "desk": ("{}.png", {"viewport": DESK, "color_scheme": "light"}),
    "desk in the dark": ("{}-dark.png", {"viewport": DESK, "color_scheme": "dark"}),
    "phone": ("{}-phone.png", {"viewport": PHONE, "color_scheme": "light"}),
    "phone in the dark": ("{}-phone-dark.png", {"viewport": PHONE, "color_scheme": "dark"}),
}
TITLES = {"sql": "SQL"}
TO_THE_TOP = """box => {
    box.scrollIntoView()
    document.querySelector('[data-testid="stMain"]').scrollBy(0, -110)  // below the navigation
}"""


@pytest.fixture(scope="module")
def address(demo_address: str) -> str:
    """The demo's dashboard is visited."""
    return demo_address


@pytest.fixture(scope="module")
def pictures(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: where they were asked for, else to a folder that is thrown away."""
    folder = Path(pytestconfig.getoption("pictures") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("view", VIEWS)
def test_every_screen_of_the_demo_is_drawn(
    browser: Browser, address: str, pictures: Path, view: str
) -> None:
    """Each chart has marks, no value is a NaN, nothing is wider than the window, nothing fails."""
    picture, looks = VIEWS[view]
    with browser.new_context(**looks) as context:
        visit = Visit(context.new_page(), address)
        for screen in SCREENS:
            page = visit.open("" if screen == "overview" else screen)
            title = TITLES.get(screen, screen.capitalize())
            expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
            found = (visit.without_marks(), visit.no_values(), visit.too_wide(), visit.wrong)
            assert found == ([], [], 0, []), f"{screen} ({view})"
            if picture.format(screen) in NAMED:
                page.screenshot(path=pictures / picture.format(screen))


def test_the_time_machine_shows_the_life_of_a_tag(visit: Visit, pictures: Path) -> None:
    """Of a repository and a tag that are chosen: every digest it pointed to, one until now."""
    page = visit.open("pushes?of=fleet-gateway&pointer=main")
    expect(page.get_by_role("combobox", name="Tag")).to_have_value("main")
    assert visit.marks(2).count() > 3
    page.get_by_role("combobox", name="Tag").evaluate(TO_THE_TOP)
    page.screenshot(path=pictures / "time-machine.png")
