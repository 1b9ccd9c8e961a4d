"""What the tests of the state share: a look at it, a question, and the world that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from pydantic import SecretStr

from flows.run import Errand, Outcome, run
from hub.lookalike import LocalHub
from hub.lookalike.service import Seen
from tests.runs import settings_of
from tests.worlds import Record

OWNER: dict[str, Any] = {"identifier": "olivia", "secret": SecretStr("not-a-secret-olivia")}


def look(hub: LocalHub, folder: Path, *resources: str, **others: Any) -> dict[str, Outcome]:
    """One run over these resources of "acme", by its owner unless said otherwise."""
    sweep = others.pop("sweep", False)
    errand = Errand(resources, ("acme",), sweep=sweep)
    outcomes = run(settings_of(hub, folder, **(OWNER | others)), errand)
    return {outcome.resource: outcome for outcome in outcomes}


def asked(folder: Path, question: str) -> list[tuple[Any, ...]]:
    """The rows that the warehouse answers with."""
    with duckdb.connect(folder / "hubtrail.duckdb", read_only=True) as warehouse:
        return warehouse.execute(question).fetchall()


def column(folder: Path, question: str) -> list[Any]:
    """The first column of the rows, sorted."""
    return sorted(row[0] for row in asked(folder, question))


@contextmanager
def meanwhile(hub: LocalHub, path: str, page: int, change: Callable[[], None]) -> Iterator[None]:
    """Once, just before that page of that path is answered, let the world change."""

    def hook(seen: Seen) -> None:
        if seen.path.endswith(path) and seen.query.get("page", "1") == str(page):
            hub.before_answer.remove(hook)
            with hub.world.lock:
                change()

    hub.before_answer.append(hook)
    yield
    assert hook not in hub.before_answer


def many_tags(count: int) -> dict[str, Record]:
    """That many tags by name, each a minute older than the one before."""
    return {
        f"build-{number}": {
            "id": number,
            "name": f"build-{number}",
            "digest": f"sha256:{number:064x}",
            "images": [],
            "last_updated": f"2026-01-05T{9 - number // 60:02d}:{59 - number % 60:02d}:00Z",
            "tag_status": "active",
            "v2": True,
        }
        for number in range(count)
    }


def many_members(count: int) -> list[Record]:
    """That many members."""
    return [
        {
            "id": f"{number:032x}",
            "username": f"member-{number}",
            "email": f"member-{number}@acme.example",
            "role": "Member",
            "groups": [],
        }
        for number in range(count)
    ]
