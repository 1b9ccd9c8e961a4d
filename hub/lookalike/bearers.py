"""Bearers: given out at sign-in, asked for on every other route."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.lookalike.habits import Habits
from hub.lookalike.refusals import forbidden, not_found, scim_refusal, told, unauthorized
from hub.lookalike.world import Credential, Record, World

SOURCES = {"password": "docker_pwd", "pat": "docker_pat", "oat": "docker_oat"}
ORGANISATION = ("org_name", "name", "namespace")  # what openapi.yaml calls it in its paths

Answer = Callable[[Request], Response]


@dataclass(frozen=True)
class Grant:
    """What a bearer stands for, and until when (unix time)."""

    credential: Credential
    good_until: float


class Bearers:
    """Gives out bearers and checks them; builds routes that want one."""

    def __init__(self, world: World, habits: Habits) -> None:
        """Know nobody yet."""
        self.world, self._habits = world, habits
        self._grants: dict[str, Grant] = {}

    def issue(self, credential: Credential, seconds: float) -> str:
        """A bearer that looks like Docker's own (payloads seen in 2026) and lives `seconds`."""
        now = self._habits.now()
        token = _jwt(credential, int(now), int(now + seconds))
        self._grants[token] = Grant(credential, now + seconds)
        return token

    def holder(self, request: Request) -> Credential:
        """Who asks; raises a 401 for a bearer that was not given out or is past its time."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        grant = self._grants.get(token)
        if (
            scheme not in ("Bearer", "JWT")
            or grant is None
            or grant.good_until <= self._habits.now()
        ):
            raise unauthorized()
        return grant.credential

    def route(
        self, path: str, answer: Answer, *, scope: str | None = None, owners: bool = False
    ) -> Route:
        """A GET for bearers of this organisation.

        `scope` is what an organisation token needs ("": none in particular); where it is None such
        tokens may not ask (behaviour.md 3). With `owners`, members of another role may not.
        """

        async def endpoint(request: Request) -> Response:
            with self.world.lock:
                self._admit(self.holder(request), scope, owners=owners)
                self._know(request)
                return answer(request)

        return Route(path, endpoint)

    def scim_route(self, path: str, answer: Answer) -> Route:
        """A GET for the bearer of the SCIM connection, which is none of the others."""

        async def endpoint(request: Request) -> Response:
            with self.world.lock:
                if request.headers.get("authorization") != f"Bearer {self.world.scim_token}":
                    raise scim_refusal(401, "unauthorized")
                return answer(request)

        return Route(path, endpoint)

    def _admit(self, who: Credential, scope: str | None, *, owners: bool) -> None:
        if who.kind == "oat":
            if scope is None:
                raise told(403, "token issued from organization access token is not allowed")
            if scope and scope not in who.scopes:
                raise forbidden()
        elif owners and self._role(who.identifier) not in (None, "Owner"):
            raise forbidden()

    def _role(self, username: str) -> str | None:
        roles = (m.get("role") for m in self.world.members if m.get("username") == username)
        return next(roles, None)

    def _know(self, request: Request) -> None:
        named = (request.path_params[key] for key in ORGANISATION if key in request.path_params)
        if next(named, self.world.account) != self.world.account:
            raise not_found()


def _jwt(credential: Credential, issued: int, expires: int) -> str:
    session = secrets.token_hex(16)
    claims: Record = {
        "aud": "https://hub.docker.com",
        "iss": "https://api.docker.com/",
        "iat": issued,
        "exp": expires,
        "jti": session,
        "https://hub.docker.com": {
            "username": credential.identifier,
            "source": f"{SOURCES[credential.kind]}|{session}",
        },
    }
    parts = [_encoded({"alg": "HS256", "typ": "JWT"}), _encoded(claims), secrets.token_urlsafe(32)]
    return ".".join(parts)


def _encoded(part: Record) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(part)).decode().rstrip("=")
