"""How this Docker Hub behaves where nobody knows for certain how the real one does."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import formatdate
from typing import Literal, Self

from pydantic import TypeAdapter, ValidationError

from hub.lookalike.shapes import Shapes

Edges = Literal["inclusive", "exclusive", "from-only", "to-only"]
Order = Literal["newest", "oldest", "shuffled"]


@dataclass
class Habits:
    """Settings that may be changed while the hub runs; the defaults are what is most likely.

    `edges` says which ends of a window belong to it (behaviour.md 1.10), `order` how the audit log
    is sorted (1.11), `page_size_cap` what larger sizes are silently lowered to (1.12), `max_page`
    the deepest page that is answered (1.13), `widest_days` the longest time range that may be asked
    for, `oldest_days` how old the start of a range may be, `refusal` the status beyond these,
    `row_cap` after how many rows every list silently ends, `retention_days` how far back the audit
    log goes (1.16), `plan_allows_audit` whether the plan includes it (1.17). With `event_ids` every
    second page of the audit log has an `event_id` in each event (1.3). `shapes` chooses between
    what was captured, what `openapi.yaml` says, and what other clients have met (6, 7). Without
    `lists_repositories` it is a service from before June 2025 (8). Bearers live `bearer_seconds`; a
    name is locked for `lock_seconds` after `failures_allowed` failed sign-ins (section 3). Its
    clock is `clock_ahead` seconds ahead of this machine's, in its `Date` header, its bearers and
    its rate limit alike; `date_header` takes the place of the header, and "" leaves it out.
    """

    edges: Edges = "inclusive"
    order: Order = "newest"
    page_size_cap: int = 100
    max_page: int | None = None
    widest_days: float | None = None
    refusal: int = 403
    row_cap: int | None = None
    oldest_days: float | None = None
    retention_days: float | None = None
    plan_allows_audit: bool = True
    event_ids: bool = False
    shapes: Shapes = "seen"
    lists_repositories: bool = True
    bearer_seconds: float = 600.0
    failures_allowed: int = 5
    lock_seconds: float = 600.0
    clock_ahead: float = 0.0
    date_header: str | None = None

    def now(self) -> float:
        """Unix time by this Docker Hub's clock."""
        return time.time() + self.clock_ahead

    def date(self) -> dict[str, str]:
        """The `Date` header, if any."""
        told = formatdate(self.now(), usegmt=True) if self.date_header is None else self.date_header
        return {"date": told} if told else {}

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read habits as the command line gives them: `row_cap=500 order=oldest`.

        Raises ValueError with a sentence for a person.
        """
        given = dict(word.partition("=")[::2] for word in text.split())
        unknown = given.keys() - cls.__dataclass_fields__.keys()
        if unknown:
            known = ", ".join(cls.__dataclass_fields__)
            raise ValueError(f"{min(unknown)!r} is none of {known}.")
        try:
            return TypeAdapter(cls).validate_strings(given)
        except ValidationError as problem:
            first = problem.errors()[0]
            raise ValueError(f"{first['loc'][0]}: {first['msg']}.") from None
