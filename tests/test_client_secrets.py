"""Secrets: neither the credential nor the bearer is in any error, log record or repr."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Iterator

import pytest

from hub.client import Client
from hub.errors import HubError
from hub.lookalike import LocalHub
from hub.lookalike.faults import Kind
from hub.signin import Bearer, SignIn
from tests.asking import SIGN_IN, answering, client_of, first_page
from tests.worlds import small_world

SECRET = "not-a-secret-robot"
BEARER = "not-a-secret-bearer"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three events."""
    with LocalHub(small_world(events=3)) as hub:
        yield hub


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that any logger says, at any level."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "stamina", "hub", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


def chain(problem: BaseException | None) -> Iterator[BaseException]:
    """An error, what it was raised from, and what was being handled."""
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__


def shown(problem: BaseException) -> str:
    """All that an error shows to anybody, and what it keeps besides."""
    kept = [
        f"{link!s}\n{link!r}\n{link.args!r}\n{vars(link)!r}\n{request_of(link)}"
        for link in chain(problem)
    ]
    return "\n".join([*traceback.format_exception(problem), *kept])


def request_of(problem: BaseException) -> str:
    """The request that an error of httpx drags along, its headers and its body."""
    request = getattr(problem, "_request", None)
    return f"{request.headers.raw}{request.content!r}" if request else ""


def logged(log: pytest.LogCaptureFixture) -> str:
    """All records, with everything that they carry."""
    return "\n".join(f"{record.getMessage()} {vars(record)!r}" for record in log.records)


def clean(text: str, *secrets: str) -> bool:
    """Whether none of the secrets stands in the text, as it is or as bytes would show it."""
    return bool(text) and not any(secret in text for secret in secrets)


@pytest.mark.parametrize(
    "kind", ["429-json", "500", "502", "503", "cut", "reset", "slow", "expired", "redirect"]
)
def test_no_fault_gives_a_secret_away(
    hub: LocalHub, log: pytest.LogCaptureFixture, kind: Kind
) -> None:
    """However a read goes wrong, error and log records hold neither secret nor bearer."""
    hub.faults.quiet_seconds, hub.faults.slow_seconds = 300.0, 0.5
    with Client(hub.url, "robot", SECRET, timeout=0.2, first_wait=0.001) as client:
        client.sign_in()
        bearer = client._sign_in.bearer(lambda _: pytest.fail("there is one")).token
        hub.faults.chance(kind, 1)
        with pytest.raises(HubError) as caught:
            first_page(client)
    assert clean(shown(caught.value), SECRET, bearer)
    assert clean(logged(log), SECRET, bearer)


@pytest.mark.parametrize("kind", ["429-text", "500", "503", "cut", "reset", "slow", "redirect"])
def test_no_failed_sign_in_gives_the_secret_away(
    hub: LocalHub, log: pytest.LogCaptureFixture, kind: Kind
) -> None:
    """However the sign-in goes wrong, error and log records do not hold the secret."""
    hub.faults.quiet_seconds, hub.faults.slow_seconds = 300.0, 0.5
    hub.faults.chance(kind, 1)
    with (
        Client(hub.url, "robot", SECRET, timeout=0.2, first_wait=0.001) as client,
        pytest.raises(HubError) as caught,
    ):
        client.sign_in()
    assert clean(shown(caught.value), SECRET)
    assert clean(logged(log), SECRET)


def test_a_refusal_gives_no_secret_away(hub: LocalHub, log: pytest.LogCaptureFixture) -> None:
    """A refused sign-in names the identifier, not the secret, however often it is raised."""
    with client_of(hub, secret="not-a-secret-wrong") as client:
        for _ in range(2):
            with pytest.raises(HubError) as caught:
                client.sign_in()
            assert "'robot'" in str(caught.value)
            assert clean(shown(caught.value), "not-a-secret-wrong")
    assert b"not-a-secret-wrong" not in pickle.dumps(caught.value)
    assert clean(logged(log), "not-a-secret-wrong")


@pytest.mark.parametrize(
    "answer",
    [
        b'{"access_token":"%b"',
        b'{"access_token":"%b\\n"}',
        b'{"access_token":"%b \xc3\xa4"}',
        b'{"token":"%b"}',
        b"%b",
    ],
)
def test_a_broken_sign_in_gives_no_bearer_away(
    log: pytest.LogCaptureFixture, answer: bytes
) -> None:
    """A bearer that came in an answer without sense is in neither error nor log."""

    def garbled(path: str) -> tuple[int, dict[str, str], bytes]:
        assert path == SIGN_IN
        return 200, {"Content-Type": "application/json"}, answer % BEARER.encode()

    with (
        answering(garbled) as url,
        Client(url, "robot", SECRET, first_wait=0.001) as client,
        pytest.raises(HubError) as caught,
    ):
        first_page(client)
    assert clean(shown(caught.value), SECRET, BEARER)
    assert clean(logged(log), SECRET, BEARER)


def test_a_good_day_gives_no_secret_away(hub: LocalHub, log: pytest.LogCaptureFixture) -> None:
    """Where nothing goes wrong the log records hold no secret either, and no event."""
    with client_of(hub) as client:
        assert len(first_page(client)) == 3
        bearer = client._sign_in.bearer(lambda _: pytest.fail("there is one")).token
    assert clean(logged(log), SECRET, bearer, "build-1")


def test_nothing_shows_a_secret_when_printed(hub: LocalHub) -> None:
    """The repr of client, sign-in and bearer holds neither secret nor bearer."""
    with client_of(hub) as client:
        client.sign_in()
        bearer = client._sign_in.bearer(lambda _: pytest.fail("there is one"))
        texts = f"{client!r}{client}{client._sign_in!r}{bearer!r}{bearer}{client.pace!r}"
    assert clean(texts, SECRET, bearer.token)
    assert clean(repr(SignIn("robot", SECRET)), SECRET)
    assert clean(repr(Bearer(BEARER, 0.0)), BEARER)
