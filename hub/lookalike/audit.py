"""The audit log and its actions: `openapi.yaml` /v2/auditlogs, behaviour.md sections 1 and 2."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.lookalike.bearers import Bearers
from hub.lookalike.habits import Habits
from hub.lookalike.paging import Place, asked_place
from hub.lookalike.refusals import Refusal, forbidden, invalid_argument, not_found, reply, told
from hub.lookalike.world import EventLog, World

DEFAULT_SIZE = 25
DAY = 86_400_000  # milliseconds
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FILTERS = ("action", "name", "actor")
EVER = 1 << 62


class AuditLog:
    """Answers for the audit log of one world."""

    def __init__(self, world: World, bearers: Bearers, habits: Habits) -> None:
        """Count the pages, because every second one may carry event ids."""
        self._world, self._bearers, self._habits = world, bearers, habits
        self._pages = 0

    def routes(self) -> list[Route]:
        """The routes."""
        route, scope = self._bearers.route, "scope-activity-read"
        return [
            route("/v2/auditlogs/{account}", self._logs, scope=scope, owners=True),
            route("/v2/auditlogs/{account}/actions", self._actions, scope=scope, owners=True),
        ]

    def _actions(self, request: Request) -> Response:
        if request.path_params["account"] not in self._world.users:
            self._check(request)
        return reply({"actions": self._world.actions})

    def _logs(self, request: Request) -> Response:
        self._check(request)
        place = asked_place(request, self._habits, DEFAULT_SIZE)
        first, last = window(request.query_params, self._habits)
        self._check_width(first, last)
        wanted = {key: request.query_params[key] for key in FILTERS if key in request.query_params}
        log = self._world.log
        with log.lock:
            chosen = self._chosen(log, first, last, wanted)[: self._habits.row_cap][place.rows]
            texts = self._texts(log, chosen)
        return Response(b'{"logs":[%b]}' % b",".join(texts), media_type="application/json")

    def _check(self, request: Request) -> None:
        account = request.path_params["account"]
        if account in self._world.users:
            raise Refusal(500, {"message": "internal server error"})
        if account != self._world.account:
            raise not_found()
        if not self._habits.plan_allows_audit:
            raise forbidden()

    def _check_width(self, first: int, last: int) -> None:
        widest = self._habits.widest_days
        if widest is not None and last - first > widest * DAY:
            raise told(self._habits.refusal, f"time range must not exceed {widest:g} days")
        oldest = self._habits.oldest_days
        if oldest is not None and first < self._habits.now() * 1000 - oldest * DAY:
            raise told(self._habits.refusal, f"time range must not be older than {oldest:g} days")

    def _chosen(
        self, log: EventLog, first: int, last: int, wanted: Mapping[str, str]
    ) -> Sequence[int]:
        low, high = log.span(first, last)
        chosen: Sequence[int] = range(high - 1, low - 1, -1)
        if wanted:
            chosen = [index for index in chosen if _fits(log.texts[index], wanted)]
        match self._habits.order:
            case "newest":
                return chosen
            case "oldest":
                return chosen[::-1]
            case "shuffled":
                return sorted(chosen, key=lambda index: zlib.crc32(log.texts[index]))

    def _texts(self, log: EventLog, chosen: Sequence[int]) -> list[bytes]:
        self._pages += 1
        if self._habits.event_ids and self._pages % 2 == 0:
            return [_with_id(log, index) for index in chosen]
        return [log.texts[index] for index in chosen]


def window(asked: Mapping[str, str], habits: Habits) -> tuple[int, int]:
    """The first and last millisecond that a question's `from` and `to` let in.

    Raises a 400 for what is no RFC 3339 time.
    """
    first, last = 0, EVER
    if given := asked.get("from"):
        after = habits.edges in ("exclusive", "to-only")
        micros = _microseconds("from", given)
        first = micros // 1000 + 1 if after else -(-micros // 1000)
    if given := asked.get("to"):
        before = habits.edges in ("exclusive", "from-only")
        micros = _microseconds("to", given)
        last = -(-micros // 1000) - 1 if before else micros // 1000
    if habits.retention_days is not None:
        first = max(first, int(habits.now() * 1000 - habits.retention_days * DAY))
    return first, last


def arrive_late(world: World, habits: Habits, asked: Mapping[str, str], place: Place) -> None:
    """Put an event in among those that earlier pages of the same window have shown."""
    log = world.log
    with log.lock:
        low, high = log.span(*window(asked, habits))
        shown = (place.page - 1) * place.size
        neighbour = max(low, high - 1 - shown // 2)
        at = log.times[neighbour] if low < high else int(habits.now() * 1000) - 60_000
        name = f"{world.account}/late-{len(log)}"
        log.add(at, _late_event(world.account, name, at))


def _late_event(account: str, name: str, at: int) -> dict[str, object]:
    moment = (EPOCH + timedelta(milliseconds=at)).isoformat(timespec="milliseconds")
    return {
        "account": account,
        "action": "repo.create",
        "name": name,
        "actor": "latecomer",
        "data": {"privacy": "private"},
        "timestamp": moment.replace("+00:00", "Z"),
        "action_description": f"created the repository {name}",
    }


def _microseconds(name: str, given: str) -> int:
    try:
        return (datetime.fromisoformat(given) - EPOCH) // timedelta(microseconds=1)
    except (ValueError, TypeError):  # TypeError: it names no time zone
        raise invalid_argument(f"parsing field {name!r}: {given!r} is no timestamp") from None


def _fits(text: bytes, wanted: Mapping[str, str]) -> bool:
    if not all(orjson.dumps(value)[1:-1] in text for value in wanted.values()):
        return False  # parsing every event of a large log would take seconds
    try:
        event = orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return isinstance(event, dict) and all(
        value in _names(key, event.get(key)) for key, value in wanted.items()
    )


def _names(key: str, value: object) -> tuple[object, ...]:
    """What a filter may call it: repositories go by their name alone too (behaviour.md 1.20)."""
    if key == "name" and isinstance(value, str):
        return value, value.rpartition("/")[2]
    return (value,)


def _with_id(log: EventLog, index: int) -> bytes:
    """The event with an id of its own, the same in every answer, another one for each twin."""
    text = log.texts[index]
    if not text.startswith(b'{"') or not text.endswith(b"}"):
        return text
    first = bisect_left(log.times, log.times[index])
    twins = log.texts[first:index].count(text)
    name = blake2b(b"%d %b" % (twins, text), digest_size=12).hexdigest()
    return b'%b,"event_id":"%b"}' % (text[:-1], name.encode())
