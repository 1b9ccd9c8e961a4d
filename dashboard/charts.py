"""Frames in, charts out: counts from zero, times in UTC, whoever's names shown as they are."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dashboard.palette import BLUE, COLLECTED, INK, ORANGE, present
from dashboard.period import Period
from dashboard.time_axis import BUCKETS, across, bands, times

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart
CLICKED = "clicked"  # what a click on a bar or a cell selects
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS = f"{list(DAYS)}"  # for Vega


def through_time(
    frame: pd.DataFrame,
    period: Period,
    *,
    kind: str,
    count: str,
    colours: Mapping[str, str],
    incomplete: pd.DataFrame,
    height: int = 260,
) -> Drawn:
    """Bars of `count` by hour, day or month, stacked by `kind`, above bands of `incomplete` time.

    A click on a name of the legend shows that name alone.
    """
    picked = alt.selection_point(name="legend", fields=[kind], bind="legend")
    x = alt.X(
        "bucket:T",
        timeUnit=BUCKETS[period.bucket],
        scale=across(period),
        axis=times(period),
    )
    order = {name: place for place, name in enumerate(colours)}
    placed = frame.assign(stacking=frame[kind].map(order))
    bars = (
        alt.Chart(placed)
        .mark_bar(cursor="pointer")
        .encode(
            x=x,
            y=alt.Y(f"{count}:Q", scale=alt.Scale(zero=True), axis=_counting()),
            color=alt.Color(f"{kind}:N", scale=_fixed(colours), legend=legend()),
            order=alt.Order("stacking:Q"),
            tooltip=_tips(period, kind, count),
        )
        .transform_calculate(
            shown=f"truncate(datum['{kind}'], 80)",
            here="timeFormat(datum.bucket, '%-d %b %Y, %H:%M')",
        )
        .add_params(picked, _click("bucket", kind))
        .transform_filter(picked)
    )
    return alt.layer(bands(incomplete, period), bars).properties(height=height)


def _tips(period: Period, kind: str, count: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("bucket:T", timeUnit=BUCKETS[period.bucket], title=f"{period.bucket}, UTC"),
        alt.Tooltip("here:N", title="begins on your clock"),
        alt.Tooltip("shown:N", title=kind.replace("_", " ")),
        alt.Tooltip(f"{count}:Q", format=","),
    ]


def ranking(frame: pd.DataFrame, name: str, count: str, colour: str = BLUE) -> Drawn:
    """A bar for each name, the longest first, with its number at the end."""
    base = alt.Chart(frame).transform_calculate(shown=f"truncate(datum['{name}'], 80)")
    y = alt.Y(
        f"{name}:N",
        sort=None,
        axis=alt.Axis(title=None, labelLimit=130, ticks=False, domain=False, labelPadding=6),
    )
    room = float(frame[count].max()) * 1.18
    x = alt.X(f"{count}:Q", scale=alt.Scale(zero=True, domainMax=room), axis=None)
    tip = [alt.Tooltip("shown:N", title=name), alt.Tooltip(f"{count}:Q", format=",")]
    bars = (
        base.mark_bar(color=colour, cornerRadiusEnd=3, cursor="pointer")
        .encode(x=x, y=y, tooltip=tip)
        .add_params(_click(name))
    )
    numbers = base.mark_text(align="left", dx=5, color=INK).encode(
        x=x, y=y, text=alt.Text(f"{count}:Q", format=",")
    )
    return alt.layer(bars, numbers).properties(height=alt.Step(26))


def week(frame: pd.DataFrame) -> Drawn:
    """Hour of the day by day of the week, darker (in the dark: lighter) for more pushes."""
    drawn: Drawn = (
        alt.Chart(frame)
        .mark_rect(cornerRadius=2)
        .transform_calculate(day=f"{WEEKDAYS}[datum.weekday - 1]")
        .encode(
            x=alt.X(
                "hour:O",
                scale=alt.Scale(paddingInner=0.08),
                axis=alt.Axis(title="hour, UTC", labelAngle=0, values=[0, 6, 12, 18, 23]),
            ),
            y=alt.Y("weekday:O", scale=alt.Scale(paddingInner=0.12), axis=_days_of_the_week()),
            color=alt.Color("pushes:Q", legend=None, scale=alt.Scale(domainMin=0)),
            tooltip=[
                alt.Tooltip("day:N"),
                alt.Tooltip("hour:O", title="hour, UTC"),
                alt.Tooltip("pushes:Q", format=","),
            ],
        )
        .add_params(_click("weekday", "hour"))
        .properties(height=alt.Step(27))
    )
    return drawn


def calendar(frame: pd.DataFrame) -> Drawn:
    """A square for each day of the last year: read, not verified, partly read or not read."""
    states = present(COLLECTED, frame["state"])
    drawn: Drawn = (
        alt.Chart(frame)
        .mark_rect(cornerRadius=2)
        .encode(
            x=alt.X(
                "week:O",
                timeUnit="utcyearmonthdate",
                scale=alt.Scale(paddingInner=0.15),
                axis=alt.Axis(
                    title=None,
                    labelExpr="utcdate(datum.value) <= 7 ? utcFormat(datum.value, '%b') : ''",
                    labelAngle=0,
                    labelOverlap=False,
                    ticks=False,
                    domain=False,
                ),
            ),
            y=alt.Y("weekday:O", scale=alt.Scale(paddingInner=0.15), axis=_days_of_the_week()),
            color=alt.Color("state:N", scale=_fixed(states), legend=legend()),
            tooltip=[
                alt.Tooltip("day:T", timeUnit="utcyearmonthdate", title="day"),
                alt.Tooltip("state:N"),
                alt.Tooltip("events:Q", format=","),
            ],
        )
        .add_params(_click("day"))
        .properties(height=alt.Step(19))
    )
    return drawn


def budget(frame: pd.DataFrame, period: Period) -> Drawn:
    """What was left of the rate limit after each run, below the limit itself."""
    x = alt.X("seen_at:T", scale=across(period), axis=times(period))
    base = alt.Chart(frame)
    left = (
        base.mark_circle(color=BLUE, size=40, opacity=0.7, cursor="pointer")
        .encode(
            x=x,
            y=alt.Y("remaining:Q", scale=alt.Scale(zero=True), axis=_counting()),
            tooltip=[
                alt.Tooltip(
                    "seen_at:T", timeUnit="utcyearmonthdatehoursminutes", title="time, UTC"
                ),
                alt.Tooltip("remaining:Q", title="left"),
                alt.Tooltip("rate_limit:Q", title="of"),
            ],
        )
        .add_params(_click("run_id"))
    )
    limit = base.mark_rule(color=ORANGE, strokeDash=[4, 4]).encode(y="max(rate_limit):Q")
    return alt.layer(limit, left).properties(height=200)


def _click(*fields: str) -> alt.Parameter:
    return alt.selection_point(name=CLICKED, fields=list(fields), on="click", toggle=False)


def _fixed(colours: Mapping[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(colours), range=list(colours.values()))


def legend() -> alt.Legend:
    """Names above the chart, in two columns on a phone."""
    columns = alt.ExprRef("width < 500 ? 2 : 4")
    return alt.Legend(
        orient="top",
        title=None,
        labelLimit=120,
        symbolType="square",
        columns=columns,
        padding=0,
        offset=8,
    )


def _counting() -> alt.Axis:
    return alt.Axis(title=None, format="~s", tickMinStep=1, tickCount=5)


def _days_of_the_week() -> alt.Axis:
    return alt.Axis(
        title=None,
        labelExpr=f"{WEEKDAYS}[datum.value - 1]",
        ticks=False,
        domain=False,
    )
