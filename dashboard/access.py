"""Who may look, and who may ask in SQL; told by a sign-in, or by a proxy that proves itself."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import ip_address
from typing import Any

from hubtrail.errors import BadSettings
from hubtrail.settings import Settings

PROOF = "X-Hubtrail-Proxy-Secret"  # what a proxy shows with each request, besides the e-mail
NEEDED = ("redirect_uri", "cookie_secret")  # in [auth] of Streamlit's secrets.toml, by its docs


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
    if way is WayIn.SIGN_IN:
        _check_sign_in(sign_in)
    return way


def role_of(email: str, settings: Settings) -> Role | None:
    """What the lists of the settings let the owner of that address do; None for nothing."""
    address = email.strip().lower()
    names = {address, "@" + address.rpartition("@")[2]} if "@" in address else set()
    if names.intersection(settings.analysts):
        return Role.ANALYST
    return Role.VIEWER if names.intersection(settings.viewers) else None


def told_by_proxy(headers: Mapping[str, str], settings: Settings) -> str:
    """The e-mail address that the proxy vouches for; empty where it did not prove itself."""
    proof = headers.get(PROOF, "").encode()
    if not hmac.compare_digest(proof, settings.proxy_secret.get_secret_value().encode()):
        return ""
    return headers.get(settings.proxy_header, "")


def told_by_sign_in(claims: Mapping[str, Any]) -> str:
    """The e-mail address of who signed in; empty where the provider says it is not verified."""
    return "" if claims.get("email_verified") is False else str(claims.get("email") or "")


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
    missing = [name for name in NEEDED if not sign_in.get(name)]
    if missing:
        raise BadSettings(f"[auth] in .streamlit/secrets.toml lacks {' and '.join(missing)}.")
