"""A real browser signs in with a real provider, and sees what the lists let it see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import PATIENCE, launched
from tests.provider import CLIENT, new_key
from tests.signing_in import DATA, Place, signing_in

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One dashboard for all tests."""
    with signing_in(tmp_path_factory.mktemp("young")) as place:
        yield place


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, place: Place) -> Iterator[Page]:
    """The dashboard as somebody finds it who never was here."""
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(place.address)
        yield page


def sign_in(page: Page) -> None:
    """Press the button, without which nothing is there."""
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_text(DATA)).to_have_count(0)
    page.get_by_role("button", name="Sign in").click()


def test_a_viewer_sees_every_screen_but_no_sql(page: Page, place: Place) -> None:
    """Neither in the navigation, nor beside a chart, nor by its address."""
    place.provider.signs_in(email="vera@acme.com", email_verified=True)
    sign_in(page)
    expect(page.get_by_text(DATA)).to_be_visible()
    expect(page.get_by_role("link", name="Collection")).to_be_visible()
    expect(page.get_by_role("link", name="SQL")).to_have_count(0)
    expect(page.get_by_role("button", name="SQL")).to_have_count(0)
    page.goto(f"{place.address}/sql?query=select+42")
    expect(page.get_by_text("Page not found")).to_be_visible()
    expect(page.get_by_role("textbox", name="Question in SQL")).to_have_count(0)


def test_an_analyst_asks_in_sql(page: Page, place: Place) -> None:
    """The screen, and the SQL beside each chart."""
    place.provider.signs_in(email="Ana@Acme.com", email_verified=True)
    sign_in(page)
    expect(page.get_by_role("button", name="SQL").first).to_be_visible()
    page.get_by_role("link", name="SQL").click()
    expect(page.get_by_role("textbox", name="Question in SQL")).to_be_visible()


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "eve@elsewhere.org"}, "eve@elsewhere.org may not look"),
        ({"email": "x@acme.com.evil.test"}, "x@acme.com.evil.test may not look"),
        ({"email": "ana@acme.com", "email_verified": False}, "vouches for no e-mail address"),
    ],
    ids=["not listed", "another domain", "not verified"],
)
def test_others_are_told_so_in_a_sentence(
    page: Page, place: Place, claims: dict[str, Any], sentence: str
) -> None:
    """Who signed in and stands on no list reads why, can sign out, and sees no data."""
    place.provider.signs_in(**claims)
    sign_in(page)
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_text(DATA)).to_have_count(0)


def test_after_signing_out_the_data_are_gone(page: Page, place: Place) -> None:
    """The button is back, for the next visit too, and the provider was told."""
    place.provider.signs_in(email="vera@acme.com")
    sign_in(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert [asked["client_id"] for asked in place.provider.ended] == [CLIENT]
    page.goto(place.address)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_text(DATA)).to_have_count(0)


def test_a_sign_in_that_the_provider_did_not_sign_leads_back(page: Page, place: Place) -> None:
    """To the button, and not to the data."""
    place.provider.signs_in(email="ana@acme.com", key=new_key())
    sign_in(page)
    page.wait_for_url(f"{place.address}/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_text(DATA)).to_have_count(0)
    assert not place.provider.codes
