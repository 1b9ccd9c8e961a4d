"""Who may look at the dashboard, and who may ask it in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers

from dashboard.access import (
    HOLDS,
    PROOF,
    Role,
    WayIn,
    holds,
    is_loopback,
    providers,
    role_of,
    told_by_proxy,
    told_by_sign_in,
    way_in,
)
from hubtrail.errors import BadSettings
from hubtrail.settings import Settings
from tests.commands import Place

SECRET = "not-a-secret-proxy-not-a-secret-proxy"
PROXY = {"proxy_header": "X-Forwarded-Email", "proxy_secret": SECRET}
LISTS = {"viewers": "@acme.com, guest@elsewhere.org", "analysts": "ana@acme.com"}
PROVIDER = {"client_id": "hubtrail", "client_secret": "x", "server_metadata_url": "https://x"}
OWN = {
    "redirect_uri": "https://trail.acme.com/oauth2callback",
    "cookie_secret": "not-a-secret-cookie-not-a-secret-cookie",
}
SIGN_IN = OWN | PROVIDER
NOW = 1_800_000_000.0


def settings(**given: Any) -> Settings:
    """Settings with these values, the others as they are unless set."""
    return Settings(**given)


def refusal(given: Settings, sign_in: Mapping[str, Any], host: str = "127.0.0.1") -> str:
    """Why nobody is let in, in a sentence."""
    with pytest.raises(BadSettings) as caught:
        way_in(given, sign_in, host)
    return str(caught.value)


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.7", False),
        ("127.0.0.1.evil.invalid", False),
        ("", False),
        (None, False),
    ],
)
def test_only_this_machines_own_addresses_are_open(host: str | None, near: bool) -> None:
    """Whoever is not told apart is let in at loopback, and nowhere else."""
    assert is_loopback(host) is near
    if near:
        assert way_in(settings(), {}, host) is WayIn.OPEN
    else:
        assert "beyond this machine" in refusal(settings(), {}, host or "")


def test_one_name_from_elsewhere_closes_an_open_door() -> None:
    """A page of another site whose name was pointed at this machine reads nothing."""
    with pytest.raises(BadSettings):
        way_in(settings(), {}, "127.0.0.1", "evil.invalid")


def test_a_proxy_must_prove_itself_and_people_must_be_listed() -> None:
    """A header alone could be sent by anybody; a list of nobody lets nobody in."""
    assert way_in(settings(**PROXY, **LISTS), {}, "0.0.0.0") is WayIn.PROXY
    assert "belong together" in refusal(settings(proxy_header="X-Email", **LISTS), {})
    assert "belong together" in refusal(settings(proxy_secret=SECRET), {})
    assert "Nobody may look" in refusal(settings(**PROXY), {}, "0.0.0.0")


def test_a_sign_in_that_cannot_work_is_said_before_the_start() -> None:
    """What [auth] lacks, and the lists, each in a sentence."""
    assert "[auth] in .streamlit/secrets.toml lacks cookie_secret" in refusal(
        settings(**LISTS), PROVIDER | {"redirect_uri": "x"}
    )
    assert "[auth] in .streamlit/secrets.toml lacks client_id and" in refusal(
        settings(**LISTS), OWN
    )
    assert "[auth.okta] in .streamlit/secrets.toml lacks client_secret" in refusal(
        settings(**LISTS), OWN | {"okta": PROVIDER | {"client_secret": ""}}
    )
    assert "Nobody may look" in refusal(settings(), SIGN_IN)
    assert way_in(settings(**LISTS), SIGN_IN, "0.0.0.0") is WayIn.SIGN_IN
    assert way_in(settings(**LISTS), OWN | {"okta": PROVIDER}, "0.0.0.0") is WayIn.SIGN_IN


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    """Everybody at a sign-in button holds something that the cookie's secret signed."""
    short = refusal(settings(**LISTS), SIGN_IN | {"cookie_secret": "x" * 31})
    assert "cookie_secret in .streamlit/secrets.toml can be guessed" in short
    short = refusal(settings(**LISTS | PROXY | {"proxy_secret": "secret"}), {})
    assert "HUBTRAIL_PROXY_SECRET can be guessed" in short


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://trail.acme.com/oauth2callback", True),
        ("https://acme.com/trail/oauth2callback", True),
        ("http://localhost:8501/oauth2callback", True),
        ("http://127.0.0.1:{port}/oauth2callback", True),
        ("http://trail.acme.com/oauth2callback", False),
        ("https://trail.acme.com/", False),
        ("trail.acme.com/oauth2callback", False),
        ("http:///oauth2callback", False),
    ],
)
def test_people_come_back_from_the_provider_unheard(address: str, *, right: bool) -> None:
    """Over HTTPS, or without leaving this machine, and to where Streamlit waits for them."""
    given = SIGN_IN | {"redirect_uri": address}
    if right:
        assert way_in(settings(**LISTS), given, "0.0.0.0") is WayIn.SIGN_IN
    else:
        assert "redirect_uri" in refusal(settings(**LISTS), given)


def test_each_provider_has_a_button_and_nothing_else_has() -> None:
    """The one of [auth] itself, those with sections of their own, but not their options."""
    options = {"client_kwargs": {"prompt": "login"}}
    assert list(providers(SIGN_IN | options)) == [""]
    assert list(providers(OWN | {"okta": PROVIDER, "google": PROVIDER})) == ["okta", "google"]
    assert list(providers(SIGN_IN | options | {"okta": PROVIDER})) == ["", "okta"]


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("ana@acme.com", Role.ANALYST),
        (" ANA@Acme.Com ", Role.ANALYST),
        ("somebody@acme.com", Role.VIEWER),
        ("guest@elsewhere.org", Role.VIEWER),
        ("other@elsewhere.org", None),
        ("somebody@evil.acme.com", None),
        ("somebody@acme.com.evil.invalid", None),
        ("@acme.com@evil.invalid", None),
        ("eve@evil.invalid@acme.com", None),
        ('"eve@evil.invalid"@acme.com', None),
        ("eve@evil.invalid, ana@acme.com", None),
        ("eve@evil.invalid ana@acme.com", None),
        ("<ana@acme.com>", None),
        ("o'hara@acme.com", Role.VIEWER),
        ("acme.com", None),
        ("", None),
    ],
)
def test_the_lists_say_what_somebody_may_do(email: str, role: Role | None) -> None:
    """Addresses and domains, in any case; a domain's subdomains are not the domain."""
    assert role_of(email, settings(**LISTS)) is role


@pytest.mark.parametrize("proof", ["", "wrong", SECRET.upper(), "ünïcode"])
def test_a_header_without_the_proxys_proof_says_nothing(proof: str) -> None:
    """Only who knows the secret may say who somebody is."""
    assert told([("x-forwarded-email", "ana@acme.com"), (PROOF.lower(), proof)]) == ""


def test_a_header_that_the_proxy_did_not_replace_says_nothing() -> None:
    """Where one comes twice, one of them is the visitor's own."""
    sent = [("x-forwarded-email", "ana@acme.com"), (PROOF.lower(), SECRET)]
    assert told(sent) == "ana@acme.com"
    assert told([("x-forwarded-email", "eve@acme.com"), *sent]) == ""
    assert told([*sent, (PROOF.lower(), "guessed")]) == ""
    assert told(sent[1:]) == ""


def told(sent: list[tuple[str, str]]) -> str:
    """Who the proxy says it is, by these headers as they came over the wire."""
    headers = Headers(raw=[(name.encode(), value.encode("latin-1")) for name, value in sent])
    return told_by_proxy(headers.getlist, settings(**PROXY))


@pytest.mark.parametrize("verified", [False, "false", "False", "", None, 0])
def test_an_address_that_is_not_verified_is_nobodys(verified: object) -> None:
    """Anybody may type anybody's address at some providers."""
    assert told_by_sign_in({"email": "ana@acme.com", "email_verified": verified}) == ""


def test_an_address_is_believed_where_the_provider_vouches_for_it() -> None:
    """Those that have no word for it vouch for all."""
    for said in ({}, {"email_verified": True}, {"email_verified": "true"}):
        assert told_by_sign_in({"email": "ana@acme.com", **said}) == "ana@acme.com"
    assert told_by_sign_in({"email": None}) == ""


def test_a_sign_in_holds_for_a_day() -> None:
    """Who left the organisation yesterday is out today, whatever the browser kept."""
    assert holds({"is_logged_in": True, "iat": NOW - HOLDS + 1}, NOW)
    assert not holds({"is_logged_in": True, "iat": NOW - HOLDS}, NOW)
    assert not holds({"is_logged_in": True, "iat": "now"}, NOW)
    assert not holds({"is_logged_in": False, "iat": NOW}, NOW)
    assert not holds({}, NOW)


def test_the_dashboard_is_not_started_for_everybody(tmp_path: Path) -> None:
    """`--host 0.0.0.0` without a way to know people ends in a sentence and exit 2."""
    place = Place(tmp_path, viewers="@acme.com")
    place.type("dashboard", "--host", "0.0.0.0").told(2, "st.login", "HUBTRAIL_PROXY_HEADER")
    place.let(proxy_header="X-Forwarded-Email")
    place.type("dashboard", "--host", "0.0.0.0").told(2, "HUBTRAIL_PROXY_SECRET")
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text('[auth]\nredirect_uri = "http://localhost:8501/oauth2callback"\n')
    place.let(proxy_header="")
    place.type("dashboard", "--host", "0.0.0.0").told(2, "[auth]", "cookie_secret")
