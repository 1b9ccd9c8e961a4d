"""Why no response came, in words for a person."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator

import httpx

from hub.answers import printable

CHAIN = 20  # exceptions looked at
SILENT: tuple[tuple[type[Exception], str], ...] = (  # httpx says nothing about these
    (httpx.ConnectTimeout, "the connection attempt timed out"),
    (httpx.TimeoutException, "the request timed out"),
    (httpx.NetworkError, "the connection was lost"),
)


def reason(problem: httpx.RequestError) -> str:
    """Say what the operating system, TLS or httpx said."""
    for link in _chain(problem):
        if isinstance(link, ssl.SSLError) and link.strerror:
            return printable(link.strerror)
        if isinstance(link, OSError) and link.errno is not None:
            return os.strerror(link.errno) if link.errno > 0 else printable(str(link.strerror))
    silent = next((said for kind, said in SILENT if isinstance(problem, kind)), "")
    return printable(str(problem)) or silent or type(problem).__name__


def _chain(problem: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = problem
    for _ in range(CHAIN):
        if link is None:
            return
        yield link
        link = link.__cause__ or link.__context__
