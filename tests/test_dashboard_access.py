"""Who may look at the dashboard, and who may ask it in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import (
    PROOF,
    Role,
    WayIn,
    is_loopback,
    role_of,
    told_by_proxy,
    told_by_sign_in,
    way_in,
)
from hubtrail.errors import BadSettings
from hubtrail.settings import Settings
from tests.commands import Place

SECRET = "not-a-secret-proxy"
PROXY = {"proxy_header": "X-Forwarded-Email", "proxy_secret": SECRET}
LISTS = {"viewers": "@acme.com, guest@elsewhere.org", "analysts": "ana@acme.com"}
SIGN_IN = {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "not-a-secret"}


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
    assert "lacks cookie_secret" in refusal(settings(**LISTS), {"redirect_uri": "x"})
    assert "Nobody may look" in refusal(settings(), SIGN_IN)
    assert way_in(settings(**LISTS), SIGN_IN, "0.0.0.0") is WayIn.SIGN_IN


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
        ("acme.com", None),
        ("", None),
    ],
)
def test_the_lists_say_what_somebody_may_do(email: str, role: Role | None) -> None:
    """Addresses and domains, in any case; a domain's subdomains are not the domain."""
    assert role_of(email, settings(**LISTS)) is role


@pytest.mark.parametrize("proof", ["", "wrong", "NOT-A-SECRET-PROXY", "ünïcode"])
def test_a_header_without_the_proxys_proof_says_nothing(proof: str) -> None:
    """Only who knows the secret may say who somebody is."""
    headers = {"X-Forwarded-Email": "ana@acme.com", PROOF: proof}
    assert told_by_proxy(headers, settings(**PROXY)) == ""
    assert told_by_proxy(headers | {PROOF: SECRET}, settings(**PROXY)) == "ana@acme.com"


def test_an_address_that_is_not_verified_is_nobodys() -> None:
    """Anybody may type anybody's address at some providers."""
    assert told_by_sign_in({"email": "ana@acme.com"}) == "ana@acme.com"
    assert told_by_sign_in({"email": "ana@acme.com", "email_verified": False}) == ""
    assert told_by_sign_in({"email": None}) == ""


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
