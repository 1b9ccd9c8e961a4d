"""Listings made up for the loader: entries of each kind, and what is kept of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson

from tests.readings import NOON, RUN
from warehouse.database import Writer
from warehouse.listing import Kept, staging

Entry = dict[str, Any]


def page(entries: list[Any]) -> bytes:
    """A page as it is handed on: an array of entries, keys in order."""
    return orjson.dumps(entries, option=orjson.OPT_SORT_KEYS)


def keep(
    writer: Writer,
    resource: str,
    *pages: list[Any],
    hours: float = 0,
    state: str = "whole",
    scope: str = "",
) -> Kept:
    """Keep these pages as a listing that began that many hours after noon."""
    at = NOON + timedelta(hours=hours)
    with staging(writer, "acme", resource, scope, at) as stage:
        for entries in pages:
            stage.add(page(entries))
        return stage.keep(RUN, state, pages=len(pages), requests=len(pages))


def tag(name: str = "latest", **fields: Any) -> Entry:
    """A tag with one image, with other fields where given."""
    return {
        "id": 1,
        "name": name,
        "digest": "sha256:t",
        "images": [image()],
        "full_size": 5,
        "tag_last_pulled": "2026-03-02T10:00:00Z",
        "tag_status": "active",
    } | fields


def image(**fields: Any) -> Entry:
    """An image for one platform, with other fields where given."""
    return {
        "digest": "sha256:i",
        "os": "linux",
        "architecture": "amd64",
        "variant": None,
        "size": 5,
        "last_pulled": "2026-03-02T10:00:00Z",
    } | fields


def member(name: str, **fields: Any) -> Entry:
    """A member, with other fields where given."""
    return {
        "id": f"id-of-{name}",
        "username": name,
        "email": f"{name}@acme.example",
        "role": "Member",
        "groups": ["platform"],
        "last_seen_at": None,
    } | fields


def invitee(email: str) -> Entry:
    """Somebody who is invited, of whom only e-mail and role are known."""
    return {"email": email, "role": "Invitee"}
