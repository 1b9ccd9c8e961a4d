"""Over random listings the history is what a simple model of it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.listings import Entry, image, page, tag
from tests.readings import NOON, RUN, Row, rows
from warehouse.database import Writer, open_for_writing
from warehouse.listing import staging

Thing = tuple[str, str]  # a tag and the architecture of its image, or nothing for the tag itself
OPEN_ENDED = datetime.max.replace(tzinfo=NOON.tzinfo)

images = st.lists(st.sampled_from(["amd64", "arm64", "s390x"]), unique=True).flatmap(
    lambda names: st.tuples(*[st.tuples(st.just(name), st.integers(1, 2)) for name in names])
)
entries = st.tuples(
    st.sampled_from("abcd"),  # name
    st.integers(1, 2),  # what the tag points to
    st.integers(0, 59),  # the second of its last pull
    st.none() | images,
)
listings = st.lists(st.tuples(st.booleans(), st.lists(entries, max_size=6)), max_size=6)


class Model:
    """What should be known: each thing that holds with its value and start, and what has ended."""

    def __init__(self) -> None:
        """Know nothing."""
        self.open: dict[Thing, tuple[int, datetime]] = {}
        self.pulled: dict[Thing, int] = {}
        self.ended: list[Row] = []

    def listed(self, at: datetime, *, whole: bool, listed: list[Any]) -> None:
        """Take in a listing."""
        said: dict[Thing, int] = {}
        last = {entry[0]: entry for entry in listed}
        for name, digest, pulled, parts in last.values():
            said[name, ""] = digest
            self.pulled[name, ""] = pulled
            said |= {(name, part): size for part, size in parts or ()}
        for thing in list(self.open):
            if thing not in said and self._gone(thing, last, whole=whole):
                self._close(thing, at)
        for thing, value in said.items():
            if thing in self.open and self.open[thing][0] != value:
                self._close(thing, at)
            self.open.setdefault(thing, (value, at))

    def _gone(self, thing: Thing, last: dict[str, Any], *, whole: bool) -> bool:
        if thing[0] not in last:
            return whole
        return last[thing[0]][3] is not None

    def _close(self, thing: Thing, at: datetime) -> None:
        value, since = self.open.pop(thing)
        self.ended.append((*thing, value, since, at))

    def history(self) -> list[Row]:
        """All versions, those that hold without an end."""
        held = [(*thing, value, since, OPEN_ENDED) for thing, (value, since) in self.open.items()]
        return sorted(self.ended + held)


def entry_of(name: str, digest: int, pulled: int, parts: Any) -> Entry:
    """The tag that an entry of the model stands for."""
    told = tag(name, id=digest, tag_last_pulled=f"2026-03-02T10:00:{pulled:02}Z")
    if parts is None:
        return told | {"images": None}
    return told | {"images": [image(architecture=part, size=size) for part, size in parts]}


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A warehouse for all examples, each of which is a repository of its own."""
    with open_for_writing(tmp_path_factory.mktemp("history") / "hubtrail.duckdb") as writer:
        yield writer


def history(writer: Writer, scope: str) -> list[Row]:
    """What the views say was known of a repository's tags and images."""
    return sorted(
        (*row[:4], row[4] or OPEN_ENDED)
        for row in rows(
            writer,
            "select tag, '', tag_id, valid_from, valid_to from tags_history "
            f"where repository = 'acme/{scope}' union all "
            "select tag, architecture, size, valid_from, valid_to from tag_images_history "
            f"where repository = 'acme/{scope}'",
        )
    )


@settings(max_examples=40, deadline=None)
@given(listings)
def test_history_is_what_the_model_says(writer: Writer, sequence: list[Any]) -> None:
    """Versions, their bounds and pulls agree; versions of one thing never overlap."""
    scope, model = str(uuid4()), Model()
    for hour, (whole, listed) in enumerate(sequence):
        at = NOON + timedelta(hours=hour)
        with staging(writer, "acme", "tags", scope, at) as stage:
            stage.add(page([entry_of(*entry) for entry in listed]))
            stage.keep(RUN, "whole" if whole else "partial", pages=1, requests=1)
        model.listed(at, whole=whole, listed=listed)
    kept = history(writer, scope)
    assert kept == model.history()
    assert all(
        earlier[:2] != later[:2] or earlier[4] <= later[3]
        for earlier, later in pairwise(sorted(kept, key=by_time))
    )
    now = f"where repository = 'acme/{scope}'"
    assert dict(rows(writer, f"select tag, second(tag_last_pulled) from tags {now}")) == {
        thing[0]: model.pulled[thing] for thing in model.open if not thing[1]
    }


def by_time(row: Row) -> Row:
    """Versions of one thing after each other, in the order of time."""
    return (*row[:2], row[3], row[4])
