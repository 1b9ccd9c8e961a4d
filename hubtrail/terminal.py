"""How commands speak: data on stdout, narration on stderr, times as people write them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from hubtrail.errors import Usage
from hubtrail.printable import printable


def say(line: str) -> None:
    """Print a line of data for people; machine formats are printed as they are."""
    print(printable(line))


def narrate(sentence: str) -> None:
    """Say something to the person, not to the program that reads the output."""
    print(printable(sentence), file=sys.stderr, flush=True)


def print_json(answer: Any) -> None:
    """Print one object as JSON; times in ISO 8601."""
    import orjson

    text = orjson.dumps(answer, default=str, option=orjson.OPT_INDENT_2)
    print(text.decode())


def tell_of_repetitions() -> None:
    """Say once that Docker Hub is asked again, instead of a line for each repetition."""
    from stamina.instrumentation import RetryDetails, set_on_retry_hooks

    said: list[RetryDetails] = []

    def say(details: RetryDetails) -> None:
        if not said:
            narrate("Docker Hub did not answer as it should; asking again for a while.")
        said.append(details)

    set_on_retry_hooks([say])


def moment(text: str, flag: str) -> datetime:
    """Read a time: ISO 8601 or a date, UTC unless it says otherwise, or `now`.

    Raises `Usage` with a sentence that names the flag.
    """
    if text == "now":
        return datetime.now(UTC)
    try:
        read = datetime.fromisoformat(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Usage(
            f"{flag} {text!r} is no time: write it like 2026-11-01 or 2026-11-01T13:30:00Z."
        ) from None


def stretch(start: str | None, end: str | None) -> tuple[datetime, datetime] | None:
    """Read `--from` and `--to`, which ends now unless said; None where neither is given."""
    if start is None and end is None:
        return None
    if start is None:
        raise Usage("--to without --from: say where the stretch begins.")
    first, last = moment(start, "--from"), moment(end or "now", "--to")
    if last <= first:
        raise Usage(f"--to {end} is not after --from {start}.")
    return first, last


def stamp(time: datetime | None) -> str:
    """A time for people, in UTC, to the second."""
    return "never" if time is None else f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def lasting(span: timedelta) -> str:
    """A length of time for people, in its two largest units."""
    seconds = int(span.total_seconds())
    units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    parts = []
    for name, size in units:
        if seconds >= size:
            parts.append(f"{seconds // size} {name}")
            seconds %= size
    return " ".join(parts[:2]) or "0 s"
