"""SCIM 2.0: provisioned users, and what the service says of itself; `openapi.yaml` /v2/scim."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.lookalike.bearers import Bearers
from hub.lookalike.refusals import SCIM_JSON, reply, scim_refusal
from hub.lookalike.world import Record, World

SCIM = "/v2/scim/2.0"
CORE = "urn:ietf:params:scim:schemas:core:2.0:"
LISTS = ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]
DEFAULT_COUNT = 10
LARGEST_COUNT = 200
FILTER = re.compile(r'\s*(\w+)\s+(eq|ne|co|sw)\s+"([^"]*)"\s*', re.IGNORECASE)

TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "eq": lambda value, wanted: value == wanted,
    "ne": lambda value, wanted: value != wanted,
    "co": lambda value, wanted: wanted in value,
    "sw": lambda value, wanted: value.startswith(wanted),
}

CONFIG: Record = {
    "schemas": [CORE + "ServiceProviderConfig"],
    "documentationUri": "",
    "patch": {"supported": False},
    "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
    "filter": {"supported": True, "maxResults": 99999},
    "changePassword": {"supported": False},
    "sort": {"supported": True},
    "etag": {"supported": False},
    "authenticationSchemes": {
        "name": "OAuth 2.0 Bearer Token",
        "description": "The OAuth 2.0 Bearer Token Authentication scheme.",
        "specUri": "http://tools.ietf.org/html/rfc6750",
        "type": "oauthbearertoken",
    },
}
RESOURCE_TYPE: Record = {
    "schemas": [CORE + "ResourceType"],
    "id": "User",
    "name": "User",
    "description": "User",
    "endpoint": "/Users",
    "schema": CORE + "User",
}
USER_NAME: Record = {
    "name": "userName",
    "type": "string",
    "multiValued": False,
    "description": "The user's email address.",
    "required": True,
    "caseExact": False,
    "mutability": "readWrite",
    "returned": "default",
    "uniqueness": "server",
}
USER_SCHEMA: Record = {
    "schemas": [CORE + "Schema"],
    "id": CORE + "User",
    "name": "User",
    "description": "User Account",
    "attributes": [USER_NAME],
}


class Scim:
    """Answers for the SCIM connection of one world; `filter` knows one comparison."""

    def __init__(self, world: World, bearers: Bearers) -> None:
        """Keep what to answer from."""
        self._world, self._bearers = world, bearers

    def routes(self) -> list[Route]:
        """The routes."""
        route = self._bearers.scim_route
        return [
            route(SCIM + "/ServiceProviderConfig", lambda _: _reply(CONFIG)),
            route(SCIM + "/ResourceTypes", lambda _: _list_of(RESOURCE_TYPE)),
            route(SCIM + "/ResourceTypes/{name}", lambda r: _only(RESOURCE_TYPE, r, "name")),
            route(SCIM + "/Schemas", lambda _: _list_of(USER_SCHEMA)),
            route(SCIM + "/Schemas/{id}", lambda r: _only(USER_SCHEMA, r, "id")),
            route(SCIM + "/Users", self._users),
            route(SCIM + "/Users/{id}", self._user),
        ]

    def _users(self, request: Request) -> Response:
        asked = request.query_params
        start = _number(asked, "startIndex", 1)
        count = _number(asked, "count", DEFAULT_COUNT, LARGEST_COUNT)
        users = _sorted(_filtered(self._world.scim_users, asked.get("filter")), asked)
        shown = users[start - 1 : start - 1 + count]
        body = {
            "schemas": LISTS,
            "totalResults": len(users),
            "startIndex": start,
            "itemsPerPage": len(shown),
            "resources": [_narrowed(user, asked) for user in shown],
        }
        return _reply(body)

    def _user(self, request: Request) -> Response:
        for user in self._world.scim_users:
            if user["id"] == request.path_params["id"]:
                return _reply(_narrowed(user, request.query_params))
        raise scim_refusal(404, "resource not found")


def _reply(body: Record) -> Response:
    return reply(body, media_type=SCIM_JSON)


def _list_of(record: Record) -> Response:
    return _reply({"schemas": LISTS, "totalResults": 1, "resources": [record]})


def _only(record: Record, request: Request, key: str) -> Response:
    if request.path_params[key] != record[key]:
        raise scim_refusal(404, "resource not found")
    return _reply(record)


def _number(asked: Mapping[str, str], name: str, default: int, largest: int = 1 << 31) -> int:
    given = asked.get(name, str(default))
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= largest:
        raise scim_refusal(400, f"{name} is invalid")
    return int(given)


def _filtered(users: Sequence[Record], wanted: str | None) -> list[Record]:
    if wanted is None:
        return list(users)
    comparison = FILTER.fullmatch(wanted)
    if comparison is None:
        raise scim_refusal(400, "filter is invalid")
    field, operator, value = comparison.groups()
    test = TESTS[operator.lower()]
    return [user for user in users if test(_value(user, field), value)]


def _sorted(users: list[Record], asked: Mapping[str, str]) -> list[Record]:
    if field := asked.get("sortBy"):
        descending = asked.get("sortOrder") == "descending"
        return sorted(users, key=lambda user: _value(user, field), reverse=descending)
    return users


def _value(user: Record, field: str) -> str:
    """A field's value, its name in any case."""
    values = (value for name, value in user.items() if name.lower() == field.lower())
    return str(next(values, ""))


def _narrowed(user: Record, asked: Mapping[str, str]) -> Record:
    if "attributes" not in asked:
        return user
    kept = {"schemas", "id", *asked["attributes"].split(",")}
    return {key: value for key, value in user.items() if key in kept}
