"""Listings made up for the loader: entries, and keeping them as if read at an hour of the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import orjson

from tests.readings import HOUR, NOON, RUN, Event, event, load
from warehouse.database import Writer
from warehouse.listing import staging

Entry = dict[str, Any]


def hour(hours: float) -> datetime:
    """That many hours after noon."""
    return NOON + timedelta(hours=hours)


def listing(
    writer: Writer,
    resource: str,
    hours: float,
    entries: Iterable[Entry],
    *,
    scope: str = "",
    state: str = "whole",
) -> None:
    """Keep a listing of "acme" that was read that many hours after noon."""
    with staging(writer, "acme", resource, scope, hour(hours)) as stage:
        stage.add(orjson.dumps(list(entries), option=orjson.OPT_SORT_KEYS))
        stage.keep(RUN, state, pages=1, requests=1)


def tags(writer: Writer, hours: float, state: str = "whole", **digests: str) -> None:
    """A listing of acme/api with these tags and their digests."""
    entries = [{"name": name, "digest": digest} for name, digest in digests.items()]
    listing(writer, "tags", hours, entries, scope="api", state=state)


def told(writer: Writer, *events: Event, until: float = 24) -> None:
    """Load these events, as all there were from a day before noon to so many hours after it."""
    pages = [sorted(events, key=lambda each: each["timestamp"], reverse=True)]
    load(writer, *pages, start=NOON - 24 * HOUR, end=hour(until), read_at=hour(until))


def push(hours: float, digest: str, tag: str = "v1", **fields: Any) -> Event:
    """A push to acme/api by robot with the token ci, that many hours after noon."""
    data = {
        "tag": tag,
        "digest": digest,
        "access_token_id": "t1",
        "access_token_label": "ci",
    }
    return event(hours * 3600, data=data, **fields)


def happened(hours: float, action: str, name: str, **data: str) -> Event:
    """Any other event by olivia, that many hours after noon."""
    return event(hours * 3600, action=action, name=name, actor="olivia", data=data)


def member(username: str, role: str = "Member", **fields: Any) -> Entry:
    """A member as listed."""
    return {
        "id": f"id-{username}",
        "username": username,
        "email": f"{username}@acme.example",
        "role": role,
        "groups": [],
    } | fields


def invitee(email: str) -> Entry:
    """Somebody invited, as the members' list shows them."""
    return {"email": email, "role": "Invitee", "groups": []}
