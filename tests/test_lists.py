"""A page of a listing: one reading for every shape that Docker Hub was seen to use."""

from __future__ import annotations

import orjson
import pytest

from hub.errors import Unreadable
from hub.lists import EMPTY, ListPage, read_export, read_list, read_one

HEAD = b"Name,Username,Email\r\n"


def page(text: bytes, count: int | None = None) -> ListPage:
    """A page of those entries."""
    return ListPage(text, len(orjson.loads(text)), count)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"count":7,"next":null,"results":[{"b":1,"a":2}]}', page(b'[{"a":2,"b":1}]', 7)),
        (b'{"total":7,"results":[{"id":1}]}', page(b'[{"id":1}]', 7)),
        (b'[{"count":7,"results":[{"id":1}]}]', page(b'[{"id":1}]', 7)),
        (b'[{"count":2,"results":[1]},{"count":2,"results":[2]}]', page(b"[1,2]", 2)),
        (b'[{"id":1,"username":"a"}]', page(b'[{"id":1,"username":"a"}]')),
        (b'{"data":[{"id":1}]}', page(b'[{"id":1}]')),
        (b'{"totalResults":7,"resources":[{"id":1}]}', page(b'[{"id":1}]', 7)),
        (b'{"totalResults":7,"Resources":[{"id":1}]}', page(b'[{"id":1}]', 7)),
        (b'{"resources":null,"Resources":[{"id":1}]}', page(b'[{"id":1}]')),
        (b'{"count":7,"results":null}', page(b"[]", 7)),
        (b'[{"count":0,"results":null}]', page(b"[]", 0)),
        (b'{"count":"7","results":[]}', EMPTY),
        (b'{"count":true,"results":[]}', EMPTY),
        (b"[]", EMPTY),
    ],
)
def test_a_page_is_read_in_every_shape(body: bytes, expected: ListPage) -> None:
    """Entries come with their keys in order, with the count where there is one."""
    assert read_list(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"7",
        b'"results"',
        b"{}",
        b'{"detail":"no"}',
        b'{"results":{}}',
        b'{"results":[{"id":1}',
        b'[{"results":[]},{"detail":"no"}]',
    ],
)
def test_what_is_no_page_is_unreadable(body: bytes) -> None:
    """Anything else raises, so that nothing is taken for an empty listing."""
    with pytest.raises(Unreadable):
        read_list(body)


@pytest.mark.parametrize("broken", [b'{"id":1e999999}', b"[" * 300 + b"]" * 300, b'{"id":2,"a"}'])
def test_an_entry_that_is_no_json_costs_no_page(broken: bytes) -> None:
    """It stands among the others in words, and the page keeps its number of rows."""
    read = read_list(b'{"count":2,"results":[{"id":1},%b]}' % broken)
    assert (read.rows, read.count) == (2, 2)
    first, second = orjson.loads(read.text)
    assert first == {"id": 1}
    assert second == {"no JSON": broken.decode()}


def test_fields_that_are_named_like_secrets_are_dropped() -> None:
    """However deep they stand; what only speaks of a token stays."""
    body = b'{"results":[{"token":"x","token_label":"ci","in":[{"clientSecret":{"a":1},"id":1}]}]}'
    assert read_list(body) == page(b'[{"in":[{"id":1}],"token_label":"ci"}]')
    assert read_one(b'{"id":1,"token":"x"}') == page(b'[{"id":1}]', 1)


def test_one_object_is_a_listing_of_one() -> None:
    """An object that has fields called like lists is no page."""
    body = b'{"resources":[{"path":"acme/api"}],"id":"a"}'
    assert read_one(body) == page(b'[{"id":"a","resources":[{"path":"acme/api"}]}]', 1)


@pytest.mark.parametrize("body", [b"[]", b"null", b"", b'{"id":'])
def test_what_is_no_object_is_unreadable(body: bytes) -> None:
    """A listing of one is an object or raises."""
    with pytest.raises(Unreadable):
        read_one(body)


def test_an_export_is_read_by_its_own_names() -> None:
    """Columns keep their names; byte order mark, line ends in quotations and more cells do."""
    body = b'\xef\xbb\xbf%b"J. ""K""\nL, M",jo,jo@acme.example\r\nX,,x@acme.example,8,9\r\n' % HEAD
    read = read_export(body)
    assert orjson.loads(read.text) == [
        {"Name": 'J. "K"\nL, M', "Username": "jo", "Email": "jo@acme.example"},
        {"Name": "X", "Username": "", "Email": "x@acme.example", "unnamed": ["8", "9"]},
    ]
    assert (read.rows, read.count) == (2, None)


def test_an_export_may_be_without_members() -> None:
    """A line of names alone is an export of nobody."""
    assert read_export(HEAD) == EMPTY


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"message":"forbidden"}',
        b"<html><body>Sorry</body></html>",
        b"Repository,Tag\r\napi,1.0\r\n",
        HEAD + b'"J,jo,jo@acme.example\r\nX,x,x@acme.example\r\n',
        HEAD + b"J" * 200_000 + b",jo,jo@acme.example\r\n",
    ],
)
def test_what_is_no_export_is_unreadable(body: bytes) -> None:
    """Other columns, other formats, and a quotation that swallows the rest raise."""
    with pytest.raises(Unreadable):
        read_export(body)
