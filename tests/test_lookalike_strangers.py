"""Bad days on which somebody else answers, or Docker Hub answers with a rare status."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from hub.lookalike import LocalHub
from hub.lookalike.faults import Kind
from tests.worlds import signed_in, small_world

LOG = "/v2/auditlogs/acme"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three events."""
    with LocalHub(small_world(events=3)) as hub:
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[httpx.Client]:
    """The owner, signed in before anything goes wrong."""
    with signed_in(hub.url) as client:
        yield client


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("blocked-html", 403, "<!DOCTYPE html>"),
        ("blocked-text", 403, "error code: 1010"),
        ("200-html", 200, "<html>"),
        ("404-html", 404, "<html>"),
        ("404-empty", 404, ""),
        ("404-json", 404, '{"message":"httperror 404'),
        ("204", 204, ""),
        ("400", 400, '{"message":"bad request"'),
        ("403", 403, '{"message":"forbidden"'),
        ("408", 408, '{"message":"request timeout"'),
        ("413", 413, '{"message":"request entity too large"'),
        ("422", 422, '{"message":"unprocessable entity"'),
        ("425", 425, '{"message":"too early"'),
    ],
)
def test_another_answer_comes_once(
    hub: LocalHub, client: httpx.Client, kind: Kind, status: int, body: str
) -> None:
    """The next request gets the other answer, the one after it the right one."""
    hub.faults.once(kind)
    struck, after = client.get(LOG), client.get(LOG)
    assert struck.status_code == status
    assert struck.text.startswith(body)
    assert bool(struck.text) == bool(body)
    assert ("cf-mitigated" in struck.headers) == (kind == "blocked-html")
    assert after.status_code == 200


@pytest.mark.parametrize(
    ("kind", "before", "after"), [("bom", b"\xef\xbb\xbf", b""), ("trailing", b"", b"\nServed")]
)
def test_something_stands_around_the_answer(
    hub: LocalHub, client: httpx.Client, kind: Kind, before: bytes, after: bytes
) -> None:
    """The answer is the right one, with more before or after it."""
    right = client.get(LOG).content
    hub.faults.once(kind)
    assert client.get(LOG).content.startswith(before + right + after)


def test_the_date_is_what_it_is_told_to_be(hub: LocalHub, client: httpx.Client) -> None:
    """There is one Date header; another text, or none, comes on request."""
    assert client.get(LOG).headers["date"].endswith(" GMT")
    hub.habits.date_header = "some day"
    assert client.get(LOG).headers.get_list("date") == ["some day"]
    hub.habits.date_header = ""
    assert "date" not in client.get(LOG).headers
