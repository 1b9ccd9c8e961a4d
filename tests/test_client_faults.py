"""Bad days: what passes is survived, what stays ends in one sentence and few requests."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from hub.client import Client
from hub.errors import (
    Blocked,
    HubError,
    NotAllowed,
    NotAnOrganisation,
    NotThere,
    OutOfReach,
    SignInRefused,
    TooManyRequests,
    Unavailable,
    Unreadable,
)
from hub.lookalike import LocalHub
from hub.lookalike.faults import Kind
from hub.retries import ATTEMPTS
from tests.asking import LOG, answering_pages, at_once, client_of, first_page, sign_ins
from tests.worlds import START, small_world

ONE_SENTENCE = re.compile(r"[A-Z][^\n<>]*\.")


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three events."""
    with LocalHub(small_world(events=3)) as hub:
        yield hub


@pytest.fixture
def client(hub: LocalHub) -> Iterator[Client]:
    """The robot's client."""
    with client_of(hub) as client:
        yield client


def failure(client: Client, account: str = "acme") -> HubError:
    """The error that a question for a page ends in, checked to be one that a person can read."""
    with pytest.raises(HubError) as caught:
        first_page(client, account)
    said = str(caught.value)
    assert ONE_SENTENCE.fullmatch(said)
    assert "not-a-secret" not in said
    assert "Traceback" not in said
    return caught.value


@pytest.mark.parametrize("kind", ["500", "502", "503", "cut", "reset", "slow", "redirect"])
def test_a_fault_that_passes_is_survived(hub: LocalHub, client: Client, kind: Kind) -> None:
    """After one bad answer, or two in a row, the right one is asked for and given."""
    hub.faults.slow_seconds = 0.1
    for times in (1, 2):
        hub.faults.once(kind, times=times, path=LOG)
        assert len(first_page(client)) == 3
    assert sign_ins(hub) == 1
    assert len(hub.requests) == (3 if kind == "slow" else 6)


def test_all_faults_together_are_survived_by_eight_threads(hub: LocalHub, client: Client) -> None:
    """Where one answer in seven is bad in one way or another, every thread has the right page."""
    for kind in ("500", "503", "cut", "reset"):
        hub.faults.chance(kind, 0.04)
    hub.faults.once("expired")
    asked = at_once(lambda: first_page(client), times=120)
    assert [len(page.result()) for page in asked] == [3] * 120


@pytest.mark.parametrize(
    ("kind", "error", "requests"),
    [
        ("500", NotAnOrganisation, ATTEMPTS),
        ("502", Unavailable, ATTEMPTS),
        ("503", Unavailable, ATTEMPTS),
        ("cut", Unavailable, ATTEMPTS),
        ("reset", Unavailable, ATTEMPTS),
        ("redirect", Unavailable, ATTEMPTS),
        ("expired", SignInRefused, 3),
    ],
)
def test_a_fault_that_stays_is_named(
    hub: LocalHub, client: Client, kind: Kind, error: type[HubError], requests: int
) -> None:
    """A fault that is there again and again ends in its own error after a bounded few requests."""
    client.sign_in()
    hub.faults.chance(kind, 1, path=LOG)
    assert type(failure(client)) is error
    assert len(hub.requests) == 1 + requests


@pytest.mark.parametrize("kind", ["500", "503", "cut", "reset", "redirect"])
def test_a_sign_in_that_keeps_failing_is_unavailable(
    hub: LocalHub, client: Client, kind: Kind
) -> None:
    """Where nobody can sign in Docker Hub is unavailable; the credential is not blamed."""
    hub.faults.chance(kind, 1)
    assert type(failure(client)) is Unavailable
    assert len(hub.requests) == ATTEMPTS


def test_what_comes_too_late_is_unavailable(hub: LocalHub) -> None:
    """An answer that takes longer than the timeout counts as none."""
    with Client(hub.url, "robot", "not-a-secret-robot", timeout=0.15, first_wait=0.001) as client:
        client.sign_in()
        hub.faults.slow_seconds = 0.5
        hub.faults.chance("slow", 1)
        assert "timed out" in str(failure(client))


@pytest.mark.parametrize(
    ("headers", "body", "error"),
    [
        ({}, b"", Unreadable),
        ({}, b"<html>Please sign in to this network</html>", Blocked),
        ({}, b'{"logs":[', Unreadable),
        ({"Content-Encoding": "gzip"}, b"not gzip", Unavailable),
    ],
    ids=["nothing", "another page", "half", "garbled"],
)
def test_an_answer_that_is_none_is_named(
    headers: dict[str, str], body: bytes, error: type[HubError]
) -> None:
    """A 200 without sense is asked for again, and then an error, never an empty page."""
    with (
        answering_pages(headers, body) as (url, asked),
        Client(url, "robot", "not-a-secret-robot", first_wait=0.001) as client,
    ):
        assert type(failure(client)) is error
        with pytest.raises(error):
            client.audit_actions("acme")
    assert len(asked) == 2 * ATTEMPTS


def test_a_persons_name_is_not_an_organisation(hub: LocalHub, client: Client) -> None:
    """The log of a user, which Docker Hub answers with 500, says that it wants an organisation."""
    problem = failure(client, "olivia")
    assert type(problem) is NotAnOrganisation
    assert "'olivia'" in str(problem)
    assert len(hub.requests) == 1 + ATTEMPTS


def test_a_plan_without_audit_log_is_named(hub: LocalHub, client: Client) -> None:
    """A 403 says which plan and which rights the log wants, and is not asked for again."""
    hub.habits.plan_allows_audit = False
    problem = failure(client)
    assert type(problem) is NotAllowed
    assert "Team or Business" in str(problem)
    assert len(hub.requests) == 2


def test_an_unknown_account_is_named(hub: LocalHub, client: Client) -> None:
    """A 404 names what is not there, and is not asked for again."""
    problem = failure(client, "nobody")
    assert type(problem) is NotThere
    assert "/v2/auditlogs/nobody" in str(problem)
    assert len(hub.requests) == 2


def test_a_closed_port_is_no_network() -> None:
    """Where nobody listens Docker Hub cannot be reached, and the host is named."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
    with Client(
        f"http://127.0.0.1:{port}", "robot", "not-a-secret-robot", first_wait=0.001
    ) as client:
        problem = failure(client)
        assert type(problem) is OutOfReach
        assert str(problem).startswith("Docker Hub cannot be reached at 127.0.0.1: ")
        assert client.requests == ATTEMPTS


def test_an_unknown_host_is_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that no name server knows cannot be reached."""
    monkeypatch.setenv("NO_PROXY", "hub.invalid")
    with Client("http://hub.invalid", "robot", "not-a-secret-robot", first_wait=0.001) as client:
        assert "cannot be reached at hub.invalid: " in str(failure(client))


def test_a_page_that_failed_can_be_asked_for_again(hub: LocalHub, client: Client) -> None:
    """An error ends one question, not the client."""
    hub.faults.once("503", times=ATTEMPTS, path=LOG)
    failure(client)
    assert len(client.audit_page("acme", START, START + timedelta(seconds=1), 1)) == 2


def test_a_refusal_by_the_limit_that_is_cut_keeps_its_wait(hub: LocalHub) -> None:
    """What a 429 asks for stands in its headers, and counts even where the rest is lost."""
    hub.faults.quiet_seconds = 300.0
    hub.faults.once("cut", path=LOG)
    hub.faults.once("429-json", path=LOG)
    with client_of(hub) as client, pytest.raises(TooManyRequests):
        first_page(client)
    assert len(hub.requests) == 2
