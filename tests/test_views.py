"""The views: what each says of a few events whose meaning is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.readings import HOUR, NOON, Event, Row, event, load, rows
from warehouse.database import Writer, open_for_writing

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
PROMISED = {
    "audit_events": (
        "event_key account event_time action action_group name actor actor_user token_id "
        "token_label repository tag digest data action_description source_event_id occurrence "
        "first_seen_at window_id"
    ),
    "audit_actions": "account action action_group label description first_seen_at last_seen_at",
    "coverage": (
        "window_id account from_time to_time state pages requests events new_events first_event "
        "last_event content_hash run_id read_at"
    ),
    "coverage_gaps": "account from_time to_time",
    "rejected": "account resource reason raw window_id seen_at",
    "runs": "run_id resource account started_at ended_at state requests rows error",
    "pushes": "event_key account event_time repository tag digest",
    "membership_changes": "event_key account event_time",
    "token_activity": "event_key account event_time token_id token_label",
    "daily_activity": "account day action",
    "lateness": "account action",
}
INTERNAL = {"events", "schema_versions", "views_version"}  # people ask audit_events instead


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A warehouse with nothing in it."""
    with open_for_writing(tmp_path / "hubtrail.duckdb") as writer:
        yield writer


@pytest.mark.parametrize("table", PROMISED)
def test_promised_columns_are_there(writer: Writer, table: str) -> None:
    """What outsiders may rely on (design, section 5) has these names."""
    columns = writer.cursor.execute(f"from {table}").description or []
    assert set(PROMISED[table].split()) <= {column[0] for column in columns}


def test_everything_has_a_comment(writer: Writer) -> None:
    """Each table and view that people may read, and each column of it, says what it is."""
    silent = rows(
        writer,
        "select table_name, column_name from duckdb_columns() "
        "where not internal and comment is null union all "
        "select table_name, '' from duckdb_tables() where not temporary and comment is null union "
        "all select view_name, '' from duckdb_views() where not internal and comment is null",
    )
    assert [name for name in silent if name[0] not in INTERNAL] == []


@pytest.mark.parametrize(
    ("told", "meaning"),
    [
        (event(), ("repo", "robot", None, None, "acme/api", "latest", "sha256:c1")),
        (event(name="api"), ("repo", "robot", None, None, "acme/api", "latest", "sha256:c1")),
        (
            event(actor='olivia - access token "ci "x""', data={"access_token_id": "t1"}),
            ("repo", "olivia", "t1", 'ci "x"', "acme/api", None, None),
        ),
        (
            event(
                actor='olivia - access token "old"',
                data={"access_token_label": "ci", "tag": "1.0", "digest": "sha256:d"},
            ),
            ("repo", "olivia", None, "ci", "acme/api", "1.0", "sha256:d"),
        ),
        (
            event(action="org.team.member.add", name="mallory", data={"tag": "x", "digest": "y"}),
            ("org", "robot", None, None, None, None, None),
        ),
        (
            event(action="brand.new", name=None, actor=None, data=None),
            ("brand", None, None, None, None, None, None),
        ),
        (
            event(actor='two\nlines - access token "a\nb"'),
            ("repo", "two\nlines", None, "a\nb", "acme/api", "latest", "sha256:c1"),
        ),
    ],
)
def test_an_event_gets_its_meaning(writer: Writer, told: Event, meaning: tuple[str | None]) -> None:
    """Group, user, token, repository, tag and digest are read out of the event."""
    load(writer, [told])
    assert rows(
        writer,
        "select action_group, actor_user, token_id, token_label, repository, tag, digest "
        "from audit_events",
    ) == [meaning]


def test_a_push_says_what_it_changed(writer: Writer) -> None:
    """Against the push before of the same tag: new, same or moved."""
    digests = ["a", "a", "b", "b"]
    pushes = [event(n, data={"tag": "t", "digest": digest}) for n, digest in enumerate(digests)]
    others = [
        event(1.5, data={"tag": "u", "digest": "c"}),
        event(1.6, name="acme/web", data={"tag": "t", "digest": "d"}),
        event(1.7, action="repo.tag.delete", data={"tag": "t"}),
    ]
    load(writer, [*others, *pushes])
    question = (
        "select repository, tag, digest, digest_before, effect from pushes order by event_time"
    )
    assert rows(writer, question) == [
        ("acme/api", "t", "a", None, "new"),
        ("acme/api", "t", "a", "a", "same"),
        ("acme/api", "u", "c", None, "new"),
        ("acme/web", "t", "d", None, "new"),
        ("acme/api", "t", "b", "a", "moved"),
        ("acme/api", "t", "b", "b", "same"),
    ]


def test_membership_is_read_from_events(writer: Writer) -> None:
    """Who it is about, in which team or role, wherever the event says so."""
    load(
        writer,
        [
            event(1, action="org.member.add", name="acme", data={"username": "new"}),
            event(2, action="org.team.member.add", name="mallory", data={"team": "owners"}),
            event(3, action="org.member.role.change", name="m", data={"new_role": "Owner"}),
            event(4, action="org.member.removed", name="acme", data=None),
            event(5, action="org.member.invite.send", name="acme", data={"email": "e@x"}),
            event(6, action="org.team.create", name="platform"),
        ],
    )
    question = "select change, member, team, role from membership_changes order by event_time"
    assert rows(writer, question) == [
        ("added", "new", None, None),
        ("added", "mallory", "owners", None),
        ("role changed", "m", None, "Owner"),
        ("removed", None, None, None),
        ("invited", "e@x", None, None),
    ]


def test_tokens_are_followed(writer: Writer) -> None:
    """What tokens did and what was done to them, and nothing else."""
    load(
        writer,
        [
            event(1, data={"access_token_id": "t1", "access_token_label": "ci", "tag": "v"}),
            event(2, actor='olivia - access token "laptop"', data={}),
            event(
                3, action="org.access_token.create", name="acme", data={"id": "t2", "label": "x"}
            ),
            event(4),
        ],
    )
    assert rows(
        writer,
        "select activity, token_id, token_label, actor_user, repository, tag from token_activity "
        "order by event_time",
    ) == [
        ("used", "t1", "ci", "robot", "acme/api", "v"),
        ("used", None, "laptop", "olivia", "acme/api", None),
        ("create", "t2", "x", "robot", None, None),
    ]


def test_days_are_counted_in_utc(writer: Writer) -> None:
    """A row for each day and action, with how many people did it."""
    load(writer, [event(-0.001), event(0, actor="olivia"), event(1)], start=NOON - HOUR)
    load(writer, [event(12 * 3600)], start=NOON + HOUR, end=NOON + DAY, read_at=NOON + DAY)
    question = "select day::varchar, action, events, people from daily_activity order by day"
    assert rows(writer, question) == [
        ("2026-03-02", "repo.tag.push", 3, 2),
        ("2026-03-03", "repo.tag.push", 1, 1),
    ]


@pytest.mark.parametrize(
    ("read", "spans", "gaps"),
    [
        ([], [], []),
        ([(0, 2), (2, 4)], [(0, 4)], []),
        ([(0, 9), (1, 2), (3, 4)], [(0, 9)], []),
        ([(0, 9), (1, 2), (10, 11)], [(0, 9), (10, 11)], [(9, 10)]),
        ([(6, 8), (0, 2), (3, 4)], [(0, 2), (3, 4), (6, 8)], [(2, 3), (4, 6)]),
        ([(0, 1), (0, 1)], [(0, 1)], []),
    ],
)
def test_readings_join_to_spans_with_gaps_between(
    writer: Writer, read: list[tuple[int, int]], spans: list[Row], gaps: list[Row]
) -> None:
    """However readings overlap, spans are the time they cover and gaps what lies between."""
    for start, end in read:
        load(writer, [], start=NOON + start * SECOND, end=NOON + end * SECOND)
    load(writer, [], start=NOON, end=NOON + HOUR, account="beta")
    for view, expected in (("coverage_spans", spans), ("coverage_gaps", gaps)):
        assert (
            rows(
                writer,
                f"select (epoch(from_time) - 1772452800)::int, (epoch(to_time) - 1772452800)::int "
                f"from {view} where account = 'acme' order by 1",
            )
            == expected
        )


def test_lateness_is_that_of_late_events(writer: Writer) -> None:
    """Events that a first reading did not hold are measured, by action."""
    load(writer, [event(1), event(2, action="repo.create")], read_at=NOON)
    load(writer, [event(1), event(2, action="repo.create"), event(3)], read_at=NOON)
    ((action, events, late, p50, most),) = rows(
        writer,
        "select action, events, late_events, p50_seconds, max_seconds from lateness "
        "where late_events > 0",
    )
    ((waited,),) = rows(writer, "select epoch(first_seen_at - event_time) from events where late")
    assert (action, events, late, p50, most) == ("repo.tag.push", 2, 1, waited, waited)
    question = "select action, events, max_seconds from lateness where late_events = 0"
    assert rows(writer, question) == [("repo.create", 1, None)]


def test_reach_is_the_oldest_answer(writer: Writer) -> None:
    """How far back answers go, and whether that is the organisation's own beginning."""
    load(writer, [event(5)])
    assert rows(writer, "from reach") == [("acme", NOON + 5 * SECOND, False)]
    load(writer, [event(1, action="org.create"), event(5)])
    assert rows(writer, "from reach") == [("acme", NOON + SECOND, True)]
