"""One page of a listing, in whichever of Docker Hub's shapes it came (behaviour.md 7)."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson

from hub.answers import parsed, rendered
from hub.errors import Unreadable
from hub.large import MAX_ENTRY, described
from hub.mended import mended
from hub.secrets import without_secrets

LISTS = ("results", "data", "resources", "Resources")
COUNTS = ("count", "total", "totalResults")
EXPORTED = {"Username", "Email"}  # columns that an export of members has at least
UNNAMED = "unnamed"  # what stands in a line of it beyond its columns


@dataclass(frozen=True)
class ListPage:
    """The entries of one answer.

    `text` is a JSON array of them, keys in order, without fields named like secrets. An entry that
    is not valid JSON or too large is replaced by a description (`hub.mended`, `hub.large`). `rows`
    says how many they are, `count` how many the whole listing has, where Docker Hub counts them.
    """

    text: bytes
    rows: int
    count: int | None


EMPTY = ListPage(b"[]", 0, None)


def read_list(body: bytes, max_entry: int = MAX_ENTRY) -> ListPage:
    """Read a page object, an array of page objects, a bare array, or `{"data": [...]}`.

    A null list is an empty one. Raises `Unreadable` where the body is none of these.
    """
    with suppress(orjson.JSONDecodeError, Unreadable):
        return _listed(orjson.loads(body), max_entry)
    return _listed(parsed(mended(body)), max_entry)


def read_one(body: bytes, max_entry: int = MAX_ENTRY) -> ListPage:
    """Read one object as a listing of one; raises `Unreadable` where the body is none."""
    answer = parsed(body)
    if not isinstance(answer, dict):
        raise Unreadable("Docker Hub answered with something that is no object.")
    return _page([answer], 1, max_entry)


def read_export(body: bytes, max_entry: int = MAX_ENTRY) -> ListPage:
    """Read the CSV of an organisation's members, its columns named as in its first line.

    Raises `Unreadable` where the body is none, or where a quotation in it never ends.
    """
    text = io.StringIO(body.decode("utf-8-sig", "replace"), newline="")
    lines = csv.DictReader(text, restkey=UNNAMED, strict=True)
    with suppress(csv.Error):
        if EXPORTED.issubset(lines.fieldnames or ()):
            return _page(list(lines), None, max_entry)
    raise Unreadable("Docker Hub answered with something that is no export of members.")


def _listed(answer: Any, max_entry: int) -> ListPage:
    pages = answer if _are_pages(answer) else [answer]
    return _page([entry for page in pages for entry in _entries(page)], _count(pages[0]), max_entry)


def _are_pages(answer: Any) -> bool:
    """Whether it is the array of page objects that `openapi.yaml` has for members."""
    return isinstance(answer, list) and any(
        isinstance(page, dict) and "results" in page for page in answer
    )


def _entries(page: Any) -> list[Any]:
    if isinstance(page, dict):
        lists = [page[name] for name in LISTS if name in page]
        page = next((each for each in lists if each is not None), [] if lists else None)
    if not isinstance(page, list):
        raise Unreadable("Docker Hub answered without a list.")
    return page


def _count(page: Any) -> int | None:
    counts = [page.get(name) for name in COUNTS] if isinstance(page, dict) else []
    return next((count for count in counts if type(count) is int), None)


def _page(entries: list[Any], count: int | None, max_entry: int) -> ListPage:
    try:
        entries = without_secrets(entries)
        text = rendered(entries)
    except RecursionError:
        raise Unreadable("Docker Hub answered with JSON that is nested too deep.") from None
    if len(text) > max_entry:
        text = rendered([_limited(entry, max_entry) for entry in entries])
    return ListPage(text, len(entries), count)


def _limited(entry: Any, max_entry: int) -> Any:
    text = rendered(entry)
    return described(entry, text, max_entry) if len(text) > max_entry else entry
