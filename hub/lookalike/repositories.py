"""Repositories and their tags: `openapi.yaml` /v2/namespaces, behaviour.md sections 6 and 8."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.lookalike.bearers import Bearers
from hub.lookalike.habits import Habits
from hub.lookalike.paging import page_of
from hub.lookalike.refusals import not_found, reply, told
from hub.lookalike.world import Record, World

LIST = "/v2/namespaces/{namespace}/repositories"
TAGS = LIST + "/{repository}/tags"
ORDERINGS = ("name", "last_updated", "pull_count")


class Repositories:
    """Answers for the repositories of one world."""

    def __init__(self, world: World, bearers: Bearers, habits: Habits) -> None:
        """Keep what to answer from."""
        self._world, self._bearers, self._habits = world, bearers, habits

    def routes(self) -> list[Route]:
        """The routes; organisation tokens list repositories but see no tags (behaviour.md 3)."""
        route = self._bearers.route
        return [
            route(LIST, self._list, scope=""),
            route(TAGS, self._tags),
            route(TAGS + "/{tag}", self._tag),
        ]

    def _list(self, request: Request) -> Response:
        if not self._habits.lists_repositories:
            raise not_found()
        who = self._bearers.holder(request)
        asked = request.query_params
        public_only = who.kind == "oat" and "scope-repository-list" not in who.scopes
        shown = [
            record
            for record in self._world.repositories.values()
            if asked.get("name", "") in record["name"]
            and not (public_only and record["is_private"])
        ]
        ordered = _ordered(shown, asked.get("ordering", "-last_updated"))
        return reply(page_of(request, self._habits, ordered, must_exist=True))

    def _tags(self, request: Request) -> Response:
        tags = self._known(request).values()
        if request.method == "HEAD" and not tags:
            raise not_found()
        named = [tag for tag in tags if request.query_params.get("name", "") in tag["name"]]
        newest_first = _ordered(named, "-last_updated")
        return reply(page_of(request, self._habits, newest_first, must_exist=True))

    def _tag(self, request: Request) -> Response:
        tag = request.path_params["tag"]
        record = self._known(request).get(tag)
        if record is None:
            raise told(404, f"httperror 404: tag '{tag}' not found", **_about(request), tag=tag)
        return reply(record)

    def _known(self, request: Request) -> dict[str, Record]:
        name = request.path_params["repository"]
        if name not in self._world.repositories:
            raise not_found(**_about(request))
        return self._world.tags.get(name, {})


def _about(request: Request) -> dict[str, str]:
    return {key: request.path_params[key] for key in ("namespace", "repository")}


def _ordered(records: Sequence[Record], ordering: str) -> list[Record]:
    """By a field, descending where a minus stands before it; raises a 400 for another field."""
    field = ordering.removeprefix("-")
    if field not in ORDERINGS:
        raise told(400, "bad request", ordering="must be one of name, last_updated, pull_count")
    return sorted(
        records,
        key=lambda record: (record.get(field) is not None, record.get(field)),
        reverse=ordering.startswith("-"),
    )
