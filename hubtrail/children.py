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

from hubtrail.errors import Usage

LOOPBACK = "127.0.0.1"
STARTING = 180.0  # seconds that a server may take to answer; Prefect's first start takes 25
ENDING = 10.0  # seconds that a process is given to end by itself


def check_port(port: int) -> None:
    """Raise `Usage` where nothing can be served at that port of this machine."""
    if not _is_free(port):
        raise Usage(f"--port {port} cannot be had: it is taken, or no port; name another.")


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
            _heed_nobody()
            _end(process)


def answers_at(url: str, log: Path) -> None:
    """Wait until something answers there, whatever it says; `Usage` where nothing ever does."""
    from urllib.error import HTTPError, URLError
    from urllib.request import urlopen

    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - a loopback address of ours
                return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise Usage(f"Nothing answers at {url} after {STARTING:g} s; {log} may say why.")


def _heed_nobody() -> None:
    """Ignore a second Ctrl-C, which would leave processes behind."""
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, signal.SIG_IGN)


def _end(process: subprocess.Popen[bytes]) -> None:
    for ending in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, ending)
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENDING)
            return


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return not _refused(attempt, port)


def _refused(attempt: socket.socket, port: int) -> bool:
    try:
        attempt.bind((LOOPBACK, port))
    except (OSError, OverflowError):
        return True
    return False


def _any_free() -> int:
    with socket.socket() as attempt:
        attempt.bind((LOOPBACK, 0))
        return int(attempt.getsockname()[1])
