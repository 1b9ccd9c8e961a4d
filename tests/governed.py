"""A small organisation whose state is known: who is in it, its tokens, its settings, as of now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from tests import screens
from tests.listed import happened, invitee, listing, member, push, told
from tests.readings import HOUR, NOON, event
from warehouse.database import Writer, open_for_writing
from warehouse.publish import publish

HOSTILE = "evil\u202egnp<b>[x](javascript:alert(1))"
Entry = dict[str, Any]


def ago(days: float) -> float:
    """So many days before now, in hours after noon, as the made-up listings and events count."""
    return (datetime.now(UTC) - timedelta(days=days) - NOON) / HOUR


def day(days: float) -> str:
    """The day that was so many days ago, as a link names it."""
    return f"{(datetime.now(UTC) - timedelta(days=days)).date()}"


def token(name: str, **fields: Any) -> Entry:
    """A token of the organisation, made a hundred days ago and never used."""
    return {
        "id": name,
        "label": name,
        "created_by": "olivia",
        "is_active": True,
        "created_at": moment(100),
        "expires_at": None,
        "last_used_at": None,
        "resources": [],
    } | fields


def moment(days: float) -> str:
    """The time so many days ago, as Docker Hub writes it."""
    return f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def governed(folder: Path) -> Path:
    """Listed forty, two and one days ago, all events until now read; gives back `folder`.

    Since the first listing mallory came, mike left and olga became an owner; eve came and a
    tag was moved, of which no event tells.
    """
    with writing(folder) as writer:
        told(writer, *_events(), until=ago(0))
        people(writer, 40, member("olivia", "Owner"), member("olga"), member("mike"))
        now = [member("olivia", "Owner"), member("olga", "Owner"), member("mallory", is_guest=True)]
        people(writer, 2, *now)
        people(writer, 1, *now, member("eve"), member(HOSTILE), invitee("ivan@acme.example"))
        waiting = {"id": "i1", "invitee": "ivan@acme.example", "inviter_username": "olivia"}
        asked = {"team": "web", "role": "Member", "created_at": moment(35)}
        listing(writer, "invites", ago(1), [waiting | asked])
        _tokens(writer)
        _settings(writer)
        _tags(writer)
    return folder


def forbidden(folder: Path) -> Path:
    """Events only: no listing was permitted, and one broke off; `folder` is given back."""
    with writing(folder) as writer:
        told(writer, *_events(), until=ago(0))
        for resource in ("members", "teams", "invites", "org-settings", "personal-access-tokens"):
            note(writer, resource, "not permitted", f"{resource} want {HOSTILE}.")
        listing(writer, "org_access_tokens", ago(1), [token("half")], state="partial")
        note(writer, "org-access-tokens", "partial", "The count was another on each page.")
    return folder


def opener(
    name: str, factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AppTest]:
    """What opens that screen of one of the two warehouses, with a query, and without exception."""

    def opened(made: Callable[[Path], Path], **query: str) -> AppTest:
        folder = factory.getbasetemp() / made.__name__
        if not folder.exists():
            folder.mkdir()
            made(folder)
        monkeypatch.setenv("HUBTRAIL_DATA", str(folder))
        app = screens.screen(name, **query)
        assert not app.exception
        return app

    return opened


def words(cell: Any) -> list[str]:
    """The words of a cell that holds several."""
    return list(cell)


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """A warehouse to fill, published at the end."""
    with open_for_writing(folder / "hubtrail.duckdb") as writer:
        yield writer
        publish(writer)


def _tags(writer: Writer) -> None:
    """A tag that was moved although nobody pushed."""
    for days, digest in ((40, "a"), (2, "b")):
        listing(writer, "tags", ago(days), [{"name": "v9", "digest": digest}], scope="edge")


def people(writer: Writer, days: float, *entries: Entry) -> None:
    """A whole listing of the members, that many days ago."""
    listing(writer, "members", ago(days), entries)


def note(writer: Writer, resource: str, state: str, error: str) -> None:
    """A run over the resource that ended so."""
    who = {"run_id": str(uuid4()), "resource": resource, "account": "acme"}
    now = f"{datetime.now(UTC)}"
    with writer.transaction():
        writer.run("open_run", who | {"now": now})
        ending = {"state": state, "requests": 1, "rows": 0, "error": error}
        writer.run("close_run", who | ending | {"now": now, "clock_ahead_seconds": None})


def _events() -> list[Entry]:
    laptop = {"tag": "v1", "access_token_id": "t2", "access_token_label": "laptop"}
    enforced = "enterprise.sso.connection.enforcement_toggle"
    return [
        happened(ago(30), "org.member.add", "mallory", username="mallory", role="Member"),
        happened(ago(20), "org.member.remove", "mike", username="mike"),
        happened(ago(10), "org.member.role.change", "olga", username="olga", role="Owner"),
        happened(ago(35), "org.member.invite.send", "ivan@acme.example", email="ivan@acme.example"),
        happened(ago(60), enforced, "acme", enabled="true"),
        happened(ago(5), enforced, "acme", enabled="false"),
        happened(ago(6), "org.domain.create", "acme", domain=HOSTILE),
        happened(ago(4), "org.settings.update", "acme"),
        event(ago(50) * 3_600, actor='mike - access token "laptop"', data=laptop),
        push(ago(1), "b", actor='acme - access token "ci"'),
    ]


def _tokens(writer: Writer) -> None:
    everything = {"type": "TYPE_REPO", "path": "acme/*", "scopes": ["repo-push"]}
    tokens = [
        token("t1", label="ci", expires_at=moment(-10), last_used_at=moment(1)),
        token("wide", resources=[everything]),
        token("stale", expires_at=moment(-300), last_used_at=moment(95)),
        token("off", expires_at=moment(-300), last_used_at=moment(40), is_active=False),
    ]
    listing(writer, "org_access_tokens", ago(2), [*tokens, token("old")])
    listing(writer, "org_access_tokens", ago(1), tokens)


def _settings(writer: Writer) -> None:
    settings = {"enabled": True, "allow_official_images": True, "allow_verified_publishers": True}
    listing(writer, "org_settings", ago(40), [{"restricted_images": settings}])
    looser = settings | {"enabled": False}
    listing(writer, "org_settings", ago(2), [{"restricted_images": looser}])
