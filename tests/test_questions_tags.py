"""tag_moves and tag_at: pushes and listings told as one history of each tag."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.listed import happened, hour, listing, push, tags, told
from tests.readings import Row, rows
from warehouse.database import Writer, open_for_writing

MINUTE = 1 / 60
MOVES = (
    "select (epoch(moved_at - '2026-03-02 12:00:00+00'::timestamptz) / 60)::integer, "
    "digest_before, digest, (live_seconds / 60)::integer, source from tag_moves order by moved_at"
)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


def test_a_push_that_a_listing_shows_is_one_move(writer: Writer) -> None:
    """It has the time, hands and token of the push."""
    told(writer, push(1, "a"))
    tags(writer, 2, v1="a")
    assert rows(writer, MOVES) == [(60, None, "a", None, "both")]
    question = "select repository, tag, actor_user, token_id, token_label, event_key from tag_moves"
    ((*said, key),) = rows(writer, question)
    assert said == ["acme/api", "v1", "robot", "t1", "ci"]
    assert rows(writer, "select event_key from audit_events") == [(key,)]


def test_what_only_a_listing_knows_is_dated_by_it(writer: Writer) -> None:
    """A digest without a push has no hand, and the next push says what it replaced."""
    told(writer, push(3, "c"))
    tags(writer, 1, v1="a")
    tags(writer, 2, v1="b")
    assert rows(writer, MOVES) == [
        (60, None, "a", 60, "listing"),
        (120, "a", "b", 60, "listing"),
        (180, "b", "c", None, "push"),
    ]
    assert rows(writer, "select count(actor_user), count(event_key) from tag_moves") == [(1, 1)]


def test_the_same_digest_again_is_no_move(writer: Writer) -> None:
    """Neither by a push, nor by a listing of which other fields changed."""
    told(writer, push(1, "a"), push(2, "a"), push(5, "b"))
    listing(writer, "tags", 3, [{"name": "v1", "digest": "a", "full_size": 1}], scope="api")
    listing(writer, "tags", 4, [{"name": "v1", "digest": "a", "full_size": 2}], scope="api")
    assert rows(writer, MOVES) == [(60, None, "a", 240, "both"), (300, "a", "b", None, "push")]


def test_there_and_back_between_two_listings_is_three_moves(writer: Writer) -> None:
    """Pushes of a, b and a again, of which listings show only a, before and after."""
    told(writer, push(1, "a"), push(3, "b"), push(4, "a"))
    tags(writer, 2, v1="a")
    tags(writer, 5, v1="a")
    assert rows(writer, MOVES) == [
        (60, None, "a", 120, "both"),
        (180, "a", "b", 60, "push"),
        (240, "b", "a", None, "both"),
    ]


def test_a_way_back_that_no_push_tells_of_is_a_move(writer: Writer) -> None:
    """An old push of the same digest does not explain it."""
    told(writer, push(1, "a"), push(3, "b"))
    tags(writer, 2, v1="a")
    tags(writer, 4, v1="b")
    tags(writer, 5, v1="a")
    assert [row[2:] for row in rows(writer, MOVES)] == [
        ("a", 120, "both"),
        ("b", 120, "both"),
        ("a", None, "listing"),
    ]


@pytest.mark.parametrize("minutes", [-2, 2])
def test_a_push_while_a_listing_is_read_may_be_in_it(writer: Writer, minutes: int) -> None:
    """A listing is dated by its beginning; a push a little later or earlier explains it."""
    told(writer, push(0, "a"), push(2 + minutes * MINUTE, "b"))
    tags(writer, 1, v1="a")
    tags(writer, 2, v1="b")
    assert [row[2:] for row in rows(writer, MOVES)] == [
        ("a", 120 + minutes, "both"),
        ("b", None, "both"),
    ]


def test_a_push_that_arrives_late_takes_its_place(writer: Writer) -> None:
    """What seemed a move without a push becomes the push, at its own time."""
    tags(writer, 1, v1="a")
    told(writer, push(-1, "a"), until=1.1)
    tags(writer, 3, v1="b")
    assert rows(writer, MOVES)[1:] == [(180, "a", "b", None, "listing")]
    told(writer, push(-1, "a"), push(2, "b"))
    assert rows(writer, MOVES)[1:] == [(120, "a", "b", None, "both")]


@pytest.mark.parametrize(
    "deletion",
    [
        happened(2, "repo.tag.delete", "acme/api", tag="v1"),
        happened(2, "repo.delete", "acme/api"),
    ],
)
def test_a_deletion_ends_a_life(writer: Writer, deletion: dict[str, str]) -> None:
    """Of the tag or of its repository; a push after it finds nothing there."""
    told(writer, push(1, "a"), deletion, push(4, "a"))
    tags(writer, 1.5, v1="a")
    tags(writer, 3)
    tags(writer, 5, v1="a")
    assert rows(writer, MOVES) == [(60, None, "a", 60, "both"), (240, None, "a", None, "both")]


def test_absence_from_a_whole_listing_ends_a_life(writer: Writer) -> None:
    """Without an event the listing's time is the end; a partial listing ends nothing."""
    told(writer, push(1, "a"))
    tags(writer, 2, v1="a", v2="b")
    tags(writer, 3, "partial")
    assert [row[3] for row in rows(writer, MOVES)] == [None, None]
    tags(writer, 4, v2="b")
    assert rows(writer, MOVES)[0] == (60, None, "a", 180, "both")


def test_an_answer_without_a_digest_moves_nothing(writer: Writer) -> None:
    """Old tags are listed without one at times (behaviour.md 6)."""
    told(writer, push(1, "a"))
    tags(writer, 2, v1="a")
    listing(writer, "tags", 3, [{"name": "v1"}], scope="api")
    tags(writer, 4, v1="a")
    assert rows(writer, MOVES) == [(60, None, "a", None, "both")]


@pytest.mark.parametrize("repository", ["api", "acme/api"])
@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0.5, []), (1, [("a", "robot", "both")]), (2.5, [("b", None, "listing")]), (9, [])],
)
def test_a_tag_at_any_time(
    writer: Writer, repository: str, hours: float, expected: list[Row]
) -> None:
    """What it pointed to then and by whom, under both names of its repository; else no row."""
    told(writer, push(1, "a"), happened(8, "repo.tag.delete", "acme/api", tag="v1"))
    tags(writer, 1.5, v1="a")
    tags(writer, 2, v1="b")
    found = writer.cursor.execute(
        "select digest, actor_user, source from tag_at('acme', $repository, 'v1', $moment)",
        {"repository": repository, "moment": hour(hours)},
    )
    assert found.fetchall() == expected
