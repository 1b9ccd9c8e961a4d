"""Who may look, and who may ask in SQL; told by a sign-in, or by a proxy that proves itself."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from hubtrail.errors import BadSettings
from hubtrail.settings import Settings

PROOF = "X-Hubtrail-Proxy-Secret"  # what a proxy shows with each request, besides the e-mail
NEEDED = ("redirect_uri", "cookie_secret")  # in [auth] of Streamlit's secrets.toml, by its docs
OF_A_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
LONG_ENOUGH = 32  # characters; whoever sees a sign-in button can try secrets against it at home
HOLDS = 24 * 60 * 60  # seconds; Streamlit's cookie would do for 30 days, and for whoever copied it
ADDRESS = re.compile(r'[^\s@,;:<>"()\\]+@[^\s@,;:<>"()\\]+')


class Role(StrEnum):
    """What somebody may do: a viewer sees every screen, an analyst asks in SQL too."""

    VIEWER = "viewer"
    ANALYST = "analyst"


class WayIn(StrEnum):
    """How the dashboard learns who somebody is."""

    OPEN = "open"  # not at all: whoever reaches it sits at this machine
    PROXY = "proxy"
    SIGN_IN = "sign-in"


def way_in(settings: Settings, sign_in: Mapping[str, Any], *hosts: str | None) -> WayIn:
    """How people come in at `hosts`; `sign_in` is [auth] of Streamlit's secrets.toml.

    Raises `BadSettings` where unknown people could come in, or nobody, or a sign-in cannot work.
    """
    if bool(settings.proxy_header) != bool(settings.proxy_secret.get_secret_value()):
        raise BadSettings(
            "HUBTRAIL_PROXY_HEADER and HUBTRAIL_PROXY_SECRET belong together: a header without "
            "the proxy's secret could be sent by anybody."
        )
    way = _configured(settings, sign_in)
    if way is WayIn.OPEN and not all(is_loopback(host) for host in hosts):
        raise BadSettings(
            "The dashboard is shown beyond this machine only to people it knows: configure "
            "st.login in .streamlit/secrets.toml, or HUBTRAIL_PROXY_HEADER and "
            "HUBTRAIL_PROXY_SECRET."
        )
    if way is not WayIn.OPEN and not settings.viewers and not settings.analysts:
        raise BadSettings(
            "Nobody may look: name e-mail addresses, or domains such as @example.com, in "
            "HUBTRAIL_VIEWERS or HUBTRAIL_ANALYSTS."
        )
    if way is WayIn.PROXY:
        _check_secret("HUBTRAIL_PROXY_SECRET", settings.proxy_secret.get_secret_value())
    if way is WayIn.SIGN_IN:
        _check_sign_in(sign_in)
    return way


def providers(sign_in: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Who may vouch for people, by name; the one that [auth] itself describes has an empty name."""
    named: dict[str, Mapping[str, Any]] = {
        name: value
        for name, value in sign_in.items()
        if isinstance(value, Mapping) and name != "client_kwargs"
    }
    return named if named and "client_id" not in sign_in else {"": sign_in, **named}


def role_of(email: str, settings: Settings) -> Role | None:
    """What the lists of the settings let the owner of that address do; None for nothing."""
    address = email.strip().lower()
    if not ADDRESS.fullmatch(address):
        return None
    names = {address, "@" + address.rpartition("@")[2]}
    if names.intersection(settings.analysts):
        return Role.ANALYST
    return Role.VIEWER if names.intersection(settings.viewers) else None


def told_by_proxy(sent: Callable[[str], Sequence[str]], settings: Settings) -> str:
    """The e-mail address that the proxy vouches for; empty where it did not prove itself.

    `sent` gives all values of a header: one that comes twice was not replaced by the proxy.
    """
    proofs, names = sent(PROOF), sent(settings.proxy_header)
    if len(proofs) != 1 or len(names) != 1:
        return ""
    secret = settings.proxy_secret.get_secret_value()
    return names[0] if hmac.compare_digest(proofs[0].encode(), secret.encode()) else ""


def told_by_sign_in(claims: Mapping[str, Any]) -> str:
    """The e-mail address of who signed in; empty where the provider says it is not verified.

    A provider that says nothing of it (Microsoft's) is believed; some say it in a text.
    """
    verified = str(claims.get("email_verified", True)).lower() == "true"
    return str(claims.get("email") or "") if verified else ""


def holds(claims: Mapping[str, Any], now: float) -> bool:
    """Whether somebody is signed in at `now` (Unix time), and that not for longer than a day."""
    since = claims.get("iat")
    if claims.get("is_logged_in") is not True or not isinstance(since, int | float):
        return False
    return now - since < HOLDS


def is_loopback(host: str | None) -> bool:
    """Whether only this machine reaches what is served there; no host means all addresses."""
    try:
        return host == "localhost" or ip_address(host or "0.0.0.0").is_loopback  # noqa: S104
    except ValueError:
        return False


def _configured(settings: Settings, sign_in: Mapping[str, Any]) -> WayIn:
    if settings.proxy_header:
        return WayIn.PROXY
    return WayIn.SIGN_IN if sign_in else WayIn.OPEN


def _check_sign_in(sign_in: Mapping[str, Any]) -> None:
    _check_there(sign_in, NEEDED, "[auth]")
    for name, provider in providers(sign_in).items():
        _check_there(provider, OF_A_PROVIDER, f"[auth.{name}]" if name else "[auth]")
    _check_secret("cookie_secret in .streamlit/secrets.toml", str(sign_in["cookie_secret"]))
    back = urlsplit(str(sign_in["redirect_uri"]))
    safe = back.scheme == "https" or (back.scheme == "http" and is_loopback(back.hostname or ""))
    if not safe or not back.path.endswith("/oauth2callback"):
        raise BadSettings(
            "redirect_uri in .streamlit/secrets.toml must be this dashboard's own address: "
            "https://, its name, and /oauth2callback at the end."
        )


def _check_there(section: Mapping[str, Any], needed: Sequence[str], name: str) -> None:
    missing = [each for each in needed if not section.get(each)]
    if missing:
        raise BadSettings(f"{name} in .streamlit/secrets.toml lacks {' and '.join(missing)}.")


def _check_secret(name: str, secret: str) -> None:
    if len(secret) < LONG_ENOUGH:
        raise BadSettings(
            f"{name} can be guessed: give it at least {LONG_ENOUGH} random characters, "
            "such as `openssl rand -hex 32` prints."
        )
