"""The three ways to sign in, and how each of them refuses (behaviour.md section 3)."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.lookalike.bearers import Bearers
from hub.lookalike.habits import Habits
from hub.lookalike.refusals import Refusal, detailed, reply, told
from hub.lookalike.world import Credential, Record, World

SHORTEST_SECRET = 9  # characters
LOGIN_LIFETIME = 30 * 86_400.0  # seconds; that of /v2/users/login was a month
WRONG = "Incorrect authentication credentials"
SECOND_FACTOR = "Require secondary authentication on MFA enabled account"
LOCKED = "too many failed login attempts for username or IP address"


class SignIn:
    """Answers the sign-in routes of one world, and locks names that fail too often."""

    def __init__(self, world: World, bearers: Bearers, habits: Habits) -> None:
        """Begin with no failures."""
        self._world, self._bearers, self._habits = world, bearers, habits
        self._failures: dict[str, list[float]] = {}
        self._half_way: dict[str, Credential] = {}

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            _post("/v2/auth/token", self._auth_token),
            _post("/v2/users/login", self._login),
            _post("/v2/users/2fa-login", self._second_factor),
        ]

    def _auth_token(self, form: Record) -> Response:
        _check(form)
        identifier = form["identifier"]
        self._refuse_locked(identifier, told(401, LOCKED))
        who = self._find(identifier, form["secret"])
        if who is None:
            self._fail(identifier)
            raise told(401, "unauthorized")
        if who.two_factor and who.kind == "password":
            raise told(401, SECOND_FACTOR)
        self._failures.pop(identifier, None)
        return reply({"access_token": self._bearers.issue(who, self._habits.bearer_seconds)})

    def _login(self, form: Record) -> Response:
        username, password = form.get("username"), form.get("password")
        if not isinstance(username, str) or not isinstance(password, str):
            raise told(400, "malformed request")
        if username == self._world.account:
            raise detailed(401, "Cannot log into an organization account")
        self._refuse_locked(username, detailed(401, LOCKED))
        who = self._find(username, password)
        if who is None:
            self._fail(username)
            raise detailed(401, WRONG)
        if who.two_factor and who.kind == "password":
            raise detailed(401, SECOND_FACTOR, login_2fa_token=self._halfway(who))
        return self._let_in(who)

    def _second_factor(self, form: Record) -> Response:
        who = self._half_way.get(str(form.get("login_2fa_token")))
        if who is None or form.get("code") != who.code:
            raise detailed(401, WRONG)
        del self._half_way[form["login_2fa_token"]]
        return self._let_in(who)

    def _let_in(self, who: Credential) -> Response:
        self._failures.pop(who.identifier, None)
        return reply({"token": self._bearers.issue(who, LOGIN_LIFETIME)})

    def _halfway(self, who: Credential) -> str:
        token = secrets.token_urlsafe(24)
        self._half_way[token] = who
        return token

    def _find(self, identifier: str, secret: str) -> Credential | None:
        fitting = (c for c in self._world.credentials if c.identifier == identifier)
        return next((c for c in fitting if secrets.compare_digest(c.secret, secret)), None)

    def _fail(self, identifier: str) -> None:
        self._failures.setdefault(identifier, []).append(time.monotonic())

    def _refuse_locked(self, identifier: str, refusal: Refusal) -> None:
        since = time.monotonic() - self._habits.lock_seconds
        recent = [at for at in self._failures.get(identifier, []) if at > since]
        if len(recent) >= self._habits.failures_allowed:
            raise refusal


def _post(path: str, answer: Callable[[Record], Response]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            form = orjson.loads(await request.body())
        except orjson.JSONDecodeError:
            form = None
        if not isinstance(form, dict):
            raise told(400, "malformed request")
        return answer(form)

    return Route(path, endpoint, methods=["POST"])


def _check(form: Record) -> None:
    wrong = {
        key: "value is required"
        for key in ("identifier", "secret")
        if not isinstance(form.get(key), str) or not form[key]
    }
    if not wrong and len(form["secret"]) < SHORTEST_SECRET:
        wrong = {"secret": f"must be at least {SHORTEST_SECRET} characters"}
    if wrong:
        raise told(400, "body is invalid", **wrong)
