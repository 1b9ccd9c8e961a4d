"""The command line: `hubtrail COMMAND`. stdout is data, stderr is narration.

Nothing heavy is imported before a command needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version

from cyclopts import App, CycloptsError

from hub.errors import HubError
from hubtrail.demo import demo
from hubtrail.doctor import doctor
from hubtrail.errors import Usage
from hubtrail.ingest import ingest
from hubtrail.question import connect, sql
from hubtrail.report import prove, status
from hubtrail.serve import dashboard, hub
from hubtrail.terminal import narrate
from warehouse.errors import BadQuery, WarehouseError

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

app = App(
    name="hubtrail",
    help="The audit trail of a Docker Hub organisation: collected whole, kept, proved, asked.",
    version=lambda: version("hubtrail"),
    help_format="plaintext",
    result_action="return_value",
)
for command in (demo, ingest, status, prove, sql, connect, dashboard, doctor, hub):
    app.command(command)


def main() -> None:
    """Run the command that was typed, and end with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run one command; 0 done, 1 something failed or is missing, 2 wrong usage or settings."""
    try:
        return app(words, exit_on_error=False, print_error=False) or DONE
    except (CycloptsError, Usage, BadQuery) as problem:
        narrate(str(problem))
        return WRONG_USAGE
    except (HubError, WarehouseError) as problem:
        narrate(str(problem))
        return FAILED
    except KeyboardInterrupt:
        narrate("Interrupted; what was committed is kept.")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
