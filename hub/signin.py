"""The bearer: got by signing in, renewed in time, asked for once where the sign-in is refused."""

from __future__ import annotations

import base64
import json
import math
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from hub.answers import judge, parsed, words
from hub.cleaned import cleaned
from hub.errors import SignInRefused, Unreadable

LIFETIME = 600.0  # seconds a bearer lives: openapi.yaml /v2/auth/token, behaviour.md 3
SHORTEST, LONGEST = 1.0, 86_400.0  # seconds; whatever a token says about itself
RENEW_AFTER = 0.9  # of the lifetime

Post = Callable[[dict[str, str]], httpx.Response]


@dataclass(frozen=True)
class Bearer:
    """A token and when to stop using it, in seconds of the monotonic clock."""

    token: str = field(repr=False)
    good_until: float


class SignIn:
    """One credential's way to a bearer: user and password, user and PAT, organisation and OAT.

    Safe for threads: however many ask, one signs in. A refusal is remembered and raised again
    without asking, because failed sign-ins lock the name for everybody (behaviour.md 3).
    """

    def __init__(self, identifier: str, secret: str) -> None:
        """Keep the credential; sign in only when a bearer is wanted."""
        self._form = {"identifier": identifier, "secret": secret}
        self._bearer: Bearer | None = None
        self._refused: SignInRefused | None = None
        self._lock = threading.Lock()

    def bearer(self, post: Post, instead_of: Bearer | None = None) -> Bearer:
        """A bearer that is good now, and another one than `instead_of`.

        Raises `SignInRefused`, and what `judge` raises for an answer that may be better next time.
        """
        with self._lock:
            if self._refused:
                raise self._refused
            held = self._bearer
            if held is None or held is instead_of or time.monotonic() >= held.good_until:
                self._bearer = held = self._sign_in(post)
            return held

    def _sign_in(self, post: Post) -> Bearer:
        response = post(self._form)
        if response.status_code in (400, 401, 403, 404):
            self._refused = SignInRefused(self._sentence(response))
            raise self._refused
        judge(response)
        token = _token(parsed(cleaned(response.content, "the sign-in")))
        return Bearer(token, time.monotonic() + RENEW_AFTER * _lifetime(token))

    def _sentence(self, response: httpx.Response) -> str:
        said = words(response)
        advice = "check HUBTRAIL_IDENTIFIER and HUBTRAIL_SECRET"
        if "secondary authentication" in said.lower() or "2fa" in said.lower():
            advice = "two-factor authentication is on, so give a personal access token as secret"
        elif "too many failed" in said.lower():
            advice = "the name is locked for 10 to 15 minutes, so wait before the next attempt"
        return (
            f"Docker Hub refused to sign in {self._form['identifier']!r} ({said}): {advice}. "
            "It was not tried again, because Docker locks the name after failed sign-ins."
        )


def _token(answer: Any) -> str:
    token = answer.get("access_token") if isinstance(answer, dict) else None
    # A header with other letters is refused by httpx, in a message that shows the whole of it.
    if not isinstance(token, str) or not re.fullmatch(r"[!-~]+", token):
        raise Unreadable("Docker Hub answered the sign-in without an access token.")
    return token


def _lifetime(token: str) -> float:
    """Seconds between the token's own iat and exp, whatever our clock says; a day at most."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        lifetime = float(claims["exp"]) - float(claims["iat"])
    except (IndexError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return LIFETIME
    if not math.isfinite(lifetime) or lifetime <= 0:
        return LIFETIME
    return min(max(SHORTEST, lifetime), LONGEST)
