"""`hubtrail prove`: whether a time range is completely collected."""

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
    """Check that a time range is completely collected; exit 1 unless all of it is.

    Parameters
    ----------
    start
        Start of the time range, such as 2026-10-01.
    end
        End of the time range, not included.
    account
        Only this organisation.
    as_json
        Print one object.
    """
    from hubtrail.settings import load_settings
    from warehouse.ask import answers, open_current
    from warehouse.proof import prove as proven
    from warehouse.publish import newest

    times = stretch(start, end)
    if times is None:
        raise Usage("--from and --to are both needed.")
    settings = load_settings()
    with closing(open_current(newest(settings.home))) as connection:
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
        narrate("Not all of the time range is covered.")
    return int(not complete)


def _tell_proof(proof: Proof) -> None:
    say(proof.account)
    for name, parts in _named(proof):
        for part in parts:
            span = lasting(part.to_time - part.from_time)
            say(f"  {name:<11} {stamp(part.from_time)} to {stamp(part.to_time)} ({span})")
            if part.reason:
                say(f"  {'':<12} {part.reason}")


def _named(proof: Proof) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    return (
        ("covered", proof.covered),
        ("not verified", proof.not_verified),
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

    not_verified = [
        {
            "account": proof.account,
            "from_time": part.from_time,
            "to_time": part.to_time,
            "reason": part.reason,
        }
        for proof in proofs
        for part in proof.not_verified
    ]
    return {
        "from": times[0],
        "to": times[1],
        "complete": bool(proofs) and all(proof.complete for proof in proofs),
        "covered": parts("covered"),
        "not_verified": not_verified,
        "gaps": parts("gaps"),
        "unreachable": parts("unreachable"),
    }
