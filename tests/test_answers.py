"""What an answer's status means, and the words that a person is given."""

from __future__ import annotations

import json
import pickle
import time

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.answers import Passing, judge, parsed, printable, rendered, words
from hub.errors import (
    HubError,
    NotAllowed,
    NotAnOrganisation,
    NotThere,
    Refused,
    SignInRefused,
    TooManyRequests,
    Unavailable,
    Unreadable,
)

LOG = "/v2/auditlogs/acme"
PAYLOADS = [
    b'{"message":"forbidden","errinfo":{}}',
    b'{"errinfo":{},"message":"forbidden"}',
    b'{"detail":"forbidden"}',
    b'{"detail":"forbidden","error":false}',
    b'{"code":7,"message":"forbidden","details":[]}',
    b'{"text":"forbidden","fields":{}}',
    b"forbidden\r\n",
    b" forbidden ",
]


def answer(
    status: int, body: bytes = b"", path: str = LOG, headers: dict[str, str] | None = None
) -> httpx.Response:
    """An answer to a GET of that path."""
    request = httpx.Request("GET", f"https://hub.invalid{path}")
    return httpx.Response(status, headers=headers, content=body, request=request)


def verdict(response: httpx.Response) -> HubError:
    """The error that an answer ends in if it stays as it is."""
    with pytest.raises(HubError) as caught:
        judge(response)
    return caught.value.lasting if isinstance(caught.value, Passing) else caught.value


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_good_answer_is_no_error(status: int) -> None:
    """Nothing is raised for a 2xx."""
    judge(answer(status))


@pytest.mark.parametrize("status", [301, 302, 307, 308, 408, 425, 429, 500, 502, 503, 520])
def test_what_may_pass_is_told_apart(status: int) -> None:
    """Redirects, refusals by the limit and 5xx may be better at the next attempt."""
    with pytest.raises(Passing):
        judge(answer(status))


@pytest.mark.parametrize(
    ("status", "path", "kind"),
    [
        (400, LOG, Refused),
        (408, LOG, Unavailable),
        (413, LOG, Refused),
        (422, LOG, Refused),
        (425, LOG, Unavailable),
        (401, LOG, SignInRefused),
        (403, LOG, NotAllowed),
        (404, LOG, NotThere),
        (418, LOG, HubError),
        (429, LOG, TooManyRequests),
        (302, LOG, Unavailable),
        (500, LOG, NotAnOrganisation),
        (500, f"/behind/a/proxy{LOG}", NotAnOrganisation),
        (500, f"{LOG}/actions", Unavailable),
        (500, "/v2/auth/token", Unavailable),
        (502, LOG, Unavailable),
        (503, LOG, Unavailable),
    ],
)
def test_each_status_has_its_error(status: int, path: str, kind: type[HubError]) -> None:
    """Each status is the error that says what to do, in one sentence of one line."""
    problem = verdict(answer(status, path=path))
    assert type(problem) is kind
    assert str(problem).endswith(".")
    assert "\n" not in str(problem)


def test_a_user_is_named_by_the_name_alone() -> None:
    """Whatever comes before it in the path, the name that may be a user's is the account's."""
    assert "the audit log of 'acme'" in str(verdict(answer(500, path=f"/proxied{LOG}")))


@pytest.mark.parametrize("body", PAYLOADS)
def test_docker_hubs_own_words_are_quoted(body: bytes) -> None:
    """An error's words are found in each of the shapes that it has come in."""
    assert words(answer(403, body)) == "forbidden"
    assert "(forbidden)" in str(verdict(answer(403, body)))


@pytest.mark.parametrize(
    "body",
    [b"", b" \r\n", b"<html><h1>403</h1></html>", b"\n<!DOCTYPE html>", b"{}", b'{"message":""}'],
)
def test_without_words_the_status_speaks(body: bytes) -> None:
    """HTML and emptiness are not shown to anybody."""
    assert words(answer(403, body)) == "status 403"


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_body_can_break_the_words(body: bytes) -> None:
    """Whatever an error's body holds, its words are one short line."""
    said = words(answer(400, body))
    assert 0 < len(said) <= 200
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("charset", ["utf-8", "hex", "no-such-thing", "utf-16"])
def test_no_charset_can_break_the_words(charset: str) -> None:
    """A content type that lies about the letters breaks nothing."""
    told = answer(403, b"forbidden", headers={"content-type": f"text/plain; charset={charset}"})
    assert words(told) == "forbidden"


@pytest.mark.parametrize(
    ("letter", "shown"),
    [
        ("\u202e", "\\u202e"),
        ("\u2066", "\\u2066"),
        ("\u200b", "\\u200b"),
        ("\ufeff", "\\ufeff"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x07", "\\x07"),
        ("\x9b", "\\x9b"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("é 日本", "é 日本"),
    ],
)
def test_what_acts_on_a_terminal_is_shown_in_letters(letter: str, shown: str) -> None:
    """Escape sequences, bidi marks and zero-width characters do nothing in our sentences."""
    assert printable(f"a{letter}b") == f"a{shown}b"
    body = json.dumps({"message": f"no{letter}"}).encode()
    assert f"(no{shown})" in str(verdict(answer(403, body)))
    assert "\x1b" not in str(verdict(answer(404, path="/v2/x%1b[31m")))


def test_a_deeply_nested_error_is_read() -> None:
    """An error nested deeper than a parser goes still is an error with a sentence."""
    assert len(words(answer(403, b"[" * 100_000))) == 200


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"retry-after": "90"}, 90), ({}, 60), ({"retry-after": "9" * 30}, 86_400)],
)
def test_a_refusal_by_the_limit_says_until_when(headers: dict[str, str], seconds: int) -> None:
    """`until` is the time asked for, a minute where none is, a day at most."""
    problem = verdict(answer(429, headers=headers))
    assert isinstance(problem, TooManyRequests)
    assert problem.until.timestamp() == pytest.approx(time.time() + seconds, abs=2)


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("https://elsewhere.invalid/path?token=x", "elsewhere.invalid"),
        ("/v2/users/acme", "somewhere else"),
        ("", "somewhere else"),
        ("http://[broken", "somewhere else"),
    ],
)
def test_a_redirect_says_where_to(location: str, said: str) -> None:
    """Only the host of a redirect is told, whatever else its address holds."""
    problem = str(verdict(answer(302, headers={"location": location})))
    assert f"sends {LOG} on to {said};" in problem


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 502])
def test_errors_travel_between_processes(status: int) -> None:
    """An error that was pickled says the same, and knows the same, on the other side."""
    problem = verdict(answer(status, headers={"retry-after": "90"}))
    arrived = pickle.loads(pickle.dumps(problem))
    assert (type(arrived), str(arrived)) == (type(problem), str(problem))
    assert getattr(arrived, "until", None) == getattr(problem, "until", None)


def test_json_is_rendered_with_its_keys_in_order() -> None:
    """Equal values are equal text."""
    assert rendered(parsed(b'{"b": 1, "a": [2]}')) == b'{"a":[2],"b":1}'
    with pytest.raises(Unreadable, match="nested too deep"):
        rendered(parsed(b"[" * 400 + b"]" * 400))
