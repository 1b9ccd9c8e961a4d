"""Personal and organisation access tokens, and the organisation's settings, in `openapi.yaml`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.lookalike.bearers import Bearers
from hub.lookalike.habits import Habits
from hub.lookalike.paging import page_of
from hub.lookalike.refusals import not_found, reply, told
from hub.lookalike.world import Record, World

DETAILS = {"resources", "token"}  # of an organisation token; its list leaves them out


class Tokens:
    """Answers for the tokens and the settings of one world; no token's value is ever among them."""

    def __init__(self, world: World, bearers: Bearers, habits: Habits) -> None:
        """Keep what to answer from."""
        self._world, self._bearers, self._habits = world, bearers, habits

    def routes(self) -> list[Route]:
        """The routes."""
        route = self._bearers.route
        one_of_org = "/v2/orgs/{org_name}/access-tokens/{access_token_id}"
        return [
            route("/v2/access-tokens", self._personal_tokens),
            route("/v2/access-tokens/{uuid}", self._personal_token),
            route("/v2/orgs/{name}/access-tokens", self._org_tokens, owners=True),
            route(one_of_org, self._org_token, owners=True),
            route("/v2/orgs/{name}/settings", self._settings, owners=True),
        ]

    def _personal_tokens(self, request: Request) -> Response:
        own = self._own(request)
        page = page_of(request, self._habits, own)
        return reply({**page, "active_count": sum(token["is_active"] for token in own)})

    def _personal_token(self, request: Request) -> Response:
        return reply(_found(self._own(request), "uuid", request.path_params["uuid"]))

    def _own(self, request: Request) -> list[Record]:
        who = self._bearers.holder(request)
        if who.kind == "pat":
            raise told(403, "token issued from personal access token is not allowed")
        tokens = self._world.personal_access_tokens.get(who.identifier, [])
        return [{**token, "token": ""} for token in tokens]

    def _org_tokens(self, request: Request) -> Response:
        short = [
            {key: value for key, value in token.items() if key not in DETAILS}
            for token in self._world.org_access_tokens
        ]
        page = page_of(request, self._habits, short)
        return reply({"total": page.pop("count"), **page})

    def _org_token(self, request: Request) -> Response:
        wanted = request.path_params["access_token_id"]
        token = _found(self._world.org_access_tokens, "id", wanted)
        return reply({key: value for key, value in token.items() if key != "token"})

    def _settings(self, _request: Request) -> Response:
        return reply(self._world.settings)


def _found(tokens: list[Record], key: str, wanted: str) -> Record:
    for token in tokens:
        if token[key] == wanted:
            return token
    raise not_found()
