"""The processes that the demo starts: found a port, watched, and ended with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from hub.bypass import is_loopback
from hubtrail.errors import Unanswered, Usage

LOOPBACK = "127.0.0.1"
STARTING = 180.0  # seconds that a server may take to answer; Prefect's first start takes 25
ENDING = 10.0  # seconds that a process is given to end by itself


def check_port(port: int, host: str = LOOPBACK) -> None:
    """Raise `Usage` where nothing can be served at that port of that address of this machine."""
    if not _is_free(port, host):
        where = "" if host == LOOPBACK else f" of {host}"
        raise Usage(f"--port {port}{where} cannot be had: it is taken, or no port; name another.")


def free_ports(*wanted: int) -> list[int]:
    """The wanted ports where they are free, others where they are not."""
    return [port if _is_free(port) else _any_free() for port in wanted]


@contextmanager
def child(
    name: str, command: list[str], surroundings: Mapping[str, str], data: Path
) -> Iterator[None]:
    """Run a command in a process group of its own, its words in `data`/`name`.log; end it after."""
    with (data / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            env=dict(surroundings),
            cwd=data,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield
        finally:
            _end(process)


def answers_at(url: str, log: Path) -> None:
    """Wait until something answers there; `Unanswered` where nothing ever does."""
    deadline = time.monotonic() + STARTING
    while not answers(url):
        if time.monotonic() > deadline:
            raise Unanswered(f"Nothing answers at {url} after {STARTING:g} s; {log} may say why.")
        time.sleep(0.2)


def answers(url: str, seconds: float = 2.0) -> bool:
    """Whether something answers there within that time, whatever it says.

    This machine is asked without a proxy.
    """
    from urllib.error import HTTPError
    from urllib.parse import urlsplit
    from urllib.request import ProxyHandler, build_opener

    try:
        direct = [ProxyHandler({})] if is_loopback(urlsplit(url).hostname or "") else []
        with build_opener(*direct).open(url, timeout=seconds):  # where the settings say
            return True
    except HTTPError:
        return True
    except (OSError, ValueError):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    for ending in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, ending)
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENDING)
            return


def _is_free(port: int, host: str = LOOPBACK) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return port > 0 and not _refused(attempt, port, host)


def _refused(attempt: socket.socket, port: int, host: str) -> bool:
    try:
        attempt.bind((host, port))
    except (OSError, OverflowError):
        return True
    return False


def _any_free() -> int:
    with socket.socket() as attempt:
        attempt.bind((LOOPBACK, 0))
        return int(attempt.getsockname()[1])
