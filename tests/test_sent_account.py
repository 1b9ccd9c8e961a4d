"""Events that name another account: kept, with the name, and reported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from hub.lookalike import LocalHub
from tests.commands import Place
from tests.readings import event, load, rows
from tests.worlds import START_MS, push_text, small_world
from warehouse.database import Writer, open_for_writing

NAMES = ["beta\u202e", "beta\u202e", "gamma", "one", "two", "three", "four"]


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("acme", None),
        ("ACME", None),
        ("", None),
        (None, None),
        ("beta", "beta"),
        ("Beta", "Beta"),
        (" acme", " acme"),
        (7, "7"),
        (False, "false"),
        ({"name": "acme"}, '{"name":"acme"}'),
        (["acme"], '["acme"]'),
    ],
)
def test_another_account_is_kept_as_it_was_sent(writer: Writer, sent: Any, kept: str) -> None:
    """The event is one of the organization that was asked for, and says whose name it carried."""
    loaded = load(writer, [event(1, account=sent)])
    assert (loaded.new, loaded.refused, loaded.foreign) == (1, 0, int(kept is not None))
    assert rows(writer, "select account, sent_account, other_fields from audit_events") == [
        ("acme", kept, None)
    ]


def test_the_name_makes_no_other_event(writer: Writer) -> None:
    """The same event with another account, or without one, is the same event."""
    bare = event(1)
    del bare["account"]
    load(writer, [event(1, account="beta")])
    for again in (event(1), event(1, account="gamma"), bare):
        loaded = load(writer, [again])
        assert (loaded.entries, loaded.new, loaded.foreign) == (1, 0, 0)
    assert rows(writer, "select sent_account from events") == [("beta",)]


def test_only_what_a_reading_brought_counts(writer: Writer) -> None:
    """`foreign` counts the new events of this reading alone."""
    load(writer, [event(1, account="beta")])
    assert load(writer, [event(1, account="beta"), event(2, account="beta"), event(3)]).foreign == 1


def test_status_reports_other_accounts(tmp_path: Path) -> None:
    """A line says how many events carry which accounts, with nothing that steers a terminal."""
    world = small_world(events=5)
    for number, name in enumerate(NAMES):
        entry = orjson.loads(push_text(100 + number)) | {"account": name}
        world.log.add_text(START_MS + (100 + number) * 1000, orjson.dumps(entry))
    with LocalHub(world) as hub:
        place = Place(
            tmp_path,
            hub_url=hub.url,
            identifier="olivia",
            secret="not-a-secret-olivia",
            accounts="acme",
        )
        assert place.type("ingest", "--only", "audit-events").code == 0
    assert (
        r"  accounts    7 events carry another account: beta\u202e, four, gamma, one, three, "
        "and 1 more\n"
    ) in place.type("status").out
    (account,) = place.type("status", "--json").json["accounts"]
    assert account["foreign_accounts"][0] == {"sent_account": "beta\u202e", "events": 2}
    assert len(account["foreign_accounts"]) == 6
