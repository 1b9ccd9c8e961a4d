"""Answers made up for the loader: events, the readings that hold them, and rows to compare."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

import orjson

from hub.page import read_page
from warehouse.database import Writer
from warehouse.load import Loaded, Reading, load_window

Event = dict[str, Any]
Row = tuple[Any, ...]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
RUN = UUID("00000000-0000-4000-8000-000000000001")


def event(seconds: float = 0, **fields: Any) -> Event:
    """A push that many seconds after noon, with other fields where given."""
    at = NOON + timedelta(seconds=seconds)
    return {
        "account": "acme",
        "action": "repo.tag.push",
        "name": "acme/api",
        "actor": "robot",
        "data": {"digest": "sha256:c1", "tag": "latest"},
        "timestamp": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z",
        "action_description": "pushed the tag latest",
    } | fields


def load(
    writer: Writer,
    *pages: list[Any] | bytes,
    start: datetime = NOON,
    end: datetime = NOON + HOUR,
    read_at: datetime = NOON + HOUR,
    seen_at: datetime | None = None,
    account: str = "acme",
) -> Loaded:
    """Load these pages as the reading of an hour from noon; bytes are taken as they are.

    They are first seen now unless `seen_at` says otherwise.
    """
    texts = [page if isinstance(page, bytes) else orjson.dumps(page) for page in pages]
    read = [read_page(b'{"logs":%b}' % text) for text in texts]
    reading = Reading(
        account=account,
        start=start,
        end=end,
        entries=tuple(chain.from_iterable(page.entries for page in read)),
        page_count=len(read),
        requests=len(read) + 1,
        tail_page=len(read) + 1,
        tail_hash="the tail",
        read_at=read_at,
        seen_at=seen_at or datetime.now(UTC),
        fields=frozenset().union(*(page.fields for page in read)),
    )
    return load_window(writer, reading, RUN)


def rows(writer: Writer, question: str) -> list[Row]:
    """What the writer's tables answer."""
    return writer.cursor.execute(question).fetchall()
