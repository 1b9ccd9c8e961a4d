"""Docker Hub over HTTP: sign in, ask at the right pace, survive bad days, name what went wrong."""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.parse import quote

import httpx

from hub.answers import judge, parsed, rendered, words
from hub.cleaned import cleaned
from hub.clock import ServerClock
from hub.connection import connection
from hub.errors import NotAllowed
from hub.front import check_origin
from hub.listings import SCIM_WANTS, Listings
from hub.lists import EMPTY, ListPage, read_list
from hub.pace import Pace
from hub.page import Page, read_page
from hub.retries import Retries
from hub.secrets import redacted
from hub.signin import Bearer, SignIn
from hub.sizes import check_values
from hub.wire import Question, Wire

PAGE_SIZE = 100  # what working clients ask for; no maximum is documented (behaviour.md 1.12)
UNAUTHORIZED = 401
DEADLINE = 60.0  # seconds that one request may take, connecting and reading included
MAX_BODY = 64_000_000  # bytes of one response, before and after decoding
AUDIT_WANTS = (
    "the audit log wants a Team or Business plan, and an owner's credential or an organisation "
    "access token with scope-activity-read"
)

SCIM = "/v2/scim/"

Parameters = Mapping[str, str | int]


class Client(Listings):
    """One credential at one Docker Hub; safe to share between threads.

    Asks only `url`'s host, follows no redirect and no `next` link, so the bearer goes nowhere
    else. Every method raises a `HubError` that says in a sentence what went wrong.
    """

    def __init__(
        self,
        url: str,
        identifier: str,
        secret: str,
        *,
        scim_token: str | None = None,
        pace: Pace | None = None,
        timeout: float = 30.0,
        deadline: float = DEADLINE,
        max_body: int = MAX_BODY,
        first_wait: float = 0.5,
    ) -> None:
        """Times are in seconds, sizes in bytes.

        A request without a byte for `timeout` or without its whole response after `deadline` has
        failed; a response larger than `max_body` is cut off. `first_wait` is the pause before the
        first repetition. Waiting for our own pace counts as none of these. Raises
        `BadConnectionSettings` where a variable for proxies or certificates is wrong.
        """
        self.requests = 0
        self.pace = pace or Pace()
        self.clock = ServerClock()
        reached = connection(url)
        http = httpx.AsyncClient(
            base_url=url,
            timeout=timeout,
            follow_redirects=False,
            headers=_headers(),
            trust_env=False,
            verify=reached.tls,
            proxy=reached.proxy.server if reached.proxy else None,
        )
        self._wire = Wire(http, deadline=deadline, max_body=max_body)
        via = reached.proxy.said if reached.proxy else ""
        self._retried = Retries(self.pace, f"{http.base_url.host}{via}", first_wait)
        self._sign_in = SignIn(identifier, secret)
        self._scim = _lasting_bearer(scim_token)
        self._counting = threading.Lock()

    def __enter__(self) -> Self:
        """Open nothing yet; the first question signs in."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._wire.close()

    def now(self) -> datetime:
        """The time at Docker Hub, in UTC; signs in where no response has told it yet."""
        if not self.clock.heard:
            self.sign_in()
        return self.clock.now()

    def abandon(self) -> None:
        """End all waiting and all requests in flight: they and all later ones raise `Abandoned`."""
        self.pace.abandon()
        self._wire.abandon()

    def audit_page(self, account: str, start: datetime, end: datetime, page: int) -> Page:
        """One page of the events from `start` to `end`, both whole seconds in UTC.

        `openapi.yaml` /v2/auditlogs/{account}. A 404 past page 1 is an empty page (behaviour.md 5).
        """
        path = _log_of(account)
        asked: Parameters = {
            "from": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            "to": f"{end:%Y-%m-%dT%H:%M:%SZ}",
            "page": page,
            "page_size": PAGE_SIZE,
        }
        return self._retried(lambda: self._read_page(path, asked))

    def audit_actions(self, account: str) -> bytes:
        """The catalogue of actions as JSON text; `openapi.yaml` /v2/auditlogs/{account}/actions."""
        path = f"{_log_of(account)}/actions"
        return self._retried(lambda: rendered(parsed(self._get(path, {}) or b"")))

    def listed(
        self, path: str, read: Callable[[bytes, int], ListPage], wants: str, **asked: str | int
    ) -> ListPage:
        """One page of a listing; a 404 past page 1 is an empty one (behaviour.md 5).

        So is a 204, but only where a list was asked for: it says nothing about one object.
        """

        def ask() -> ListPage:
            body = self._get(path, asked, wants=wants)
            empty = body is None and read is read_list
            return EMPTY if empty else read(body or b"", self.max_entry)

        return self._retried(ask)

    def sign_in(self) -> None:
        """Sign in now, to learn whether the credentials are right."""
        self._retried(self._bearer)

    def _read_page(self, path: str, asked: Parameters) -> Page:
        body = self._get(path, asked)
        return read_page(b'{"logs":[]}' if body is None else body, self.max_entry)

    def _get(self, path: str, asked: Parameters, wants: str = AUDIT_WANTS) -> bytes | None:
        """The answer without anything secret, or None where it says that the page is empty."""
        ask = self._get_scim if path.startswith(SCIM) else self._get_signed_in
        response = ask(path, asked)
        past_the_last = (
            response.status_code == httpx.codes.NOT_FOUND and int(asked.get("page", 1)) > 1
        )
        if past_the_last or response.status_code == httpx.codes.NO_CONTENT:
            return None
        judge(response, wants)
        return redacted(cleaned(response.content, path))

    def _get_signed_in(self, path: str, asked: Parameters) -> httpx.Response:
        bearer = self._bearer()
        response = self._send("GET", path, params=asked, bearer=bearer)
        if response.status_code == UNAUTHORIZED:
            response = self._send("GET", path, params=asked, bearer=self._bearer(instead_of=bearer))
        return response

    def _get_scim(self, path: str, asked: Parameters) -> httpx.Response:
        """Ask with SCIM's own bearer, which is none of the others (behaviour.md 3)."""
        if self._scim is None:
            raise NotAllowed(f"SCIM users want a token of their own: {SCIM_WANTS}.")
        response = self._send("GET", path, params=asked, bearer=self._scim)
        if response.status_code == UNAUTHORIZED:
            raise NotAllowed(
                f"Docker Hub does not accept the bearer for {path} ({words(response)}): "
                f"{SCIM_WANTS}."
            )
        return response

    def _bearer(self, instead_of: Bearer | None = None) -> Bearer:
        return self._sign_in.bearer(
            lambda form: self._send("POST", "/v2/auth/token", json=form), instead_of
        )

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: Parameters | None = None,
        json: Mapping[str, str] | None = None,
        bearer: Bearer | None = None,
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {bearer.token}"} if bearer else {}
        with self.pace.turn():
            with self._counting:
                self.requests += 1
            question = Question(method, path, params, json, headers)
            response = self._wire.send(question, self._hear)
        check_origin(response)
        check_values(response.content, path)
        return response

    def _hear(self, response: httpx.Response, sent_at: float) -> None:
        """Learn from the headers, before the body has arrived."""
        self.clock.learn(response.headers.get("date", ""), sent_at, time.monotonic())
        self.pace.learn(response.status_code, response.headers)


def _log_of(account: str) -> str:
    return f"/v2/auditlogs/{quote(account, safe='')}"


def _lasting_bearer(token: str | None) -> Bearer | None:
    """None also for what no header may hold: httpx would refuse it, and show the whole of it."""
    token = (token or "").strip()
    return Bearer(token, math.inf) if re.fullmatch(r"[!-~]+", token) else None


def _headers() -> dict[str, str]:
    return {"User-Agent": f"hubtrail/{version('hubtrail')}", "Accept-Encoding": "gzip"}
