"""What charts through time share: the axis, and the bands behind time that is not complete."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import altair as alt
import pandas as pd

from dashboard.palette import GREY, NOT_VERIFIED, PURPLE
from dashboard.period import Period

FORMATS = {"hour": "%H:%M", "day": "%-d %b", "month": "%b %Y"}
BUCKETS: dict[str, Any] = {
    "hour": "utcyearmonthdatehours",
    "day": "utcyearmonthdate",
    "month": "utcyearmonth",
}
UNVERIFIED = f"datum.state === '{NOT_VERIFIED}'"  # for Vega


def bands(incomplete: pd.DataFrame, period: Period) -> alt.Chart:
    """A band for each time range: purple where it is not verified, grey where it was not read."""
    drawn: alt.Chart = (
        alt.Chart(incomplete)
        .mark_rect(opacity=0.28)
        .transform_calculate(
            shown=f"{UNVERIFIED} ? 'not verified: events may be missing' : 'not collected'"
        )
        .encode(
            x=alt.X("from_time:T", scale=across(period)),
            x2="to_time:T",
            # Values and not a scale, which the bars would share.
            color=alt.condition(UNVERIFIED, alt.value(PURPLE), alt.value(GREY)),
            tooltip=[
                alt.Tooltip("shown:N", title="state"),
                alt.Tooltip("from_time:T", timeUnit=BUCKETS["hour"], title="from"),
                alt.Tooltip("to_time:T", timeUnit=BUCKETS["hour"], title="to"),
            ],
        )
    )
    return drawn


def across(period: Period) -> alt.Scale:
    """The whole period, so that charts of one screen can be compared."""
    # A bar of a month begins with the month, whenever the period does.
    first = period.since.replace(day=1) if period.bucket == "month" else period.since
    return alt.Scale(type="utc", domain=[_moment(first), _moment(period.until)])


def _moment(time: datetime) -> alt.DateTime:
    # A number of milliseconds would be drawn as another time, or not at all.
    return alt.DateTime(year=time.year, month=time.month, date=time.day, hours=time.hour, utc=True)


def times(period: Period) -> alt.Axis:
    """The labels of that time."""
    return alt.Axis(title=None, grid=False, format=FORMATS[period.bucket], labelOverlap=True)
