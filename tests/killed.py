"""A process that runs and runs, made to be killed: `python -m tests.killed URL`.

For each line on its standard input, a folder, it forks a child that collects into that folder
until it is killed, and tells the child's id. Forking saves the second that the imports take.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pandas as pd  # noqa: F401  DuckDB imports it at its first parameter, here for all children

from flows.resources import RESOURCES
from flows.run import Errand, run
from tests.runs import settings_at


def main() -> None:
    """Fork a child for each line, one after the other."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            while True:
                run(settings_at(sys.argv[1], Path(line.strip())), Errand(RESOURCES, ("acme",)))
        _say(child)
        os.waitpid(child, 0)
        _say("gone")


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
