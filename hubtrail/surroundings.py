"""The environment of our own processes: this machine's own addresses need no proxy."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, MutableMapping
from contextlib import suppress

from hub.bypass import LOOPBACK, entries

PROXIES = ("http_proxy", "https_proxy", "all_proxy")
PLAIN = re.compile(r"\*?[\w.-]+(:\d{1,5})?|\d+\.\d+\.\d+\.\d+/\d{1,2}|\*", re.ASCII)


def reach_loopback_directly(environment: MutableMapping[str, str]) -> None:
    """Let libraries, such as the httpx inside Prefect, reach this machine without a proxy.

    They read `no_proxy` before `NO_PROXY`. It is given what httpx can read, which fails for IPv6
    networks; our own client reads `NO_PROXY` too, where everything stays.
    """
    named = entries(environment)
    readable = [readable for entry in named if (readable := _readable(entry))]
    environment["NO_PROXY"] = ",".join(dict.fromkeys([*named, *LOOPBACK]))
    environment["no_proxy"] = ",".join(dict.fromkeys([*readable, *LOOPBACK]))


def without_proxies(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for processes that speak with this machine alone."""
    return {name: value for name, value in environment.items() if name.lower() not in PROXIES}


def _readable(entry: str) -> str:
    """The entry in a form that httpx can read, "" where it has none."""
    bare = entry.removeprefix("[").removesuffix("]")
    with suppress(ValueError):
        return str(ipaddress.ip_address(bare))
    return entry if PLAIN.fullmatch(entry) else ""
