"""The look-alike's rate limit: windows, headers, refusals."""

from __future__ import annotations

import math
import time
from email.utils import parsedate_to_datetime

import httpx
import pytest

from hub.lookalike import Limit, LocalHub
from hub.lookalike.limits import Body, RetryAfter
from tests.worlds import signed_in, small_world

LOG = "/v2/auditlogs/acme"


def used_up(limit: Limit) -> httpx.Response:
    """The first answer beyond that limit."""
    with LocalHub(small_world(), limit) as hub:
        for _ in range(limit.requests):
            httpx.get(hub.url + LOG)
        return httpx.get(hub.url + LOG)


def test_each_answer_tells_the_budget() -> None:
    """Sign-in and refusals count and carry the headers as well."""
    with LocalHub(small_world(), Limit(5, 60)) as hub, signed_in(hub.url) as client:
        answers = [client.get(path) for path in (LOG, "/v2/nowhere", "/v2/orgs/acme/settings")]
    assert [a.headers["x-ratelimit-remaining"] for a in answers] == ["3", "2", "1"]
    assert {a.headers["x-ratelimit-limit"] for a in answers} == {"5"}


def test_the_window_begins_at_the_first_request() -> None:
    """`Reset` is the end of the window as unix time, rounded up, and stays while it lasts."""
    with LocalHub(small_world(), Limit(5, 7.5)) as hub:
        time.sleep(0.2)
        before = time.time()
        resets = {httpx.get(hub.url + LOG).headers["x-ratelimit-reset"] for _ in range(3)}
    assert len(resets) == 1
    assert math.ceil(before + 7.5) <= int(resets.pop()) <= math.ceil(time.time() + 7.5)


def test_a_new_window_has_the_whole_budget_again() -> None:
    """What is refused in one window is answered in the next."""
    with LocalHub(small_world(), Limit(2, 1)) as hub, httpx.Client(base_url=hub.url) as client:
        statuses = [client.get(LOG).status_code for _ in range(3)]
        time.sleep(1)
        statuses.append(client.get(LOG).status_code)
    assert statuses == [401, 401, 429, 401]


def test_without_a_limit_nothing_is_said_of_one() -> None:
    """No limit, no headers."""
    with LocalHub(small_world()) as hub:
        names = httpx.get(hub.url + LOG).headers
    assert not [name for name in names if "ratelimit" in name]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("seconds", "retry-after"),
        ("unix", "retry-after"),
        ("date", "retry-after"),
        ("x-unix", "x-retry-after"),
    ],
)
def test_a_refusal_says_when_to_come_back(form: RetryAfter, name: str) -> None:
    """The wait comes in the form chosen, and each means the end of the window."""
    refusal = used_up(Limit(1, 30, retry_after=form))
    said = refusal.headers[name]
    until = parsedate_to_datetime(said).timestamp() if form == "date" else float(said)
    if form == "seconds":
        until += time.time()
    assert refusal.status_code == 429
    assert until == pytest.approx(time.time() + 30, abs=2)


def test_a_refusal_may_say_nothing() -> None:
    """With the form "none" there is no header to wait by."""
    assert not [
        name for name in used_up(Limit(1, 30, retry_after="none")).headers if "retry" in name
    ]


@pytest.mark.parametrize(
    ("body", "text", "kind"),
    [
        ("json", '{"detail":"Rate limit exceeded","error":false}', "application/json"),
        ("text", "Too Many Requests (HAP429).\n", "text/plain"),
        ("empty", "", "text/plain"),
    ],
)
def test_a_refusal_has_the_body_chosen(body: Body, text: str, kind: str) -> None:
    """JSON, text or nothing (behaviour.md 4)."""
    refusal = used_up(Limit(1, 30, body=body))
    assert refusal.text == text
    assert refusal.headers["content-type"].startswith(kind)
