"""What somebody tries who is not let in: forged tokens, cookies, headers, and other sites."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import InvalidStatus

from dashboard.access import HOLDS, PROOF
from tests.knocking import USER, Visitor
from tests.provider import CLIENT, new_key
from tests.signing_in import COOKIE_SECRET, DATA, Place, signing_in
from tests.warehouses import ACCOUNT

pytestmark = pytest.mark.server

ANA: dict[str, Any] = {"email": "ana@acme.com", "email_verified": True}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One dashboard for all tests."""
    with signing_in(tmp_path_factory.mktemp("young")) as place:
        yield place


@pytest.fixture
def ana(place: Place) -> Visitor:
    """Somebody who signed in rightly."""
    place.provider.signs_in(**ANA)
    visitor = Visitor(place.address)
    visitor.signs_in(COOKIE_SECRET)
    return visitor


def signed(place: Place, secret: str, **claims: Any) -> dict[str, str]:
    """A cookie of Streamlit's, made with that secret, that says who somebody is."""
    said = {"origin": place.address, "is_logged_in": True, "provider": "default"} | ANA | claims
    return {USER: create_signed_value(secret, USER, json.dumps(said)).decode()}


def test_nobody_hears_data(place: Place) -> None:
    """The server says no more to a program than to a browser."""
    said = Visitor(place.address).sees()
    assert "Sign in" in said
    assert DATA not in said


def test_the_way_in_lets_in(ana: Visitor, place: Place) -> None:
    """What the tests here do not see is there for whoever is let in."""
    assert DATA in ana.sees()
    cookie = signed(place, COOKIE_SECRET, iat=time.time())
    assert DATA in Visitor(place.address).sees(cookies=cookie)


@pytest.mark.parametrize(
    "claims",
    [
        {"key": new_key()},
        {"aud": "another-application"},
        {"aud": ["another-application", CLIENT], "azp": "another-application"},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"iss": "http://127.0.0.1:9"},
        {"exp": 1},
        {"iat": None},
    ],
    ids=["key", "audience", "party", "nonce", "no nonce", "issuer", "expired", "no time"],
)
def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(
    place: Place, claims: dict[str, Any]
) -> None:
    """Signed by another, for another, at another time: no cookie and no data."""
    place.provider.signs_in(**ANA, **claims)
    visitor = Visitor(place.address)
    assert USER not in visitor.signs_in(COOKIE_SECRET)
    assert DATA not in visitor.sees()


@pytest.mark.parametrize(
    ("secret", "claims"),
    [
        ("guessed", {}),
        (COOKIE_SECRET, {"origin": "http://elsewhere.test"}),
        (COOKIE_SECRET, {"is_logged_in": False}),
        (COOKIE_SECRET, {"iat": time.time() - HOLDS}),
        (COOKIE_SECRET, {"iat": None}),
    ],
    ids=["secret", "origin", "not signed in", "yesterday", "no time"],
)
def test_a_cookie_that_was_not_given_today_lets_nobody_in(
    place: Place, secret: str, claims: dict[str, Any]
) -> None:
    """Made by another secret, for another dashboard, or kept for longer than a day."""
    cookie = signed(place, secret, **({"iat": time.time()} | claims))
    said = Visitor(place.address).sees(cookies=cookie)
    assert "Sign in" in said
    assert DATA not in said


def test_an_altered_cookie_lets_nobody_in(place: Place) -> None:
    """Who may look cannot make themselves somebody else."""
    place.provider.signs_in(email="eve@elsewhere.org")
    eve = Visitor(place.address)
    _, *proof = eve.signs_in(COOKIE_SECRET)[USER].rsplit(".", 2)
    payload, _, _ = signed(place, "guessed", iat=time.time())[USER].rsplit(".", 2)
    assert "Sign in" in eve.sees(cookies={USER: ".".join([payload, *proof])})


def test_another_site_hears_nothing_in_the_name_of_who_signed_in(ana: Visitor) -> None:
    """Its page cannot connect; and no page is believed that does not know the second cookie."""
    with pytest.raises(InvalidStatus, match="403"):
        ana.sees(origin="http://elsewhere.test")
    assert DATA not in ana.sees(origin="http://localhost:9")
    assert DATA not in ana.sees(xsrf="2|00000000|00|1")


def test_a_proxys_header_says_nothing_where_people_sign_in(place: Place) -> None:
    """Whoever sends it, with whatever proof, is asked to sign in."""
    for proof in ("", "guessed"):
        said = Visitor(place.address).sees(("X-Forwarded-Email", "ana@acme.com"), (PROOF, proof))
        assert "Sign in" in said
        assert DATA not in said


@pytest.mark.parametrize(
    "path",
    ["_stcore/metrics", "_stcore/host-config", "_stcore/script-health-check", "media/a.csv"],
)
def test_what_is_served_besides_the_screens_holds_no_data(ana: Visitor, path: str) -> None:
    """Streamlit answers these to everybody."""
    ana.sees()
    said = Visitor(ana.address).client.get(f"/{path}").text
    assert ACCOUNT not in said
    assert "acme.com" not in said


def test_who_uses_no_browser_is_let_in_by_nothing_else(ana: Visitor) -> None:
    """Streamlit's interface for programs is off."""
    answer = ana.client.post("/_stcore/agent/interact", json={})
    assert answer.json()["error"]["code"] == "not_available"
