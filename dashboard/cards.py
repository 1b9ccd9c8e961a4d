"""What screens are made of: a card with a question, its chart or table, and what empty means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import charts, palette
from dashboard.door import asks_in_sql
from dashboard.leading import Filters, Point, Row, at_cell, at_click, bucket_of, lead
from dashboard.published import Answer
from dashboard.scope import Scope
from dashboard.wording import lasting, own_clock, visible

Column = Any  # what st.column_config makes, or the heading
NUMBER = st.column_config.NumberColumn(format="localized")


def time_column(label: str = "time, UTC") -> Column:
    """A column of times in UTC; its heading says how far the viewer's own clock is from that."""
    zone = st.context.timezone
    return st.column_config.DatetimeColumn(
        label,
        format="YYYY-MM-DD HH:mm:ss",
        timezone="UTC",
        help=f"In UTC. Your clock: {own_clock(zone, datetime.now(UTC))}." if zone else None,
    )


@contextmanager
def card(question: str, note: str = "", *asked: Answer) -> Iterator[None]:
    """A frame around what answers `question`, with the SQL of the answers for who asks in SQL."""
    with st.container(border=True, height="stretch"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{question}**", help=note or None, width="stretch")
            if asked and asks_in_sql():
                show_sql(asked)
        yield


def show_sql(asked: tuple[Answer, ...]) -> None:
    """The text that gives the same rows in `hubtrail sql`, to copy or to change."""
    with st.popover("SQL", type="tertiary", help="Show the SQL"):
        for each in asked:
            st.code(each.sql, language="sql", height=min(30 * each.sql.count("\n"), 420))
            st.page_link(
                "sql.py",
                label="Change it and ask",
                icon=":material/edit:",
                query_params={"query": each.sql},
            )


def chart(
    drawn: charts.Drawn,
    question: str,
    scope: Scope,
    meant: Callable[[Point], Filters],
) -> None:
    """A chart as wide as its card; a click leads to the events that are `meant`."""
    picking(drawn, question, lambda point: lead(scope, meant(point)))


def picking(drawn: charts.Drawn, question: str, picked: Callable[[Point], None]) -> None:
    """A chart as wide as its card; what is clicked is handed to `picked`.

    Who cannot see it hears the question.
    """
    if st.context.theme.type == "light":  # Streamlit's own grey is too pale to be read there
        drawn = drawn.configure_axis(labelColor=palette.INK, titleColor=palette.INK)
        drawn = drawn.configure_legend(labelColor=palette.INK)
    key = f"chart: {question}"
    st.altair_chart(
        drawn,
        width="stretch",
        alt=question,
        key=key,
        on_select=at_click(key, picked),
        selection_mode=charts.CLICKED,
    )


def timeline(
    scope: Scope,
    question: str,
    asked: Answer,
    colours: Callable[[pd.DataFrame], Mapping[str, str]],
    *,
    kind: str,
    count: str,
    meant: Callable[[str], Filters],
    height: int = 260,
) -> None:
    """A card with bars of `count` through time by `kind`, and bands where it is not complete.

    A click on a bar leads to the events of its time that the kind `meant`.
    """
    note = (
        "Click a bar for its events, a name to see it alone. Grey: not collected. "
        "Purple: not verified, events may be missing."
    )
    with card(question, note, asked):
        if asked.frame.empty:
            nothing(scope, count)
            return
        drawn = charts.through_time(
            asked.frame,
            scope.period,
            kind=kind,
            count=count,
            colours=colours(asked.frame),
            incomplete=scope.incomplete,
            height=height,
        )
        chart(drawn, question, scope, lambda point: meant(point[kind]) | bucket_of(scope, point))


def listing(
    scope: Scope,
    question: str,
    asked: Answer,
    columns: dict[str, Column],
    *,
    what: str,
    note: str = "",
    caption: str = "",
    fixed: Filters | None = None,
) -> None:
    """A card with a table of `what`; a click on a name leads to its events, `fixed` among them."""
    with card(question, note, asked):
        if asked.frame.empty:
            nothing(scope, what)
            return
        leading(scope, question, asked.frame, columns, lambda _: fixed or {})
        if caption:
            st.caption(caption)


def leading(
    scope: Scope,
    question: str,
    frame: pd.DataFrame,
    columns: dict[str, Column],
    also: Callable[[Row], Filters] = lambda _: {},
) -> None:
    """The table that answers `question`; a click on a name leads to its events.

    With the filters that its row means `also`.
    """
    key = f"table: {question}"
    table(
        frame,
        columns,
        key=key,
        selection_mode="single-cell",
        on_select=at_cell(scope, key, frame, also),
    )


def table(frame: pd.DataFrame, columns: dict[str, Column], **more: Any) -> Any:
    """The frame's `columns` in their order, each with its heading or its column's settings.

    Marks that would hide or turn text are made visible. Many rows scroll.
    """
    texts = frame.select_dtypes(include=["object", "str"]).columns
    safe = frame.assign(**{name: frame[name].map(_safe) for name in texts})
    return st.dataframe(
        safe,
        hide_index=True,
        column_order=list(columns),
        column_config=columns,
        placeholder="",
        height=min(36 * (len(frame) + 1), 480),
        **more,
    )


def pills(label: str, colours: Mapping[str, str], width: int = 115) -> Column:
    """A column of coloured words; `width` is in pixels."""
    return st.column_config.MultiselectColumn(
        label,
        options=list(colours),
        color=[palette.DEEP[colour] for colour in colours.values()],
        width=width,
    )


def nothing(scope: Scope, what: str) -> None:
    """Say that there is nothing to show: nothing happened, nobody has read, or it is not known."""
    past = min(scope.period.until, scope.now) - scope.period.since
    if scope.unread > past - timedelta(minutes=1):
        st.warning("Not collected: nobody has read this time yet.", icon=":material/cloud_off:")
    elif scope.unread or scope.unverified:
        said = [f"No {what} in what was read.", *_lacking(scope)]
        st.warning(" ".join(said), icon=":material/cloud_off:")
    else:
        st.info(f"No {what}: all of this time was read.", icon=":material/check:")


def _lacking(scope: Scope) -> Iterator[str]:
    if scope.unread:
        yield f"{lasting(scope.unread)} of this time was not read."
    if scope.unverified:
        yield f"{lasting(scope.unverified)} of this time is not verified: events may be missing."


def _safe(value: Any) -> Any:
    if pd.api.types.is_list_like(value):
        return [_safe(each) for each in value]
    return visible(value) if isinstance(value, str) else value
