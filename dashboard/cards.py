"""What screens are made of: a card with a question, its chart or table, and what empty means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.scope import Scope
from dashboard.wording import lasting, visible

Column = Any  # what st.column_config makes, or the heading
TIME = st.column_config.DatetimeColumn("time, UTC", format="YYYY-MM-DD HH:mm:ss", timezone="UTC")
NUMBER = st.column_config.NumberColumn(format="localized")


@contextmanager
def card(question: str, note: str = "") -> Iterator[None]:
    """A frame around what answers `question`."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{question}**", help=note or None)
        yield


def chart(drawn: charts.Drawn, question: str) -> None:
    """A chart as wide as its card; who cannot see it hears the question."""
    st.altair_chart(drawn, width="stretch", alt=question)


def timeline(
    scope: Scope,
    question: str,
    frame: pd.DataFrame,
    colours: Callable[[pd.DataFrame], Mapping[str, str]],
    *,
    kind: str,
    count: str,
    height: int = 260,
) -> None:
    """A card with bars of `count` through time by `kind`, grey where nobody has read."""
    with card(question, "Click a name to see it alone, again to see all. Grey: not collected."):
        if frame.empty:
            nothing(scope, count)
            return
        drawn = charts.through_time(
            frame,
            scope.period,
            kind=kind,
            count=count,
            colours=colours(frame),
            unread=scope.unread,
            height=height,
        )
        chart(drawn, question)


def listing(
    scope: Scope,
    question: str,
    frame: pd.DataFrame,
    columns: dict[str, Column],
    *,
    what: str,
    note: str = "",
    caption: str = "",
) -> None:
    """A card with a table of `what`."""
    with card(question, note):
        if frame.empty:
            nothing(scope, what)
            return
        table(frame, columns)
        if caption:
            st.caption(caption)


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


def pills(label: str, colours: Mapping[str, str]) -> Column:
    """A column of coloured words."""
    return st.column_config.MultiselectColumn(
        label, options=list(colours), color=list(colours.values()), width=115
    )


def nothing(scope: Scope, what: str) -> None:
    """Say that there is nothing to show: because nothing happened, or because nobody has read."""
    unread = timedelta(seconds=float(scope.unread["seconds"].sum()))
    past = min(scope.period.until, scope.now) - scope.period.since
    if unread > past - timedelta(minutes=1):
        st.warning("Not collected: nobody has read this time yet.", icon=":material/cloud_off:")
    elif unread:
        sentence = f"No {what} in what was read; {lasting(unread)} of this time was not."
        st.warning(sentence, icon=":material/cloud_off:")
    else:
        st.info(f"No {what}: all of this time was read.", icon=":material/check:")


def _safe(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value
