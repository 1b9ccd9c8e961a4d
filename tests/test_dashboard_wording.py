"""Words of the dashboard: names from outside are harmless, times and lengths read well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.wording import counted, esc, lasting, moment, visible
from tests.warehouses import HOSTILE

NOW = datetime(2026, 11, 23, 20, 33, tzinfo=UTC)


@pytest.mark.parametrize("name", HOSTILE)
def test_every_mark_of_markdown_is_escaped(name: str) -> None:
    """Taking the backslashes away gives the text back; what is left between them is plain."""
    escaped = esc(name)
    plain = escaped.replace("\\\\", "").split("\\")
    assert not set("".join(part[1:] for part in plain[1:])) & set("![]()*_`$<>:|#~")
    assert len(escaped) < 700


def test_marks_that_turn_or_hide_text_are_shown() -> None:
    """A name cannot look like another by turning the direction of writing."""
    assert visible("evil\u202egnp.exe") == "evil<U+202E>gnp.exe"
    assert visible("zwölf 十二 👍 \tplain\n") == "zwölf 十二 👍 \tplain\n"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (60, "1 minute"),
        (119, "1 minute"),
        (7_200, "2 hours"),
        (100_000, "27 hours"),
        (86_400 * 40, "40 days"),
        (-5, "0 seconds"),
    ],
)
def test_lengths_are_said_in_their_largest_unit(seconds: int, said: str) -> None:
    """Two minutes are not 120 seconds; a day and a bit is said in hours."""
    assert lasting(timedelta(seconds=seconds)) == said


def test_a_time_of_another_day_names_its_day() -> None:
    """Today's times are hours, others carry their date."""
    assert moment(NOW.replace(hour=1), NOW) == "01:33 UTC"
    assert moment(NOW - timedelta(days=20), NOW) == "3 Nov 2026, 20:33 UTC"


def test_numbers_agree_with_their_nouns() -> None:
    """One gap, two gaps, thousands with commas."""
    assert counted(1, "gap") == "1 gap"
    assert counted(12_000, "gap") == "12,000 gaps"
