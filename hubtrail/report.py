"""`hubtrail status` and `hubtrail prove`: how fresh the trail is, and how complete."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from hubtrail.errors import Usage
from hubtrail.terminal import lasting, narrate, print_json, stamp, stretch

if TYPE_CHECKING:
    from warehouse.proof import Part, Proof

GAPS_SHOWN = 5  # newest first; `hubtrail sql "from coverage_gaps"` has them all
Json = Annotated[bool, Parameter(name="--json", negative="")]


def status(*, as_json: Json = False) -> int:
    """Say how fresh and complete the trail is: coverage, gaps, lateness, rejects, budget, runs.

    Parameters
    ----------
    as_json
        Print one object.
    """
    from hubtrail.settings import load_settings
    from warehouse.ask import answers, open_snapshot
    from warehouse.publish import newest

    snapshot = newest(load_settings().home)
    with closing(open_snapshot(snapshot)) as connection:
        accounts = answers(connection, "status")
        runs = answers(connection, "last_runs")
        budget = answers(connection, "last_budget")
        gaps = answers(connection, "gaps")
    if as_json:
        each = [_account_as_object(account, gaps, runs) for account in accounts]
        quota = budget[0] if budget else None
        print_json({"snapshot": str(snapshot), "accounts": each, "quota": quota})
        return 0
    for account in accounts:
        _tell_account(account, _of(account, gaps))
        _tell_runs([run for run in runs if run["account"] == account["account"]])
    if budget:
        print(
            f"rate limit  {budget[0]['remaining']} of {budget[0]['rate_limit']} requests were "
            f"left at {stamp(budget[0]['seen_at'])}"
        )
    return 0


def prove(
    *,
    start: Annotated[str, Parameter(name="--from")],
    end: Annotated[str, Parameter(name="--to")],
    account: str | None = None,
    as_json: Json = False,
) -> int:
    """Prove that a stretch was read whole; exit 1 unless all of it was.

    Parameters
    ----------
    start
        Where the stretch begins, such as 2026-10-01.
    end
        Where it ends, not part of it.
    account
        Only this organisation.
    as_json
        Print one object.
    """
    from hubtrail.settings import load_settings
    from warehouse.ask import answers, open_snapshot
    from warehouse.proof import prove as proven
    from warehouse.publish import newest

    times = stretch(start, end)
    if times is None:
        raise Usage("--from and --to are both needed.")
    settings = load_settings()
    with closing(open_snapshot(newest(settings.home))) as connection:
        known = [row["account"] for row in answers(connection, "status")]
        wanted = [account.lower()] if account else list(settings.accounts) or known
        proofs = [proven(connection, name, *times) for name in wanted]
    if as_json:
        print_json(_as_object(times, proofs))
    else:
        for proof in proofs:
            _tell_proof(proof)
    complete = bool(proofs) and all(proof.complete for proof in proofs)
    if not complete:
        narrate("Not all of the stretch is covered.")
    return int(not complete)


def _tell_account(row: dict[str, Any], gaps: list[dict[str, Any]]) -> None:
    print(row["account"])
    if row["covered_to"] is None:
        print("  nothing read yet")
        return
    behind = lasting(datetime.now(UTC) - row["covered_to"])
    print(f"  read up to  {stamp(row['covered_to'])}, {behind} ago")
    print(f"  events      {row['events']:,}, from {stamp(row['oldest_event'])}")
    print(f"  gaps        {len(gaps) or 'none'}")
    for gap in gaps[:GAPS_SHOWN]:
        until = f"can be read until {stamp(gap['reachable_until'])} at least"
        print(f"              {stamp(gap['from_time'])} to {stamp(gap['to_time'])}, {until}")
    late = "none"
    if row["late_events"]:
        late = f"{row['late_events']:,}, at most {lasting(_seconds(row['latest_seconds']))} late"
    print(f"  late events {late}")
    print(f"  rejected    {row['rejected'] or 'none'}")


def _tell_runs(runs: list[dict[str, Any]]) -> None:
    for run in runs:
        ended = f"{run['resource']} {run['state']} at {stamp(run['ended_at'] or run['started_at'])}"
        print(f"  last run    {ended}, {run['rows']:,} new, {run['requests']:,} requests")
        if run["error"]:
            print(f"              {run['error']}")


def _tell_proof(proof: Proof) -> None:
    print(proof.account)
    for name, parts in _named(proof):
        for part in parts:
            span = lasting(part.to_time - part.from_time)
            print(f"  {name:<11} {stamp(part.from_time)} to {stamp(part.to_time)} ({span})")


def _named(proof: Proof) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    return (
        ("covered", proof.covered),
        ("gap", proof.gaps),
        ("unreachable", proof.unreachable),
    )


def _account_as_object(
    row: dict[str, Any], gaps: list[dict[str, Any]], runs: list[dict[str, Any]]
) -> dict[str, Any]:
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
        "gaps": _of(row, gaps),
        "lateness": {"late_events": row["late_events"], "max_seconds": row["latest_seconds"]},
        "rejects": row["rejected"],
        "runs": _of(row, runs),
    }


def _of(account: dict[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one account, without its name."""
    return [
        {name: value for name, value in row.items() if name != "account"}
        for row in rows
        if row["account"] == account["account"]
    ]


def _as_object(times: tuple[datetime, datetime], proofs: list[Proof]) -> dict[str, Any]:
    def parts(kind: str) -> list[dict[str, Any]]:
        return [
            {"account": proof.account, "from_time": part.from_time, "to_time": part.to_time}
            for proof in proofs
            for part in getattr(proof, kind)
        ]

    return {
        "from": times[0],
        "to": times[1],
        "complete": bool(proofs) and all(proof.complete for proof in proofs),
        "covered": parts("covered"),
        "gaps": parts("gaps"),
        "unreachable": parts("unreachable"),
    }


def _seconds(count: float) -> timedelta:
    return timedelta(seconds=count)
