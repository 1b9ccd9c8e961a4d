"""`hubtrail prove`: whether a stretch of time was read whole."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from hubtrail.errors import Usage
from hubtrail.terminal import lasting, narrate, print_json, say, stamp, stretch

if TYPE_CHECKING:
    from warehouse.proof import Part, Proof


def prove(
    *,
    start: Annotated[str, Parameter(name="--from")],
    end: Annotated[str, Parameter(name="--to")],
    account: str | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
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


def _tell_proof(proof: Proof) -> None:
    say(proof.account)
    for name, parts in _named(proof):
        for part in parts:
            span = lasting(part.to_time - part.from_time)
            say(f"  {name:<11} {stamp(part.from_time)} to {stamp(part.to_time)} ({span})")


def _named(proof: Proof) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    return (
        ("covered", proof.covered),
        ("gap", proof.gaps),
        ("unreachable", proof.unreachable),
    )


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
