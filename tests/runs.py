"""What the tests of the collection share: how often to try, a run, and what it kept."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import orjson
from hypothesis import HealthCheck, Phase, settings
from pydantic import SecretStr

from flows.resources import AUDIT_EVENTS
from flows.run import Errand, Outcome, run
from hub.lookalike import LocalHub
from hubtrail.settings import Settings
from warehouse.intervals import Window

Identity = tuple[str, str | None, str | None, datetime, str]  # what makes an event that event
THOROUGHNESS = int(os.environ.get("HUBTRAIL_THOROUGHNESS", "1"))  # how many times as many examples


def tries(examples: int) -> settings:
    """That many random examples, or HUBTRAIL_THOROUGHNESS times as many, however long they take."""
    return settings(
        max_examples=examples * THOROUGHNESS,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # NO_SHRINK
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def settings_of(hub: LocalHub, folder: Path, **others: Any) -> Settings:
    """The settings of somebody who collects "acme" from `hub` into `folder`."""
    return settings_at(hub.url, folder, **others)


def settings_at(url: str, folder: Path, **others: Any) -> Settings:
    """The same where the hub is served by another process."""
    given: dict[str, Any] = {
        "hub_url": url,
        "identifier": "robot",
        "secret": SecretStr("not-a-secret-robot"),
        "accounts": ("acme",),
        "data": folder,
    }
    return Settings(_env_file=None, **(given | others))  # type: ignore[call-arg]


def collect(hub: LocalHub, folder: Path, between: Window | None = None) -> Outcome:
    """One run over the audit events of "acme"."""
    errand = Errand((AUDIT_EVENTS,), ("acme",), between)
    (outcome,) = run(settings_of(hub, folder), errand)
    return outcome


def identity(event: dict[str, Any]) -> Identity:
    """What makes a served event that event."""
    return (
        event["action"],
        event.get("name"),
        event.get("actor"),
        datetime.fromisoformat(event["timestamp"]).astimezone(UTC),
        orjson.dumps(event.get("data") or {}, option=orjson.OPT_SORT_KEYS).decode(),
    )


def served(texts: Iterable[bytes]) -> Counter[Identity]:
    """How often each event is in the log."""
    return Counter(identity(orjson.loads(text)) for text in texts)


def kept(warehouse: duckdb.DuckDBPyConnection, account: str = "acme") -> Counter[Identity]:
    """How often each event of an organisation is in the warehouse."""
    rows = warehouse.execute(
        "select action, name, actor, event_time, data from events where account = $account",
        {"account": account},
    ).fetchall()
    return Counter(
        (action, name, actor, at.astimezone(UTC), _sorted(data))
        for action, name, actor, at, data in rows
    )


def _sorted(data: str | None) -> str:
    return orjson.dumps(orjson.loads(data or "{}"), option=orjson.OPT_SORT_KEYS).decode()
