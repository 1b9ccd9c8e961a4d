"""Rows by kind: a button for each kind with the number of its rows, the choice in the URL."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st


def pick(name: str, kinds: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The rows of the kind that the reader picks; the choice stands in the URL as `name`.

    At first it is the one that the URL names, else the first of `kinds`.
    """
    # Not bound to the URL by Streamlit: that would put the number into it, which changes.
    key, first = f"{name} picked", next(iter(kinds))
    if st.session_state.setdefault(key, st.query_params.get(name)) not in kinds:
        st.session_state[key] = first
    st.pills(
        "Show",
        list(kinds),
        required=True,
        format_func=lambda kind: f"{kind} {len(kinds[kind]):,}",
        key=key,
        label_visibility="collapsed",
    )
    kind: str = st.session_state[key]
    st.query_params[name] = kind
    return kinds[kind]


def let_pick(name: str, kind: str) -> None:
    """Pick a kind for the reader, who clicked on something that means it."""
    st.session_state[f"{name} picked"] = kind


def among(frame: pd.DataFrame, column: str, word: str) -> pd.DataFrame:
    """The rows whose list in `column` holds the word."""
    return frame[[word in words for words in frame[column]]]
