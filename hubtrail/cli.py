"""The command line: `hubtrail COMMAND`. stdout is data, stderr is narration.

Nothing heavy is imported before a command needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version

from cyclopts import App, CycloptsError, UnusedCliTokensError

from hub.errors import HubError
from hubtrail.demo import demo
from hubtrail.doctor import doctor
from hubtrail.errors import Unanswered, Usage
from hubtrail.ingest import ingest
from hubtrail.prove import prove
from hubtrail.question import connect, sql
from hubtrail.rebuild import rebuild
from hubtrail.serve import dashboard, hub
from hubtrail.status import status
from hubtrail.surroundings import reach_loopback_directly
from hubtrail.terminal import narrate
from warehouse.errors import BadQuery, WarehouseError

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

app = App(
    name="hubtrail",
    help="The audit trail of a Docker Hub organisation: collected whole, kept, proved, asked.",
    version=lambda: version("hubtrail"),
    help_format="plaintext",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
for command in (demo, ingest, status, prove, sql, connect, dashboard, doctor, rebuild, hub):
    app.command(command)


def main() -> None:
    """Run the command that was typed, and end with its exit code."""
    reach_loopback_directly(os.environ)
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run one command; 0 done, 1 something failed or is missing, 2 wrong usage or settings."""
    try:
        code = app(words, exit_on_error=False, print_error=False) or DONE
        sys.stdout.flush()
    except CycloptsError as problem:
        code = _because(_usage(problem), WRONG_USAGE)
    except (Usage, BadQuery) as problem:
        code = _because(str(problem), WRONG_USAGE)
    except (HubError, WarehouseError, Unanswered) as problem:
        code = _because(str(problem), FAILED)
    except KeyboardInterrupt:
        code = _because("Interrupted; what was committed is kept.", INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has read enough
        _let_go_of_stdout()
        code = DONE
    except OSError as problem:
        _let_go_of_stdout()
        code = _because(f"The operating system refused: {problem}.", FAILED)
    return code


def _because(sentence: str, code: int) -> int:
    for line in sentence.split("\n"):  # DuckDB shows what is wrong with a query in several
        narrate(line)
    return code


def _usage(problem: CycloptsError) -> str:
    """What was typed wrong, and where the right way is told."""
    said = str(problem).strip()
    if isinstance(problem, UnusedCliTokensError):
        surplus = " ".join(problem.unused_tokens or ())
        said = f"Too many words, from {surplus!r} on: put quotes around what belongs together."
    command = " ".join(("hubtrail", *(problem.command_chain or ())))
    return f"{said} See `{command} --help`."


def _let_go_of_stdout() -> None:
    """Let nothing complain at the exit that what is still to be written cannot be."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
