"""Signing in at the look-alike: each way in, and each way to be refused."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from hub.lookalike import Habits, LocalHub
from tests.worlds import signed_in, small_world

LOG = "/v2/auditlogs/acme"


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub that locks a name after two failures."""
    with LocalHub(small_world(events=1), habits=Habits(failures_allowed=2)) as hub:
        yield hub


def post(hub: LocalHub, path: str, **form: Any) -> httpx.Response:
    """The answer to a sign-in."""
    return httpx.post(hub.url + path, json=form)


@pytest.mark.parametrize("identifier", ["olivia", "robot", "acme"])
def test_password_personal_and_organisation_token_sign_in(hub: LocalHub, identifier: str) -> None:
    """Each kind of credential gets a bearer at /v2/auth/token that reads the log."""
    secret = {"acme": "not-a-secret-acme-oat"}.get(identifier)
    with signed_in(hub.url, identifier, secret) as client:
        assert len(client.get(LOG).json()["logs"]) == 1


def test_a_bearer_says_when_it_ends(hub: LocalHub) -> None:
    """A bearer is a JWT whose claims span the 600 seconds that it lives (behaviour.md 3)."""
    answer = post(hub, "/v2/auth/token", identifier="robot", secret="not-a-secret-robot")
    payload = answer.json()["access_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert claims["exp"] - claims["iat"] == 600
    assert claims["https://hub.docker.com"]["source"].startswith("docker_pat|")


def test_a_bearer_ends(hub: LocalHub) -> None:
    """A bearer past its time is a 401."""
    hub.habits.bearer_seconds = 0.01
    with signed_in(hub.url) as client:
        time.sleep(0.01)
        assert client.get(LOG).status_code == 401


def test_a_raw_token_is_no_bearer(hub: LocalHub) -> None:
    """A personal token must be exchanged first (behaviour.md 3)."""
    raw = {"Authorization": "Bearer not-a-secret-robot"}
    assert httpx.get(hub.url + LOG, headers=raw).status_code == 401


@pytest.mark.parametrize(
    ("form", "errinfo"),
    [
        ({}, {"identifier": "value is required", "secret": "value is required"}),
        ({"identifier": "robot"}, {"secret": "value is required"}),
        ({"identifier": "robot", "secret": "short"}, {"secret": "must be at least 9 characters"}),
    ],
)
def test_a_bad_form_is_named(hub: LocalHub, form: dict[str, str], errinfo: Any) -> None:
    """What is wrong with the form is said field by field, with 400."""
    answer = post(hub, "/v2/auth/token", **form)
    assert answer.status_code == 400
    assert answer.json() == {"message": "body is invalid", "errinfo": errinfo}


@pytest.mark.parametrize("path", ["/v2/auth/token", "/v2/users/login", "/v2/users/2fa-login"])
def test_a_form_that_is_none_is_malformed(hub: LocalHub, path: str) -> None:
    """A body that is no JSON object is a 400 on each route."""
    answer = httpx.post(hub.url + path, content=b"not json")
    assert answer.status_code == 400
    assert answer.json() == {"message": "malformed request", "errinfo": {}}


def test_failed_sign_ins_lock_the_name(hub: LocalHub) -> None:
    """After too many failures the right secret is refused as well, for that name alone."""
    for _ in range(2):
        wrong = post(hub, "/v2/auth/token", identifier="robot", secret="not-the-secret")
        assert wrong.json()["message"] == "unauthorized"
    locked = post(hub, "/v2/auth/token", identifier="robot", secret="not-a-secret-robot")
    assert locked.status_code == 401
    assert "too many failed login attempts" in locked.json()["message"]
    signed_in(hub.url, "olivia").close()


def test_a_lock_opens_again(hub: LocalHub) -> None:
    """A lock ends after its time."""
    for _ in range(2):
        post(hub, "/v2/users/login", username="olivia", password="not-the-secret")
    form = {"username": "olivia", "password": "not-a-secret-olivia"}
    assert "too many" in post(hub, "/v2/users/login", **form).json()["detail"]
    hub.habits.lock_seconds = 0
    assert post(hub, "/v2/users/login", **form).status_code == 200


def test_the_old_login_signs_people_in(hub: LocalHub) -> None:
    """The deprecated /v2/users/login gives a bearer too, also for the scheme "JWT"."""
    form = {"username": "robot", "password": "not-a-secret-robot"}
    token = post(hub, "/v2/users/login", **form).json()["token"]
    answer = httpx.get(hub.url + LOG, headers={"Authorization": f"JWT {token}"})
    assert answer.status_code == 200


def test_the_old_login_knows_no_organisations(hub: LocalHub) -> None:
    """An organisation cannot use /v2/users/login (behaviour.md 3)."""
    form = {"username": "acme", "password": "not-a-secret-acme-oat"}
    answer = post(hub, "/v2/users/login", **form)
    assert answer.status_code == 401
    assert answer.json() == {"detail": "Cannot log into an organization account"}


def test_a_second_factor_is_asked_for(hub: LocalHub) -> None:
    """With 2FA the password gives a token for the second step, and only the code a bearer."""
    form = {"username": "mallory", "password": "not-a-secret-mallory"}
    first = post(hub, "/v2/users/login", **form)
    assert first.status_code == 401
    assert "secondary authentication" in first.json()["detail"]
    step = {"login_2fa_token": first.json()["login_2fa_token"]}
    assert post(hub, "/v2/users/2fa-login", **step, code="000000").status_code == 401
    assert "token" in post(hub, "/v2/users/2fa-login", **step, code="123456").json()
    assert post(hub, "/v2/users/2fa-login", **step, code="123456").status_code == 401


def test_a_second_factor_bars_the_password_at_auth_token(hub: LocalHub) -> None:
    """/v2/auth/token has no second step, so it refuses and says why."""
    form = {"identifier": "mallory", "secret": "not-a-secret-mallory"}
    answer = post(hub, "/v2/auth/token", **form)
    assert answer.status_code == 401
    assert "secondary authentication" in answer.json()["message"]
