"""Pages of the log: nothing changed, the same event the same print, nothing that crashes."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.errors import Unreadable
from hub.mended import NO_JSON
from hub.page import Page, read_page
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


def read(page: Page) -> list[Any]:
    """The entries of a page as values."""
    return [json.loads(entry) for entry in page.entries]


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
    """Whatever the entries are, its text means exactly what the answer meant."""
    page = read_page(answer(*entries))
    # As text, because to Python 1, 1.0 and True are equal.
    assert json.dumps(read(page), sort_keys=True) == json.dumps(entries, sort_keys=True)
    assert len(page) == len(entries)


@settings(deadline=None)
@given(values)
def test_the_order_of_keys_makes_no_difference(entry: Any) -> None:
    """The same event written in another order has the same text and the same print."""
    one, other = read_page(answer(entry)), read_page(answer(turned(entry)))
    assert (one.entries, one.prints) == (other.entries, other.prints)


@settings(deadline=None)
@given(st.dictionaries(words, values, max_size=4), values)
def test_an_event_id_makes_no_difference(entry: dict[str, Any], name: Any) -> None:
    """The same event with an `event_id`, with another one and without has the same print."""
    entry.pop("event_id", None)
    assert one_print(entry) == one_print({**entry, "event_id": name})


def test_an_event_id_is_kept() -> None:
    """The print leaves the `event_id` out, the text does not."""
    assert read_page(answer({"event_id": "e1"})).entries == (b'{"event_id":"e1"}',)


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


def test_a_digest_in_an_old_ledger_still_matches() -> None:
    """The digest of a page is what it was before entries were held one by one."""
    page = read_page(b'{"logs":[{"b":1,"a":{"d":[1.5,null],"c":"x"}},7,{"event_id":"e1","b":2}]}')
    assert page.digest() == "c0a5dfeaa1910cfb68c2b4032e6d19da"


def test_the_size_is_that_of_all_entries() -> None:
    """A page knows how many bytes its entries have in all."""
    assert read_page(b'{"logs": [ {"a" : 1}, "b" ]}').size == len(b'{"a":1}"b"')


def test_no_logs_are_an_empty_page() -> None:
    """A null list is an empty one; both are pages of nothing."""
    for body in (b'{"logs":null}', b'{"logs":[]}', b'{"logs":[],"next":""}'):
        page = read_page(body)
        assert (page.entries, page.prints, page.times, len(page)) == ((), (), (), 0)


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
    ("written", "said"),
    [
        (rb'{"a":"\q"}', None),
        (rb'"\x"', None),
        (rb'"\ud800b"', None),
        (rb'"\udc00\ud83d"', None),
        (b"NaN", None),
        (b"[Infinity,-Infinity]", None),
        (b'{"a":1e999}', None),
        (b"9" * 400, None),
        (b"-" + b"9" * 5000, None),
        (b'"a\x00b\tc"', None),
        (b'{"a":"\n\\"]},{","b":01}', None),
        (b'{"a":"","a"}', None),
        (b"[" * 300 + b"]" * 300, None),
        (b'{"a":' * 900 + b"1" + b"}" * 900, None),
        (b"[" * 100_000 + b"]" * 100_000, None),
        (b'"a\xff\xc3"', r'"a\xff\xc3"'),
        (b'{"\xed\xa0\x80":[]}', r'{"\xed\xa0\x80":[]}'),
    ],
)
def test_an_entry_that_is_no_json_costs_no_other(written: bytes, said: str | None) -> None:
    """It is handed on in its own words, and always the same ones; its neighbours are untouched."""
    good = json.loads(push_text(0))
    body = b'{"logs" : [%b, %b\n,%b],"next":"[,"}' % (push_text(0), written, push_text(0))
    page = read_page(body)
    assert read(page) == [good, {NO_JSON: said or written.decode()}, good]
    assert len(set(page.prints)) == 2
    assert read_page(body) == page


@pytest.mark.parametrize(
    "written", [b"18446744073709551616", rb'"a\u0000b"', b"[" * 253 + b"]" * 253]
)
def test_strange_json_is_json(written: bytes) -> None:
    """Large numbers, letters of no width and deep nesting are read as what they are."""
    page = read_page(b'{"logs":[%b]}' % written)
    assert read(page) == [json.loads(written)]


@pytest.mark.parametrize(
    "body",
    [
        rb'{"logs":[{"a":"\q"},{"a":1}',
        rb'{"logs":[{"a":"\q"},{"a":"1',
        rb'{"logs":[{"a":"\q"}],"a',
        rb'{"logs":[{"a":"\q"}]}}',
        rb'{"logs":[{"a":"\q"},]}',
        rb'{"logs":[{"a":"\q"]}',
        rb'{"logs":{"a":"\q"}}',
        rb'[{"a":"\q"}]',
        b'{"logs":[' + b"[" * 100_000,
        b'{"logs":["' + b'\\"' * 100_000,
    ],
)
def test_what_is_not_whole_is_not_mended(body: bytes) -> None:
    """An answer that is cut off or wrong outside its entries is unreadable, and soon said to be."""
    with pytest.raises(Unreadable, match=r"^Docker Hub.*\.$"):
        read_page(body)


def test_what_is_wrong_elsewhere_is_no_entry() -> None:
    """Only entries of lists are put into words, whatever stands around them."""
    body = rb'{"errinfo":{"a":{},"b":[1,2]},"hints":[],"logs":[{},"\q",[1,{"a":2}]]}'
    assert read(read_page(body)) == [{}, {NO_JSON: r'"\q"'}, [1, {"a": 2}]]


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
        assert len(read(page)) == len(page) == len(page.times)
