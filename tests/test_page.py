"""Pages of the log: nothing changed, the same event the same print, nothing that crashes."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.errors import Unreadable
from hub.page import read_page
from tests.worlds import push_text

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


def answer(*entries: object) -> bytes:
    """An answer of the audit log, as Docker Hub would write it."""
    return json.dumps({"logs": entries}).encode()


def one_print(entry: object) -> int:
    """The print of an entry."""
    (number,) = read_page(answer(entry)).prints
    return number


def turned(value: Any) -> Any:
    """The same value with the keys of every object the other way round."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(inner) for inner in value] if isinstance(value, list) else value


@settings(deadline=None)
@given(st.lists(values, max_size=6))
def test_every_entry_survives(entries: list[Any]) -> None:
    """Whatever the entries are, the page's text means exactly what the answer meant."""
    page = read_page(answer(*entries))
    # As text, because to Python 1, 1.0 and True are equal.
    assert json.dumps(json.loads(page.text), sort_keys=True) == json.dumps(entries, sort_keys=True)
    assert len(page) == len(entries)


@settings(deadline=None)
@given(values)
def test_the_order_of_keys_makes_no_difference(entry: Any) -> None:
    """The same event written in another order has the same text and the same print."""
    one, other = read_page(answer(entry)), read_page(answer(turned(entry)))
    assert (one.text, one.prints) == (other.text, other.prints)


@settings(deadline=None)
@given(st.dictionaries(words, values, max_size=4), values)
def test_an_event_id_makes_no_difference(entry: dict[str, Any], name: Any) -> None:
    """The same event with an `event_id`, with another one and without has the same print."""
    entry.pop("event_id", None)
    assert one_print(entry) == one_print({**entry, "event_id": name})


def test_an_event_id_is_kept() -> None:
    """The print leaves the `event_id` out, the text does not."""
    assert read_page(answer({"event_id": "e1"})).text == b'[{"event_id":"e1"}]'


def test_an_inner_event_id_counts() -> None:
    """Only the event's own id comes and goes; one inside `data` is content."""
    assert one_print({"data": {"event_id": "a"}}) != one_print({"data": {"event_id": "b"}})


@settings(deadline=None)
@given(st.lists(values, min_size=2, max_size=6, unique_by=json.dumps))
def test_different_entries_have_different_prints(entries: list[Any]) -> None:
    """Events that differ in anything but the id are told apart."""
    texts = {orjson.dumps(_without_id(entry), option=orjson.OPT_SORT_KEYS) for entry in entries}
    assert len(set(read_page(answer(*entries)).prints)) == len(texts)


def _without_id(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {key: value for key, value in entry.items() if key != "event_id"}
    return entry


def test_the_digest_does_not_depend_on_the_order() -> None:
    """A page of the same events in any order has the same digest; one twin more is another."""
    one, other = ({"number": number} for number in (1, 2))
    digest = read_page(answer(one, other, other)).digest()
    assert digest == read_page(answer(other, one, other)).digest()
    assert digest != read_page(answer(one, other)).digest()
    assert digest != read_page(answer(one, one, other)).digest()


def test_no_logs_are_an_empty_page() -> None:
    """A null list is an empty one; both are pages of nothing."""
    for body in (b'{"logs":null}', b'{"logs":[]}', b'{"logs":[],"next":""}'):
        page = read_page(body)
        assert (page.text, page.prints, len(page)) == (b"[]", (), 0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b"7",
        b'"logs"',
        b"{}",
        b'{"log":[]}',
        b'{"logs":{}}',
        b'{"logs":""}',
        b'{"logs":0}',
        b'{"logs":false}',
        b'{"logs":"none"}',
        b"<html><body>503</body></html>",
        b'{"logs":[{"action":"repo.create"}',
        b'{"logs":[]}{"logs":[]}',
        b"\x1f\x8b\x08\x00",
        b"\x00",
    ],
)
def test_what_is_no_page_is_unreadable(body: bytes) -> None:
    """An answer without a list of logs is never taken for an empty one."""
    with pytest.raises(Unreadable, match=r"^Docker Hub.*\.$"):
        read_page(body)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b'"a\xff\xfeb"', "a��b"),
        (rb'"a\ud800b"', "a?b"),
        (rb'"\udc00\ud83d"', "??"),
        (b"NaN", "NaN"),
        (b"[Infinity,-Infinity]", ["Infinity", "-Infinity"]),
        (b'"a\x00b\tc"', "a\x00b\tc"),
        (rb'"a\u0000b"', "a\x00b"),
        (b"18446744073709551616", 18446744073709551616.0),
    ],
)
def test_a_broken_letter_costs_no_page(written: bytes, read: object) -> None:
    """What only a strict parser refuses is read as well as it can be, and its page with it."""
    page = read_page(b'{"logs":[%b,%b]}' % (push_text(0), written))
    assert json.loads(page.text) == [json.loads(push_text(0)), read]


@pytest.mark.parametrize("number", [b"1e400", b"9" * 400, b"-" + b"9" * 5000])
def test_numbers_beyond_all_bounds_are_unreadable(number: bytes) -> None:
    """A number that no database holds is refused, not changed."""
    with pytest.raises(Unreadable):
        read_page(b'{"logs":[%b]}' % number)


@pytest.mark.parametrize("depth", [300, 900, 1020, 1100, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_a_page_nested_too_deep_is_unreadable(depth: int, opening: bytes, closing: bytes) -> None:
    """However deep an answer is nested, it ends in a sentence."""
    with pytest.raises(Unreadable, match=r"^Docker Hub.*\.$"):
        read_page(b'{"logs":[%b1%b]}' % (opening * depth, closing * depth))


@settings(deadline=None)
@given(st.binary(max_size=60))
@example(b'{"logs":[\xed\xa0\x80]}')
@example(b'\xef\xbb\xbf{"logs":[]}')
def test_no_bytes_can_break_the_reading(body: bytes) -> None:
    """Any bytes are a page or unreadable, whether alone or as an entry."""
    for text in (body, b'{"logs":[%b]}' % body, b'{"logs":["%b"]}' % body):
        try:
            page = read_page(text)
        except Unreadable:
            continue
        assert len(json.loads(page.text)) == len(page)
