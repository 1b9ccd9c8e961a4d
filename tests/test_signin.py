"""Signing in: three ways, once where it is refused, again in time."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator

import httpx
import pytest

from hub.errors import SignInRefused, Unreadable
from hub.lookalike import Credential, Habits, LocalHub
from hub.lookalike.faults import Kind
from hub.signin import RENEW_AFTER, SignIn
from tests.asking import LOG, SIGN_IN, answered, at_once, client_of, first_page, sign_ins
from tests.worlds import small_world


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three events."""
    with LocalHub(small_world(events=3)) as hub:
        yield hub


@pytest.mark.parametrize(
    ("identifier", "secret"),
    [
        ("olivia", "not-a-secret-olivia"),
        ("robot", "not-a-secret-robot"),
        ("acme", "not-a-secret-acme-oat"),
    ],
    ids=["user and password", "user and PAT", "organisation and OAT"],
)
def test_each_kind_of_credential_signs_in(hub: LocalHub, identifier: str, secret: str) -> None:
    """User and password, user and PAT, organisation and OAT each give one bearer for all reads."""
    with client_of(hub, identifier, secret) as client:
        assert len(first_page(client)) == 3
        assert client.audit_actions("acme").startswith(b'{"actions":{')
    assert answered(hub) == [("POST", 200), ("GET", 200), ("GET", 200)]


def test_eight_threads_sign_in_once(hub: LocalHub) -> None:
    """However many threads begin at once, one sign-in serves them all."""
    hub.service.latency = 0.05
    with client_of(hub) as client:
        assert [len(page.result()) for page in at_once(lambda: first_page(client))] == [3] * 8
    assert sign_ins(hub) == 1


def test_a_refused_sign_in_is_sent_once(hub: LocalHub) -> None:
    """A wrong secret is refused once, whoever asks and however often, for Docker locks names."""
    hub.service.latency = 0.05
    with client_of(hub, secret="not-a-secret-wrong") as client:
        for refused in at_once(lambda: first_page(client)):
            assert isinstance(refused.exception(), SignInRefused)
        with pytest.raises(SignInRefused, match="HUBTRAIL_IDENTIFIER and HUBTRAIL_SECRET"):
            client.sign_in()
    assert answered(hub) == [("POST", 401)]


def test_a_refusal_that_is_cut_short_is_sent_once_too(hub: LocalHub) -> None:
    """The status alone is a refusal: where the rest is lost the sign-in is not sent again."""
    hub.faults.once("cut", times=9, path=SIGN_IN)
    with (
        client_of(hub, secret="not-a-secret-wrong") as client,
        pytest.raises(SignInRefused, match=r"\(status 401\)"),
    ):
        client.sign_in()
    assert answered(hub) == [("POST", 401)]


def test_a_second_factor_asks_for_a_token(hub: LocalHub) -> None:
    """Whoever has two-factor authentication on is told to use a personal access token."""
    with (
        client_of(hub, "mallory", "not-a-secret-mallory") as client,
        pytest.raises(SignInRefused, match="give a personal access token as secret"),
    ):
        client.sign_in()
    assert sign_ins(hub) == 1


def test_a_locked_name_asks_for_patience(hub: LocalHub) -> None:
    """A locked name is told apart from a wrong secret, and left alone."""
    hub.habits.failures_allowed = 1
    with client_of(hub, secret="not-a-secret-wrong") as wrong, pytest.raises(SignInRefused):
        wrong.sign_in()
    with (
        client_of(hub) as client,
        pytest.raises(SignInRefused, match="the name is locked for 10 to 15 minutes"),
    ):
        client.sign_in()
    assert sign_ins(hub) == 2


def test_a_short_secret_is_refused(hub: LocalHub) -> None:
    """What Docker Hub does not even look at, a secret of less than nine letters, is a refusal."""
    with (
        client_of(hub, secret="short") as client,
        pytest.raises(SignInRefused, match="body is invalid"),
    ):
        client.sign_in()
    assert answered(hub) == [("POST", 400)]


@pytest.mark.parametrize("fault", ["500", "503", "reset", "cut"])
def test_a_sign_in_that_fails_in_passing_is_repeated(hub: LocalHub, fault: Kind) -> None:
    """A bad moment of Docker Hub's is no refusal of the credential."""
    hub.faults.once(fault, times=2, path=SIGN_IN)
    with client_of(hub) as client:
        client.sign_in()
    assert sign_ins(hub) == 3


def test_a_bearer_is_renewed_before_its_time_is_over() -> None:
    """Nobody is refused because a bearer grew old: another one is there before."""
    with LocalHub(small_world(), habits=Habits(bearer_seconds=3)) as hub, client_of(hub) as client:
        until = time.monotonic() + 3.2
        while time.monotonic() < until:
            first_page(client)
            time.sleep(0.05)
    assert sign_ins(hub) == 2
    assert {status for _, status in answered(hub)} == {200}


def test_a_bearer_of_unknown_age_is_renewed_within_ten_minutes() -> None:
    """A bearer that does not tell its lifetime is taken to live the 600 s of the contract."""
    told = SignIn("robot", "not-a-secret-robot").bearer(
        lambda _: httpx.Response(200, json={"access_token": "opaque"})
    )
    assert told.good_until - time.monotonic() == pytest.approx(540, abs=5)


@pytest.mark.parametrize(
    ("claims", "good_for"),
    [
        ('{"iat":0,"exp":1e300}', 86_400 * RENEW_AFTER),
        ('{"iat":0,"exp":%s}' % ("9" * 400), 600 * RENEW_AFTER),
        ('{"iat":0,"exp":NaN}', 600 * RENEW_AFTER),
        ('{"iat":0,"exp":Infinity}', 600 * RENEW_AFTER),
        ('{"iat":0,"exp":-60}', 600 * RENEW_AFTER),
        ('{"iat":0,"exp":"soon"}', 600 * RENEW_AFTER),
        ("[" * 10_000, 600 * RENEW_AFTER),
        ('{"iat":0,"exp":300}', 300 * RENEW_AFTER),
    ],
    ids=["huge", "overflow", "nan", "infinite", "negative", "word", "deep", "good"],
)
def test_an_absurd_lifetime_is_bounded(claims: str, good_for: float) -> None:
    """Whatever a token says of its lifetime, it is renewed within a day."""
    payload = base64.urlsafe_b64encode(claims.encode()).decode()
    told = SignIn("robot", "not-a-secret-robot").bearer(
        lambda _: httpx.Response(200, json={"access_token": f"header.{payload}.signature"})
    )
    assert told.good_until - time.monotonic() == pytest.approx(good_for, abs=5)


def test_a_refused_bearer_is_renewed_once(hub: LocalHub) -> None:
    """After a 401 comes one new sign-in, and the question again."""
    hub.faults.once("expired")
    with client_of(hub) as client:
        assert len(first_page(client)) == 3
    assert answered(hub) == [("POST", 200), ("GET", 401), ("POST", 200), ("GET", 200)]


def test_threads_whose_bearer_is_refused_renew_it_once(hub: LocalHub) -> None:
    """When eight requests in flight are refused together, one new sign-in serves them all."""
    with client_of(hub) as client:
        first_page(client)
        hub.service.latency = 0.3  # all eight are under way before the first is answered
        hub.faults.once("expired", times=8, path=LOG)
        assert [len(page.result()) for page in at_once(lambda: first_page(client))] == [3] * 8
    assert sign_ins(hub) == 2


def test_a_bearer_refused_twice_is_an_error(hub: LocalHub) -> None:
    """A new bearer that is refused as well ends in a sentence about the clock, not in a loop."""
    hub.faults.chance("expired", 1)
    with client_of(hub) as client, pytest.raises(SignInRefused, match="clock is right"):
        first_page(client)
    assert answered(hub) == [("POST", 200), ("GET", 401)] * 2


def test_a_bearer_is_another_one_than_the_refused() -> None:
    """Whoever still holds an older bearer gets the newest, not one more."""
    given = iter(["one", "two", "three"])

    def post(_: dict[str, str]) -> httpx.Response:
        return httpx.Response(200, json={"access_token": next(given)})

    sign_in = SignIn("robot", "not-a-secret-robot")
    first = sign_in.bearer(post)
    second = sign_in.bearer(post, instead_of=first)
    assert second.token == "two"
    assert sign_in.bearer(post, instead_of=first) is second


@pytest.mark.parametrize(
    "answer",
    [{}, [], None, {"access_token": None}, {"access_token": ""}, {"access_token": 7}]
    + [{"access_token": token} for token in ("two words", "line\nbreak", "naïve")],
)
def test_a_sign_in_without_a_bearer_is_unreadable(answer: object) -> None:
    """What cannot be a bearer is never sent as one, and never shown."""
    text = json.dumps(answer)
    with pytest.raises(Unreadable, match=r"^Docker Hub answered the sign-in without"):
        SignIn("robot", "not-a-secret-robot").bearer(lambda _: httpx.Response(200, text=text))


def test_an_organisations_token_says_which_scope_it_lacks(hub: LocalHub) -> None:
    """A refused question names the scope that an organisation token needs."""
    hub.world.credentials.append(Credential("acme", "not-a-secret-idle", "oat", scopes=()))
    with client_of(hub, "acme", "not-a-secret-idle") as client:
        error = at_once(lambda: first_page(client), times=1)[0].exception()
    assert "scope-activity-read" in str(error)
