"""Pages by number: `page` and `page_size` of a question, and the page object of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from hub.lookalike.habits import Habits
from hub.lookalike.refusals import not_found, told
from hub.lookalike.world import Record


@dataclass(frozen=True)
class Place:
    """Which rows are asked for: page numbers begin at 1.

    `shift` is by how many rows the list seems to have grown since the page before.
    """

    page: int
    size: int
    shift: int = 0

    @property
    def rows(self) -> slice:
        """The rows of a whole list that lie on the page."""
        start = max(0, (self.page - 1) * self.size - self.shift)
        return slice(start, start + self.size)


def asked_place(request: Request, habits: Habits, default_size: int = 10) -> Place:
    """The page asked for; sizes above the cap are lowered without a word (behaviour.md 1.12).

    Raises a 400 for what is no positive number, and refuses pages beyond `max_page`.
    """
    page = _positive(request, "page", 1)
    size = _positive(request, "page_size", default_size)
    if habits.max_page is not None and page > habits.max_page:
        raise told(habits.refusal, "pagination offset too large")
    return Place(page, min(size, habits.page_size_cap), getattr(request.state, "shift", 0))


def page_of(
    request: Request, habits: Habits, records: Sequence[Record], *, must_exist: bool = False
) -> Record:
    """The page object `{count, next, previous, results}` that a list is answered with.

    With `must_exist` a page past the last is a 404 (behaviour.md 5), else it is empty.
    """
    place = asked_place(request, habits)
    results = records[place.rows]
    if must_exist and not results and place.page > 1:
        raise not_found()
    more = place.page * place.size < len(records)
    return {
        "count": len(records),
        "next": _link(request, place.page + 1, place.size) if more else None,
        "previous": _link(request, place.page - 1, place.size) if place.page > 1 else None,
        "results": results,
    }


def _link(request: Request, page: int, size: int) -> str:
    return str(request.url.include_query_params(page=page, page_size=size))


def _positive(request: Request, name: str, default: int) -> int:
    given = request.query_params.get(name, str(default))
    if not given.isascii() or not given.isdigit() or int(given) < 1:
        raise told(400, "bad request", **{name: "must be a positive number"})
    return int(given)
