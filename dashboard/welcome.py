"""What is shown before anything was collected: what to type."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.bar import LOOK_EVERY
from dashboard.published import newest_snapshot
from dashboard.wording import esc
from warehouse.errors import NoSnapshot

OWN = """\
export HUBTRAIL_IDENTIFIER=your-docker-user
export HUBTRAIL_SECRET=your-access-token
export HUBTRAIL_ACCOUNTS=your-organisation
hubtrail ingest
"""


def welcome(problems: pd.DataFrame | None = None) -> None:
    """Say what to type, and why the first runs brought nothing, where they failed."""
    _, middle, _ = st.columns([1, 3, 1])
    with middle:
        st.title("Nothing is collected yet", anchor=False)
        st.markdown("This page fills by itself as soon as a run has read the first events.")
        for problem in () if problems is None else problems.itertuples():
            failed = f"The last run over {problem.resource} of {problem.account} failed"
            st.error(f"{esc(failed)}: {esc(problem.error)}", icon=":material/error:")
        with st.container(border=True):
            st.markdown(
                "**Look around first**: a year in an invented organisation, on this machine"
            )
            st.code("hubtrail demo", language="shell")
        with st.container(border=True):
            st.markdown("**Collect your own organisation's audit trail**")
            st.code(OWN, language="shell")
            st.markdown(
                "`hubtrail doctor` says in plain words what is missing, should it not work."
            )
    _wait(str(_newest_or_none()))


@st.fragment(run_every=LOOK_EVERY)
def _wait(shown: str) -> None:
    if str(_newest_or_none()) != shown:
        st.rerun()


def _newest_or_none() -> object:
    try:
        return newest_snapshot()
    except NoSnapshot:
        return None
