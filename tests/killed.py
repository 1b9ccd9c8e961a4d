"""A process that runs and runs, made to be killed: `python -m tests.killed URL RESOURCE...`.

For each line on its standard input, a folder, it forks a child that collects into that folder
until it is killed, and tells the child's id. Forking saves the second that the imports take.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd  # noqa: F401  DuckDB imports it at its first parameter, here for all children

from flows.run import Errand, run
from hub.lookalike import LocalHub
from tests.runs import settings_at


def main() -> None:
    """Fork a child for each line, one after the other."""
    errand = Errand(tuple(sys.argv[2:]), ("acme",))
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            while True:
                run(settings_at(sys.argv[1], Path(line.strip())), errand)
        _say(child)
        os.waitpid(child, 0)
        _say("gone")


@contextmanager
def victims_of(hub: LocalHub, *resources: str) -> Iterator[subprocess.Popen[str]]:
    """The process that forks those who are killed, while they collect these resources."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.killed", hub.url, *resources],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def kill(victims: subprocess.Popen[str], folder: Path, after: float) -> None:
    """Let a child collect into the folder for so many seconds, then kill it."""
    assert victims.stdin
    assert victims.stdout
    victims.stdin.write(f"{folder}\n")
    victims.stdin.flush()
    child = int(victims.stdout.readline())
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    assert victims.stdout.readline() == "gone\n"


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
