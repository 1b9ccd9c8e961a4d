"""`hubtrail sql` and `hubtrail connect`: ask the newest snapshot, here or with other tools."""

from __future__ import annotations

import signal
import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from hubtrail.errors import Usage
from hubtrail.printable import printable
from hubtrail.terminal import narrate

Format = Literal["table", "csv", "json", "jsonl", "parquet"]


def sql(
    query: Annotated[str, Parameter(allow_leading_hyphen=True)],  # a comment may come first
    /,
    *,
    form: Annotated[Format, Parameter(name="--format")] = "table",
    timeout: float = 60.0,
    limit: int = 1000,
) -> int:
    """Ask the newest snapshot a question in SQL; it can read the trail and nothing else.

    Parameters
    ----------
    query
        One SELECT, in DuckDB's SQL, such as "from pushes where effect = 'moved'".
    form
        How to write the answer.
    timeout
        Seconds until the question is stopped; 0 for no limit.
    limit
        Rows to write at most; 0 for all. A cut is said on stderr.
    """
    from hubtrail.rows import write
    from hubtrail.settings import load_settings
    from warehouse.ask import asked
    from warehouse.publish import newest

    if limit < 0 or timeout < 0:
        raise Usage("--limit and --timeout are 0 or more.")
    if form == "parquet" and sys.stdout.isatty():
        raise Usage("--format parquet writes bytes: redirect the output to a file.")
    # DuckDB heeds no Ctrl-C while it computes; a reader has nothing to put in order.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    snapshot = newest(load_settings().home)
    with asked(snapshot, query, seconds=timeout or None) as answered:
        cut = write(answered, form, limit or None)
    if cut:
        narrate(f"Only the first {limit:,} rows are shown; --limit 0 shows all.")
    return 0


def connect(*, path: bool = False) -> int:
    """Print what to type in the duckdb command line, a notebook or DBeaver.

    Parameters
    ----------
    path
        Print only the newest snapshot's path.
    """
    from hubtrail.settings import load_settings
    from warehouse.publish import newest

    snapshot = newest(load_settings().home).absolute()
    if path:
        print(snapshot)
        return 0
    shown = printable(str(snapshot))
    print(
        f"The newest snapshot; nobody writes to it any more, so hold it as long as you like.\n\n"
        f"duckdb     duckdb -readonly '{shown}'\n"
        f"Python     duckdb.connect({str(snapshot)!r}, read_only=True)\n"
        f"DBeaver    jdbc:duckdb:{shown}  with duckdb.read_only=true\n\n"
        f"Start with: from audit_events order by event_time desc limit 20;\n"
        f"A later run publishes a new file; `hubtrail connect --path` prints the newest."
    )
    return 0
