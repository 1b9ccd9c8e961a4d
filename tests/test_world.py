"""The event log that a look-alike serves."""

from __future__ import annotations

from hub.lookalike.world import EventLog, World, catalogue


def log_of(*times: int) -> EventLog:
    """A log with one event at each of those milliseconds, named by the order of arrival."""
    log = EventLog()
    for number, at in enumerate(times):
        log.add_text(at, b"%d" % number)
    return log


def test_events_stand_in_the_order_of_their_time() -> None:
    """However they arrive, events are sorted by time; in one millisecond, by arrival."""
    log = log_of(5, 1, 5, 3)
    assert log.times == [1, 3, 5, 5]
    assert log.texts == [b"1", b"3", b"0", b"2"]
    assert len(log) == 4


def test_many_events_are_put_in_at_once() -> None:
    """Extending sorts the new ones among the old ones, behind those of the same millisecond."""
    log = log_of(1, 5)
    log.extend([(5, b"b"), (3, b"a")])
    assert log.times == [1, 3, 5, 5]
    assert log.texts == [b"0", b"a", b"1", b"b"]


def test_a_stretch_of_time_has_both_its_ends() -> None:
    """`between` gives the events from the first to the last millisecond, newest first."""
    log = log_of(1, 2, 3, 4)
    assert log.between(2, 3) == [b"2", b"1"]
    assert log.span(2, 3) == (1, 3)
    assert log.between(9, 10) == []


def test_an_event_is_kept_as_json() -> None:
    """A record becomes the text that is answered."""
    log = EventLog()
    log.add(1, {"action": "org.create"})
    assert log.texts == [b'{"action":"org.create"}']


def test_old_events_can_be_forgotten() -> None:
    """What is before a moment goes, or so many of the oldest, and the number is told."""
    log = log_of(1, 2, 3, 4)
    assert log.forget(before=2) == 1
    assert log.forget_oldest(2) == 2
    assert log.times == [4]
    assert log.forget_oldest(9) == 1


def test_worlds_share_nothing() -> None:
    """Each world has a catalogue of its own to change."""
    World("one").actions.clear()
    assert World("two").actions == catalogue()
