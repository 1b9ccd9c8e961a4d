"""Which hosts are reached without a proxy: this machine always, others by `NO_PROXY`."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from contextlib import suppress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

BYPASS_VARIABLES = ("NO_PROXY", "no_proxy")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
BRACKETED = re.compile(r"\[([^\]]*)\](?::(\d+))?")
HOST_AND_PORT = re.compile(r"([^:]*):(\d+)")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself."""
    address = _address(host)
    if address is None:
        name = host.rstrip(".").lower()
        return name == "localhost" or name.endswith(".localhost")
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or bool(mapped and mapped.is_loopback)


def entries(environment: Mapping[str, str]) -> list[str]:
    """What `NO_PROXY` and `no_proxy` name; commas and spaces stand between them."""
    both = ",".join(environment.get(name, "") for name in BYPASS_VARIABLES)
    return list(dict.fromkeys(entry for entry in re.split(r"[,\s]+", both) if entry))


def is_bypassed(host: str, port: int, environment: Mapping[str, str]) -> bool:
    """Whether the host is reached without a proxy."""
    return is_loopback(host) or any(
        _matches(entry.partition("://")[2] or entry, host, port) for entry in entries(environment)
    )


def _matches(entry: str, host: str, port: int) -> bool:
    """Whether an entry names the host: `*`, a domain, an address or network, each with a port."""
    if entry == "*":
        return True
    named, named_port = _split(entry)
    if named_port is not None and named_port != port:
        return False
    address = _address(host)
    if address is None:
        domain = named.lower().removeprefix("*").strip(".")
        name = host.lower().rstrip(".")
        return bool(domain) and (name == domain or name.endswith(f".{domain}"))
    with suppress(ValueError):
        return address in ipaddress.ip_network(named, strict=False)
    return False


def _split(entry: str) -> tuple[str, int | None]:
    """The host of an entry and its port, if any; an IPv6 address with a port has brackets."""
    for form in (BRACKETED, HOST_AND_PORT):
        if found := form.fullmatch(entry):
            return found[1], int(found[2]) if found[2] else None
    return entry.replace("[", "").replace("]", ""), None


def _address(host: str) -> Address | None:
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]"))
    return None
