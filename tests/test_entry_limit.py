"""Entries above the limit: replaced by a description where they are read, and rejected."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from flows.connected import client
from hub.lists import read_export, read_list, read_one
from hub.lookalike import LocalHub
from hub.page import read_page
from hubtrail.settings import Settings
from tests.listings import keep
from tests.readings import event, load, rows
from tests.runs import collect
from tests.worlds import START_MS, push_text, small_world
from warehouse.database import open_for_writing
from warehouse.load import Loaded

LIMIT = 2_000
LARGE = event(2, unknown="x" * LIMIT)
TEXT = orjson.dumps(LARGE, option=orjson.OPT_SORT_KEYS)
KNOWN = {
    "action": "repo.tag.push",
    "bytes": len(TEXT),
    "name": "acme/api",
    "sha256": sha256(TEXT).hexdigest(),
    "timestamp": "2026-03-02T12:00:02.000Z",
}


def answer(*entries: object) -> bytes:
    """A response of the audit log."""
    return orjson.dumps({"logs": entries})


def replaced(entry: Any) -> Any:
    """What stands in place of an entry."""
    (text,) = read_page(answer(entry), LIMIT).entries
    return orjson.loads(text)


def test_an_entry_above_the_limit_is_described() -> None:
    """Its neighbours are untouched; place, print and time are those of the entry itself."""
    page = read_page(answer(event(1), LARGE, event(3)), LIMIT)
    whole = read_page(answer(event(1), LARGE, event(3)))
    assert (page.prints, page.times) == (whole.prints, whole.times)
    assert page.entries[::2] == whole.entries[::2]
    assert orjson.loads(page.entries[1]) == {"entry": KNOWN, "larger than": "0.002 MB"}


def test_the_limit_itself_is_allowed() -> None:
    """Only what is larger is replaced; without a limit that is more than 16 MB."""
    page = read_page(answer(LARGE), len(TEXT))
    assert page.entries == (TEXT,)
    large = {"action": "x" * 16_000_000}
    assert orjson.loads(read_page(answer(large)).entries[0])["larger than"] == "16 MB"


def test_the_same_large_event_is_always_described_alike() -> None:
    """An `event_id` that comes and goes changes neither print nor digest."""
    one, other = (read_page(answer(LARGE | more), LIMIT) for more in ({}, {"event_id": "e1"}))
    assert one.prints == other.prints
    assert one.entries == other.entries
    assert one.digest() == other.digest()
    assert one.digest() != read_page(answer(LARGE | {"name": "acme/web"}), LIMIT).digest()


@pytest.mark.parametrize(
    "entry", ["x" * LIMIT, ["x" * LIMIT], {"timestamp": "x" * LIMIT, "name": ["x"], "action": None}]
)
def test_only_short_texts_are_kept_of_it(entry: Any) -> None:
    """The description of any entry is small."""
    assert replaced(entry)["entry"].keys() == {"bytes", "sha256"}


def test_a_large_entry_that_is_no_json_is_described() -> None:
    """Its own text is what is measured and hashed."""
    text = rb'"\q' + b"x" * LIMIT + b'"'
    (entry,) = read_page(b'{"logs":[%b]}' % text, LIMIT).entries
    known = {"bytes": len(text), "sha256": sha256(text).hexdigest()}
    assert orjson.loads(entry)["entry"] == known


def test_a_large_entry_is_rejected(tmp_path: Path) -> None:
    """It counts as an entry that does not fit, once, and what is around it is loaded."""
    page = read_page(answer(event(1), LARGE, LARGE, event(3)), LIMIT)
    entries = [orjson.loads(entry) for entry in page.entries]
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        assert load(writer, entries) == Loaded(entries=2, new=2, rejected=2, refused=2)
        assert load(writer, entries) == Loaded(entries=2, new=0, rejected=0, refused=2)
        assert rows(writer, "select distinct reason, raw from rejected") == [
            ("the entry is larger than 0.002 MB", orjson.dumps(KNOWN).decode())
        ]


@pytest.mark.parametrize(
    "entry",
    [
        {"entry": 7, "larger than": "16 MB"},
        {"entry": {}, "larger than": "\u001b[31m"},
        {"entry": {}, "larger than": 16},
        {"entry": {}, "larger than": "16 MB", "more": 1},
        {"no JSON": {}},
    ],
)
def test_what_only_looks_like_a_description_is_none(tmp_path: Path, entry: Any) -> None:
    """An entry that Docker Hub sent in that form is rejected as what it is."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        assert load(writer, [entry]).rejected == 1
        assert rows(writer, "select reason, raw from rejected") == [
            ("timestamp is no text", orjson.dumps(entry, option=orjson.OPT_SORT_KEYS).decode())
        ]


def test_a_large_thing_of_a_listing_is_rejected(tmp_path: Path) -> None:
    """Every kind of listing replaces it, and nothing that was known ends because of it."""
    tags = [{"name": "a", "digest": "sha256:a"}, {"name": "b", "digest": "x" * LIMIT}]
    page = read_list(orjson.dumps({"count": 2, "results": tags}), LIMIT)
    assert (page.rows, page.count) == (2, 2)
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        keep(writer, "tags", [tags[0], {"name": "b"}], scope="api")
        kept = keep(writer, "tags", orjson.loads(page.text), scope="api", hours=1, state="partial")
        assert (kept.rows, kept.closed, kept.rejected) == (2, 0, 1)
        ((reason, raw),) = rows(writer, "select reason, raw from rejected")
        assert reason == "the entry is larger than 0.002 MB"
        assert orjson.loads(raw)["name"] == "b"
        assert rows(writer, "select tag from tags order by tag") == [("a",), ("b",)]


def test_one_object_and_an_export_have_the_limit_too() -> None:
    """A page of one and a line of the export are replaced like any entry."""
    one = read_one(orjson.dumps({"name": "x" * LIMIT}), LIMIT)
    export = read_export(b"Username,Email\njo,jo@acme.example\nX,%b" % (b"x" * LIMIT), LIMIT)
    assert "larger than" in orjson.loads(one.text)[0]
    first, second = orjson.loads(export.text)
    assert first == {"Username": "jo", "Email": "jo@acme.example"}
    assert "larger than" in second


def test_the_setting_reaches_the_client() -> None:
    """`HUBTRAIL_MAX_ENTRY_MB` is the limit of whatever is asked."""
    settings = Settings(
        identifier="olivia", secret=SecretStr("not-a-secret-olivia"), max_entry_mb=3
    )
    with client(settings) as hub:
        assert hub.max_entry == 3_000_000


def test_a_large_event_stops_nothing_behind_it(tmp_path: Path) -> None:
    """Over HTTP an event of 17 MB is rejected, all others are loaded, and the run is done."""
    world = small_world(events=150)
    text = push_text(7).replace(b'"data":{', b'"data":{"a":"%b",' % (b"x" * 17_000_000))
    world.log.add_text(START_MS + 7000, text)
    with LocalHub(world) as hub:
        for new in (150, 0):
            outcome = collect(hub, tmp_path)
            assert (outcome.state, outcome.error, outcome.rows) == ("done", None, new)
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        assert rows(writer, "select reason, strlen(raw) < 500 from rejected") == [
            ("the entry is larger than 16 MB", True)
        ]
