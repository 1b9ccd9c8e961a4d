"""What answers say of the rate limit, in every form seen and in forms that make no sense."""

from __future__ import annotations

from email.utils import formatdate

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.limits import LONGEST, Allowance, allowance, by_our_clock, retry_after

NOW = 1_746_136_878.0  # the moment of the capture in behaviour.md 4


def budget(limit: str = "180", remaining: str = "179", reset: str = "1746136938") -> httpx.Headers:
    """The three headers as they were captured, or otherwise."""
    return httpx.Headers(
        {
            "X-RateLimit-Limit": limit,
            "X-RateLimit-Remaining": remaining,
            "X-RateLimit-Reset": reset,
        }
    )


def test_the_three_headers_are_an_allowance() -> None:
    """Limit, what remains, and when it starts again."""
    assert allowance(budget(), NOW) == Allowance(180, 179, NOW + 60)


@pytest.mark.parametrize(
    "headers",
    [
        httpx.Headers(),
        httpx.Headers({"x-ratelimit-limit": "180"}),
        budget(limit=""),
        budget(limit="0"),
        budget(limit="-1"),
        budget(limit="9" * 400),
        budget(remaining="many"),
        budget(reset="soon"),
        budget(reset="nan"),
        budget(reset="inf"),
        budget(reset="-inf"),
        budget(reset="0"),
        budget(remaining="-1"),
        budget(remaining="181"),
        budget(reset="1746136938000"),
    ],
)
def test_headers_without_sense_are_none(headers: httpx.Headers) -> None:
    """What is missing, no number, or beyond a day is taken for no allowance at all."""
    assert allowance(headers, NOW) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Retry-After", "60"),
        ("Retry-After", "1746136938"),
        ("Retry-After", "1746136938.0"),
        ("Retry-After", formatdate(NOW + 60, usegmt=True)),
        ("X-Retry-After", "60"),
        ("X-Retry-After", "1746136938"),
    ],
)
def test_every_form_of_retry_after_is_read(name: str, value: str) -> None:
    """Seconds, unix time and HTTP date, under both names, are the same wait."""
    assert retry_after(httpx.Headers({name: value}), NOW) == 60


@pytest.mark.parametrize(
    "value", ["", "soon", "nan", "-", "1 2", "inf", "-inf", "1e400", "-60", "1 Jan 9999999999999"]
)
def test_a_wait_without_sense_is_no_wait(value: str) -> None:
    """What cannot be read is as if it were not there, and the other name still counts."""
    assert retry_after(httpx.Headers({"Retry-After": value}), NOW) is None
    both = httpx.Headers({"X-Retry-After": value, "Retry-After": "60"})
    assert retry_after(both, NOW) == 60


@pytest.mark.parametrize("value", ["0", "1746136800", formatdate(NOW - 60, usegmt=True)])
def test_a_wait_that_is_over_is_none_left(value: str) -> None:
    """A time that has passed asks for no seconds, never for less."""
    assert retry_after(httpx.Headers({"Retry-After": value}), NOW) == 0


@pytest.mark.parametrize("value", ["1e300", "99999999999999999", "1746136938000"])
def test_a_wait_is_a_day_at_most(value: str) -> None:
    """No header can make a run wait for years, or fail for a time that no calendar holds."""
    assert retry_after(httpx.Headers({"Retry-After": value}), NOW) == LONGEST


@pytest.mark.parametrize("ahead", [-3600, -30, 30, 3600])
def test_a_wrong_clock_of_ours_does_not_matter(ahead: int) -> None:
    """Their times are read by their own Date header, so the wait is the same by any clock."""
    ours = NOW - ahead
    date = {"Date": formatdate(NOW, usegmt=True)}
    told = allowance(httpx.Headers({**budget(), **date}), ours)
    assert told == Allowance(180, 179, ours + 60)
    for value in ("60", "1746136938", formatdate(NOW + 60, usegmt=True)):
        assert retry_after(httpx.Headers({"Retry-After": value, **date}), ours) == 60


def test_a_second_of_difference_is_no_wrong_clock() -> None:
    """Date is whole seconds and travels: small differences are not minded."""
    late = httpx.Headers({"Date": formatdate(NOW - 2, usegmt=True)})
    assert by_our_clock(NOW + 60, late, NOW) == NOW + 60
    assert by_our_clock(NOW + 60, httpx.Headers(), NOW) == NOW + 60


@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_an_absurd_date_changes_no_wait(date: str) -> None:
    """A Date that is years from the times in the same response is not used to correct them."""
    headers = httpx.Headers({**budget(), "Date": date, "Retry-After": "1746136938"})
    assert allowance(headers, NOW) == Allowance(180, 179, NOW + 60)
    assert retry_after(headers, NOW) == 60


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_header_can_break_the_reading(limit: str, retry: str, date: str) -> None:
    """Whatever stands in the headers, a wait is none or from nothing to a day."""
    headers = {
        "x-ratelimit-limit": limit,
        "x-ratelimit-remaining": limit,
        "x-ratelimit-reset": retry,
        "retry-after": retry,
        "date": date,
    }
    waited = retry_after(headers, NOW)
    assert waited is None or 0 <= waited <= LONGEST
    told = allowance(headers, NOW)
    assert told is None or (told.limit > 0 and told.reset <= NOW + LONGEST)
