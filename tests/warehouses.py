"""Warehouses for tests, really loaded and published: empty, young, full, and a year's story."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from warehouse.database import Writer, open_for_writing
from warehouse.load import Reading, load_window
from warehouse.publish import publish

ACCOUNT = "acme-robotics"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
HOSTILE = (
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
    "![picture](http://127.0.0.1:9/picture.png)",
    "[link](javascript:alert(1))",
    "$\\frac{1}{2}$ `code` **bold** :red[colour] :material/key:",
    "evil\u202egnp.exe",
    "＠SUM(A1)",  # noqa: RUF001 - a spreadsheet takes the full-width sign too
    "long" * 2_250,
)
DOUBT = "The end of the answer could not be verified."
Event = dict[str, Any]


def empty(folder: Path) -> Path:
    """A snapshot of a warehouse whose only run failed, in `folder`, which is given back."""
    with _writing(folder) as writer:
        _run(writer, datetime.now(UTC), "failed", "Docker Hub refused the secret.")
    return folder


def young(folder: Path) -> Path:
    """Ten minutes of an organisation that pushed three times, and nothing read before."""
    now = _now()
    times = [now - minutes * MINUTE for minutes in (9, 6, 3)]
    with _writing(folder) as writer:
        run = _run(writer, now)
        load(writer, [_push(at, Random(1)) for at in times], now - 10 * MINUTE, now, run)
    return folder


def full(folder: Path) -> Path:
    """Sixty days with a gap of two, hostile names, a rejected entry, a late event, failed runs."""
    now = _now()
    start, rng = now - 60 * DAY, Random(7)
    events = [_any(start + rng.random() * 60 * DAY, rng) for _ in range(3_000)]
    events += [_hostile(now - place * HOUR, name) for place, name in enumerate(HOSTILE, 1)]
    events += [_enforcement(now - days * DAY, on) for days, on in ((9, "false"), (2, "true"))]
    with _writing(folder) as writer:
        _run(writer, now - 2 * HOUR, "failed", f"{HOSTILE[2]} answered 503 for too long.")
        run = _run(writer, now - HOUR)
        load(writer, events, start, now - 12 * DAY, run)
        load(writer, [*events, {"timestamp": "never"}], now - 10 * DAY, now, run)
        late = _push(now - 3 * HOUR, rng) | {"name": f"{ACCOUNT}/late"}
        load(writer, [*events, late], now - 4 * HOUR, now, run)
    return folder


def partly_verified(folder: Path) -> Path:
    """Ten days, two of which were answered but not verified, and a clock that was ahead."""
    now = _now()
    start, rng = now - 10 * DAY, Random(5)
    events = [_push(start + rng.random() * 10 * DAY, rng) for _ in range(300)]
    with _writing(folder) as writer:
        run = _run(writer, now - HOUR, clock_ahead=2 * DAY)
        load(writer, events, start, now - 7 * DAY, run)
        load(writer, events, now - 7 * DAY, now - 5 * DAY, run, doubt=DOUBT)
        load(writer, events, now - 5 * DAY, now, run)
    return folder


def unverified(folder: Path) -> Path:
    """An organization of which nothing is verified yet, as after an upgrade."""
    now = _now()
    events = [_push(now - days * DAY, Random(5)) for days in (1, 2, 3)]
    with _writing(folder) as writer:
        run = _run(writer, now)
        load(writer, events, now - 5 * DAY, now, run, doubt=DOUBT)
    return folder


def clock_set_right(folder: Path) -> Path:
    """A run that failed with the clock two days ahead, then one with the right clock."""
    now = _now()
    with _writing(folder) as writer:
        _run(writer, now + 2 * DAY, "failed", "The answer broke off.", clock_ahead=2 * DAY)
        load(writer, [_push(now - HOUR, Random(5))], now - DAY, now, _run(writer, now))
    return folder


def story(folder: Path, events: int = 20_000) -> Path:
    """The look-alike's year, read whole; for looking at, not for exact numbers."""
    from hub.story import tell  # noqa: PLC0415 - the story is heavy, few need it

    log, now = tell(events=events).log, _now()
    starts = range(0, len(log), 5_000)
    edges = [datetime.fromtimestamp(log.times[at] / 1_000, UTC) for at in starts]
    with _writing(folder) as writer:
        run = _run(writer, now)
        for at, start, end in zip(starts, edges, [*edges[1:], now], strict=True):
            told = [json.loads(text) for text in log.texts[at : at + 5_100]]
            load(writer, told, start, end, run)
    return folder


def push_again(folder: Path, repository: str) -> Path:
    """One more push to `repository`, just now, in a new snapshot, whose path is given back."""
    now = _now() + timedelta(seconds=1)
    with open_for_writing(folder / "hubtrail.duckdb") as writer:
        event = _push(now - timedelta(milliseconds=1), Random(3)) | {"name": repository}
        load(writer, [event], now - timedelta(seconds=1), now, uuid4())
        return publish(writer)


def load(
    writer: Writer,
    events: Iterable[Event],
    start: datetime,
    end: datetime,
    run: UUID,
    *,
    doubt: str | None = None,
) -> None:
    """Load what of `events` falls between as one reading, made just now.

    It is verified unless `doubt` says why it is not.
    """
    load_window(
        writer,
        Reading(
            account=ACCOUNT,
            start=start,
            end=end,
            entries=tuple(
                json.dumps(event, sort_keys=True, separators=(",", ":")).encode()
                for event in events
            ),
            page_count=1,
            requests=2,
            tail_page=1,
            tail_hash="tail",
            read_at=_now(),
            seen_at=datetime.now(UTC),
            doubt=doubt,
        ),
        run,
    )


@contextmanager
def _writing(folder: Path) -> Iterator[Writer]:
    with open_for_writing(folder / "hubtrail.duckdb") as writer:
        yield writer
        publish(writer)


def _run(
    writer: Writer,
    now: datetime,
    state: str = "done",
    error: str | None = None,
    clock_ahead: timedelta = timedelta(0),
) -> UUID:
    run = uuid4()
    about = {"run_id": str(run), "resource": "audit-events", "account": ACCOUNT}
    with writer.transaction():
        writer.run("open_run", about | {"now": now.isoformat()})
        ending = {"state": state, "requests": 5, "rows": 100, "error": error}
        ending |= {"clock_ahead_seconds": clock_ahead.total_seconds()}
        writer.run("close_run", about | ending | {"now": (now + MINUTE).isoformat()})
        reset = {"remaining": 120, "rate_limit": 180, "resets_at": (now + MINUTE).isoformat()}
        writer.run("note_budget", {"run_id": str(run), "now": now.isoformat()} | reset)
    return run


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _any(at: datetime, rng: Random) -> Event:
    """Nine pushes to each of the other kinds of event."""
    others = (_membership, _token, _billing)
    return _push(at, rng) if rng.random() < 0.9 else rng.choice(others)(at, rng)


def _push(at: datetime, rng: Random) -> Event:
    data = {"tag": f"v{rng.randrange(20)}", "digest": f"sha256:{rng.randrange(300):064x}"}
    person, by_token = f"person{rng.randrange(12)}", rng.random() < 0.7
    token = f"token{rng.randrange(9)}"
    actor = f'{person} - access token "{token}"' if by_token else person
    if by_token:
        data |= {"access_token_id": f"id-of-{token}", "access_token_label": token}
    name = f"{ACCOUNT}/image{rng.randrange(14)}"
    return _event(at, "repo.tag.push", name, actor, data)


def _membership(at: datetime, rng: Random) -> Event:
    action = rng.choice(("org.member.add", "org.member.remove", "org.member.role.change"))
    member = f"person{rng.randrange(12)}"
    return _event(at, action, member, "owner", {"username": member, "role": "editor"})


def _token(at: datetime, rng: Random) -> Event:
    token = f"token{rng.randrange(9)}"
    data = {"id": f"id-of-{token}", "label": token}
    return _event(at, "org.access_token.create", ACCOUNT, "owner", data)


def _billing(at: datetime, _rng: Random) -> Event:
    return _event(at, "billing.plan.seat_add", ACCOUNT, "owner", {"seats": "1"})


def _enforcement(at: datetime, on: str) -> Event:
    action = "enterprise.sso.connection.enforcement_toggle"
    return _event(at, action, ACCOUNT, "owner", {"enabled": on})


def _hostile(at: datetime, name: str) -> Event:
    """A push in which everything that can be named is named `name`."""
    data = {"tag": name, "digest": name, "access_token_id": name, "access_token_label": name}
    actor = f'{name} - access token "{name}"'
    return _event(at, "repo.tag.push", f"{ACCOUNT}/{name}", actor, data)


def _event(at: datetime, action: str, name: str, actor: str, data: dict[str, str]) -> Event:
    return {
        "account": ACCOUNT,
        "action": action,
        "name": name,
        "actor": actor,
        "data": data,
        "timestamp": at.isoformat(),
        "action_description": f"{action} on {name}",
    }
