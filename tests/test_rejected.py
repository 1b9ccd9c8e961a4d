"""What fits no column: kept word for word with the reason, counted once, and in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.lookalike import LocalHub
from tests.readings import HOUR, NOON, Event, event, load, rows
from tests.runs import collect, kept, served, tries
from tests.worlds import START_MS, push_text, small_world
from warehouse.database import Writer, open_for_writing
from warehouse.load import Loaded, load_actions

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
FIELDS = st.sampled_from(["timestamp", "action", "name", "actor", "data", "action_description"])
ENTRIES = JSON | st.builds(
    lambda seconds, others: event(seconds, **others),
    st.integers(0, 9),
    st.dictionaries(FIELDS | st.just("event_id") | st.text(max_size=5), JSON, max_size=3),
)
REASONS: list[tuple[Any, str]] = [
    (7, "the entry is no object"),
    (None, "the entry is no object"),
    ([event(1)], "the entry is no object"),
    ("text", "the entry is no object"),
    ({}, "timestamp is no text"),
    (event(1, timestamp=None), "timestamp is no text"),
    (event(1, timestamp=1772452801), "timestamp is no text"),
    (event(1, timestamp={"at": "2026-03-02"}), "timestamp is no text"),
    (event(1, timestamp=""), "timestamp is no time"),
    (event(1, timestamp="yesterday"), "timestamp is no time"),
    (event(1, timestamp="2026-02-30T00:00:00Z"), "timestamp is no time"),
    (event(1, timestamp="1970-01-01T00:00:00Z"), "timestamp lies before there were audit logs"),
    (event(1, timestamp="2999-01-01T00:00:00Z"), "timestamp lies in the future"),
    (event(1, timestamp="infinity"), "timestamp lies in the future"),
    (event(1, action=None), "action is no text"),
    (event(1, action=["repo.tag.push"]), "action is no text"),
    (event(1, action=""), "action is empty"),
    (event(1, name=5), "name is no text"),
    (event(1, actor={"id": 1}), "actor is no text"),
    (event(1, data="text"), "data is no object"),
    (event(1, data=[1]), "data is no object"),
    (event(1, action_description=False), "action_description is no text"),
]


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A warehouse that the tests share."""
    with open_for_writing(tmp_path_factory.mktemp("rejected") / "hubtrail.duckdb") as writer:
        yield writer


@pytest.fixture(autouse=True)
def _emptied(writer: Writer) -> None:
    writer.cursor.execute("truncate events; truncate rejected; truncate coverage")


@pytest.mark.parametrize(("entry", "reason"), REASONS)
def test_the_reason_says_what_does_not_fit(writer: Writer, entry: Any, reason: str) -> None:
    """The entry is kept as it came, keys in order, and the good one beside it is an event."""
    assert load(writer, [entry, event(2)]) == Loaded(entries=1, new=1, rejected=1, refused=1)
    raw = orjson.dumps(entry, option=orjson.OPT_SORT_KEYS).decode()
    assert rows(
        writer,
        "select account, resource, reason, raw, window_id = (select window_id from coverage) "
        "from rejected",
    ) == [("acme", "audit-events", reason, raw, True)]


def test_rejects_are_kept_as_often_as_an_answer_held_them(writer: Writer) -> None:
    """Reading again keeps none twice; more of the same in one answer are more."""
    assert load(writer, [7, 7]).rejected == 2
    assert load(writer, [7], [7]).rejected == 0
    assert load(writer, [7, 7, 7]).rejected == 1


@pytest.mark.parametrize("text", ["7", "-1e3", "true", "false", "null", '{"a":1}', "[]", '"a"', ""])
def test_a_text_that_reads_like_json_is_a_text(writer: Writer, text: str) -> None:
    """Somebody may be called 7 or true; that is nothing wrong."""
    strange = event(1, action=text or "x", name=text, actor=text, action_description=text)
    assert load(writer, [strange, event(2, extra=1)]) == Loaded(entries=2, new=2, rejected=0)
    assert rows(
        writer,
        "select action, name, actor, action_description from events where other_fields is null",
    ) == [(text or "x", text, text, text)]


def test_a_field_that_is_null_is_missing(writer: Writer) -> None:
    """Null for name, actor, data or description is nothing wrong."""
    bare = event(1, name=None, actor=None, data=None, action_description=None)
    assert load(writer, [bare, {"timestamp": bare["timestamp"], "action": "x"}]).rejected == 0
    assert rows(writer, "select distinct name, actor, data, action_description from events") == [
        (None, None, None, None)
    ]


@tries(150)
@given(st.lists(st.lists(ENTRIES, max_size=5), max_size=3))
def test_every_entry_ends_in_one_table(writer: Writer, pages: list[list[Event]]) -> None:
    """Whatever JSON entries are, loading holds, and each is an event or a reject, never both."""
    writer.cursor.execute("truncate events; truncate rejected; truncate coverage")
    loaded = load(writer, *pages)
    assert loaded.entries + loaded.rejected == sum(map(len, pages))
    assert load(writer, *pages) == Loaded(loaded.entries, 0, 0, loaded.refused)
    assert loaded.refused == loaded.rejected


def malformed(number: int) -> bytes:
    """Broken entries of 17 kinds, all different; a strict parser refuses the last nine."""
    text = push_text(number)
    name = b'"name":"acme/api"'
    kinds = (
        b"%d" % number,
        b'["no object",%d]' % number,
        text.replace(b'"timestamp":"', b'"timestamp":"not '),
        text.replace(b'"timestamp"', b'"when"'),
        text.replace(b'"timestamp":"20', b'"timestamp":"29'),
        text.replace(b'"action":"repo.tag.push"', b'"action":%d' % number),
        text.replace(b'"actor":"robot"', b'"actor":%b' % _deep(200)),
        text.replace(name, b'"name":["%b"]' % (b"x" * (1_000_000 if number == 7 else 9))),
        text.replace(b'"data":{', rb'"data":{"a":"\ud800",'),
        text.replace(b'"data":{', b'"data":{"a":"\x00\x01\n",'),
        text.replace(b'"data":{', b'"data":{"a":"\xff",'),
        text.replace(b'"data":{', rb'"data":{"a":"\q\"]},",'),
        text.replace(b'"data":{', b'"data":{"a":NaN,'),
        text.replace(b'"data":{', b'"data":{"a":[-Infinity,1e999],'),
        text.replace(b'"data":{', b'"data":{"a":%b,' % _deep(300)),
        text.replace(b'"data":{', b'"data":{"a":%b,' % _deep(2000)),
        text.replace(b'"data":{', b'"data":{"a":'),
    )
    return kinds[number % len(kinds)]


def _deep(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def test_a_hundred_malformed_entries_stop_nothing(tmp_path: Path) -> None:
    """Over HTTP all good entries come in, all bad ones are rejected, and the run is done."""
    world = small_world(events=150)
    good = served(world.log.texts)
    for number in range(100):
        world.log.add_text(START_MS + number * 1000, malformed(number))
    with LocalHub(world) as hub:
        for new in (150, 0):
            outcome = collect(hub, tmp_path)
            assert (outcome.state, outcome.error, outcome.rows) == ("done", None, new)
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        assert kept(writer.cursor) == good
        assert rows(writer, "select count(*), count(distinct raw) from rejected") == [(100, 100)]
        assert rows(
            writer, "select count(*) from rejected where reason = 'the entry is no JSON'"
        ) == [(sum(number % 17 >= 8 for number in range(100)),)]


def test_what_is_no_json_is_kept_as_it_came(writer: Writer) -> None:
    """The rejected text is the entry's own, letter by letter, and reading again adds nothing."""
    bad = rb'{"timestamp":"\q", "data":{"a":[1e999]}}'
    for new in (1, 0):
        assert load(writer, b"[%b]" % bad).rejected == new
    assert rows(writer, "select reason, raw from rejected") == [
        ("the entry is no JSON", bad.decode())
    ]


def test_actions_are_kept_and_seen_again(writer: Writer) -> None:
    """The catalogue grows; what is listed again is refreshed, what is not listed stays."""
    first = b'{"actions":{"org":{"actions":[{"name":"team.member.add","label":"A"}]}}}'
    other = b'{"actions":{"repo":{"actions":[{"name":"tag.push","description":"D"},7,{"name":1}]}}}'
    later = NOON + HOUR
    assert load_actions(writer, "acme", first, NOON).new == 1
    assert load_actions(writer, "acme", other, NOON) == Loaded(
        entries=3, new=1, rejected=2, refused=2
    )
    assert load_actions(writer, "acme", first.replace(b'"A"', b'"B"'), later).new == 0
    assert load_actions(writer, "acme", b'{"actions":{}}', later).new == 0
    assert rows(
        writer,
        "select action, action_group, label, description, first_seen_at, last_seen_at "
        "from audit_actions order by action",
    ) == [
        ("org.team.member.add", "org", "B", None, NOON, later),
        ("repo.tag.push", "repo", None, "D", NOON, NOON),
    ]


@tries(50)
@given(JSON | st.dictionaries(st.just("actions"), JSON))
def test_a_strange_catalogue_stops_nothing(writer: Writer, answer: Any) -> None:
    """Whatever JSON the catalogue is, loading it holds."""
    load_actions(writer, "acme", orjson.dumps(answer), NOON)
