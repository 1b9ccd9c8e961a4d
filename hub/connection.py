"""How Docker Hub is reached: through which proxy, and which certificates are trusted.

httpx could read the same variables, but it fails without naming them, and sends loopback
addresses through the proxy.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from hub.answers import printable
from hub.bypass import is_bypassed
from hub.errors import BadConnectionSettings

SCHEMES = ("http", "https", "socks5", "socks5h")
PORTS = {"http": 80, "https": 443}
LAST_PORT = 65_535
FILE, FOLDERS = "SSL_CERT_FILE", "SSL_CERT_DIR"


@dataclass(frozen=True)
class Proxy:
    """A proxy, and the variable that names it; printing it shows no password."""

    variable: str
    server: httpx.Proxy

    @property
    def said(self) -> str:
        """What an error says about it: never its user or password."""
        url = self.server.url
        port = f":{url.port}" if url.port else ""
        return f" through the proxy {url.host}{port} that {self.variable} names"


@dataclass(frozen=True)
class Connection:
    """The proxy for one address, if any, and the certificates that are trusted."""

    proxy: Proxy | None
    tls: ssl.SSLContext


def connection(url: str, environment: Mapping[str, str] = os.environ) -> Connection:
    """How to reach `url`; raises `BadConnectionSettings`, which names the variable.

    Every variable is checked, used or not, so that a mistake is found before it matters.
    """
    tls = _tls(environment)
    proxies = {scheme: _proxy(scheme, environment, tls) for scheme in ("https", "http", "all")}
    target = httpx.URL(url)
    port = target.port or PORTS.get(target.scheme, 0)
    if is_bypassed(target.host, port, environment):
        return Connection(None, tls)
    return Connection(proxies.get(target.scheme) or proxies["all"], tls)


def _proxy(scheme: str, environment: Mapping[str, str], tls: ssl.SSLContext) -> Proxy | None:
    for variable in (f"{scheme}_proxy", f"{scheme.upper()}_PROXY"):
        if given := environment.get(variable, "").strip():
            url = _address(variable, given)
            secured = tls if url.scheme == "https" else None
            return Proxy(variable, httpx.Proxy(url, ssl_context=secured))
    return None


def _address(variable: str, given: str) -> httpx.URL:
    try:
        url = httpx.URL(given if "://" in given else f"http://{given}")
    except (httpx.InvalidURL, ValueError):
        url = httpx.URL("")
    if url.scheme not in SCHEMES or not url.host or (url.port or 1) > LAST_PORT:
        raise BadConnectionSettings(
            f"{variable} is no address of a proxy: write it like http://proxy.example.com:3128 or "
            "socks5h://proxy.example.com:1080."
        )
    return url


def _tls(environment: Mapping[str, str]) -> ssl.SSLContext:
    file, folders = environment.get(FILE, ""), environment.get(FOLDERS, "")
    for folder in folders.split(os.pathsep) if folders else ():
        _check_folder(folder)
    if not file and not folders:
        return httpx.create_ssl_context(trust_env=False)
    try:
        return ssl.create_default_context(cafile=file or None, capath=folders or None)
    except (OSError, ValueError) as problem:  # ssl.SSLError is an OSError
        raise BadConnectionSettings(
            f"{FILE} cannot be used: {printable(file)}: {_why(problem)}; name a file with "
            "certificates in PEM format."
        ) from None


def _check_folder(folder: str) -> None:
    try:
        next(Path(folder).iterdir(), None)
    except (OSError, ValueError) as problem:
        raise BadConnectionSettings(
            f"{FOLDERS} cannot be used: {printable(folder)}: {_why(problem)}; name a folder with "
            "certificates in PEM format."
        ) from None


def _why(problem: Exception) -> str:
    if isinstance(problem, ssl.SSLError):
        return "it holds no certificate"
    return printable(getattr(problem, "strerror", None) or str(problem))
