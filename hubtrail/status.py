"""`hubtrail status`: how fresh the trail is, what is missing, and how old the state is."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from hubtrail.terminal import lasting, print_json, say, stamp

GAPS_SHOWN = 5  # newest first; `hubtrail sql "from coverage_gaps"` has them all
UNVERIFIED_SHOWN = 3  # newest first; `hubtrail sql "from coverage_unverified"` has them all
CLOCK_OFF = timedelta(seconds=5)  # a clock that differs by more deserves a word
ACCOUNTS_SHOWN = 5  # the rest is in `hubtrail sql "select distinct sent_account from audit_events"`
ODDITIES_SHOWN = 5  # the rest is in `hubtrail sql "from inconsistencies"`
QUERIES = (
    "status",
    "last_runs",
    "last_budget",
    "gaps",
    "unverified_now",
    "foreign_accounts",
    "listing_ages",
    "oddities",
)

Row = dict[str, Any]


def status(*, as_json: Annotated[bool, Parameter(name="--json", negative="")] = False) -> int:
    """Show how fresh and complete the data is: coverage, gaps, lateness, rejects, listings, runs.

    Parameters
    ----------
    as_json
        Print one object.
    """
    from hubtrail.settings import load_settings
    from warehouse.publish import newest

    snapshot = newest(load_settings().home)
    known = _known(snapshot)
    budget = known["last_budget"][0] if known["last_budget"] else None
    if as_json:
        each = [_account_as_object(account, known) for account in known["status"]]
        print_json({"snapshot": str(snapshot), "accounts": each, "quota": budget})
        return 0
    for account in known["status"]:
        _tell_account(account, _of(account, known["gaps"]))
        _tell_unverified(_of(account, known["unverified_now"]))
        _tell_clock(account["clock_ahead_seconds"])
        _tell_foreign(_of(account, known["foreign_accounts"]))
        _tell_listings(_of(account, known["listing_ages"]))
        _tell_oddities(_of(account, known["oddities"]))
        _tell_runs(_of(account, known["last_runs"]))
    if budget:
        say(
            f"rate limit  {budget['remaining']} of {budget['rate_limit']} requests were "
            f"left at {stamp(budget['seen_at'])}"
        )
    return 0


def _known(snapshot: Path) -> dict[str, list[Row]]:
    """The rows of each query that a status is made of, by the query's name."""
    from warehouse.ask import answers, open_current

    with closing(open_current(snapshot)) as connection:
        return {name: answers(connection, name) for name in QUERIES}


def _tell_account(row: Row, gaps: list[Row]) -> None:
    say(row["account"])
    if row["covered_to"] is None:
        say("  covered     no time range yet")
        return
    behind = lasting(datetime.now(UTC) - row["covered_to"])
    say(f"  read up to  {stamp(row['covered_to'])}, {behind} ago")
    say(f"  events      {row['events']:,}, from {stamp(row['oldest_event'])}")
    say(f"  gaps        {len(gaps) or 'none'}")
    for gap in gaps[:GAPS_SHOWN]:
        until = f"can be read until {stamp(gap['reachable_until'])} at least"
        say(f"              {stamp(gap['from_time'])} to {stamp(gap['to_time'])}, {until}")
    late = "none"
    if row["late_events"]:
        longest = lasting(timedelta(seconds=row["latest_seconds"]))
        late = f"{row['late_events']:,}, at most {longest} late"
    say(f"  late events {late}")
    say(f"  rejected    {row['rejected'] or 'none'}")


def _tell_unverified(ranges: list[Row]) -> None:
    """The time that was answered without proof that nothing is missing."""
    if not ranges:
        return
    together = sum((row["to_time"] - row["from_time"] for row in ranges), timedelta(0))
    say(f"  unverified  {lasting(together)} in {len(ranges):,} time ranges; events may be missing")
    for row in ranges[:UNVERIFIED_SHOWN]:
        say(f"              {stamp(row['from_time'])} to {stamp(row['to_time'])}: {row['reason']}")


def _tell_clock(ahead: float | None) -> None:
    if ahead is None or timedelta(seconds=abs(ahead)) < CLOCK_OFF:
        return
    way = "ahead of" if ahead > 0 else "behind"
    say(
        f"  clock       this machine's clock was {lasting(timedelta(seconds=abs(ahead)))} {way} "
        "Docker Hub's in the last run; set it right"
    )


def _tell_foreign(accounts: list[Row]) -> None:
    if not accounts:
        return
    events = sum(row["events"] for row in accounts)
    names = [str(row["sent_account"]) for row in accounts[:ACCOUNTS_SHOWN]]
    if len(accounts) > ACCOUNTS_SHOWN:
        names.append(f"and {len(accounts) - ACCOUNTS_SHOWN} more")
    verb = "event carries" if events == 1 else "events carry"
    say(f"  accounts    {events:,} {verb} another account: {', '.join(names)}")


def _tell_listings(ages: list[Row]) -> None:
    for row in ages:
        oldest = lasting(datetime.now(UTC) - row["oldest_checked_at"])
        spread = f" in {row['listings']:,} listings, the oldest" if row["listings"] > 1 else ","
        say(f"  listed      {row['entries']:,} {row['resource']}{spread} {oldest} ago")
        if row["partial"]:
            say(f"              {row['partial']:,} not whole: {row['reason']}")


def _tell_oddities(oddities: list[Row]) -> None:
    for row in oddities[:ODDITIES_SHOWN]:
        say(f"  odd         {row['thing']}: {row['what']}")
    if len(oddities) > ODDITIES_SHOWN:
        say(f"              and {len(oddities) - ODDITIES_SHOWN} more, in inconsistencies")


def _tell_runs(runs: list[Row]) -> None:
    """The events' last run, and of the others those that were not all right."""
    for run in runs:
        if run["resource"] != "audit-events" and run["state"] == "done":
            continue
        ended = f"{run['resource']} {run['state']} at {stamp(run['ended_at'] or run['started_at'])}"
        say(f"  last run    {ended}, {run['rows']:,} new, {run['requests']:,} requests")
        if run["error"]:
            say(f"              {run['error']}")


def _account_as_object(row: Row, known: dict[str, list[Row]]) -> Row:
    read_up_to = row["covered_to"]
    behind = (datetime.now(UTC) - read_up_to).total_seconds() if read_up_to else None
    return {
        "account": row["account"],
        "freshness": {
            "read_up_to": read_up_to,
            "seconds_behind": behind,
            "newest_event": row["newest_event"],
        },
        "coverage": {
            "from_time": row["covered_from"],
            "to_time": read_up_to,
            "events": row["events"],
            "oldest_event": row["oldest_event"],
        },
        "gaps": _of(row, known["gaps"]),
        "not_verified": _of(row, known["unverified_now"]),
        "clock_ahead_seconds": row["clock_ahead_seconds"],
        "lateness": {"late_events": row["late_events"], "max_seconds": row["latest_seconds"]},
        "rejects": row["rejected"],
        "foreign_accounts": _of(row, known["foreign_accounts"]),
        "listings": _of(row, known["listing_ages"]),
        "inconsistencies": _of(row, known["oddities"]),
        "runs": _of(row, known["last_runs"]),
    }


def _of(account: Row, rows: list[Row]) -> list[Row]:
    """The rows of one account, without its name."""
    return [
        {name: value for name, value in row.items() if name != "account"}
        for row in rows
        if row["account"] == account["account"]
    ]
