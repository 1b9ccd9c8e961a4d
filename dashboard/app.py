"""Hubtrail's dashboard, started by `streamlit run dashboard/app.py`."""

from __future__ import annotations

from pathlib import Path

import duckdb
import streamlit as st

from dashboard.bar import choose
from dashboard.door import admit, asks_in_sql
from dashboard.leading import follow
from dashboard.published import answer, newest_snapshot
from dashboard.scope import show
from dashboard.welcome import welcome
from dashboard.wording import esc
from hubtrail.errors import BadSettings
from hubtrail.settings import load_settings
from warehouse.ask import MEMORY
from warehouse.errors import NoSnapshot

HERE = Path(__file__).parent
PAGES = (
    ("overview", "Overview", ":material/space_dashboard:"),
    ("pushes", "Pushes", ":material/upload:"),
    ("members", "Members", ":material/group:"),
    ("tokens", "Tokens", ":material/key:"),
    ("security", "Security", ":material/shield:"),
    ("explorer", "Explorer", ":material/search:"),
    ("collection", "Collection", ":material/fact_check:"),
)
FOR_ANALYSTS = (("sql", "SQL", ":material/database:"),)


def organisations(snapshot: Path) -> list[str]:
    """Those that were read; where the snapshot is damaged nothing more is drawn than that."""
    try:
        found: list[str] = answer(snapshot, "accounts", {}).frame["account"].tolist()
    except NoSnapshot as problem:
        if newest_snapshot() != snapshot:
            st.rerun()
        st.error(f"{esc(problem)} The next run publishes another.", icon=":material/error:")
        st.stop()
    return found


st.set_page_config("Hubtrail", page_icon=str(HERE / "icon.svg"), layout="wide")
st.logo(str(HERE / "icon.svg"), size="large")
try:
    admit(load_settings())
    pages = PAGES + FOR_ANALYSTS if asks_in_sql() else PAGES
    page = st.navigation(
        [
            st.Page(f"{name}.py", title=title, icon=icon, default=name == "overview")
            for name, title, icon in pages
        ],
        position="top",
    )
    follow(page.title)
    snapshot = newest_snapshot()
    accounts = organisations(snapshot)
    if accounts:
        show(choose(page.title, snapshot, accounts))
        page.run()
    else:
        welcome(answer(snapshot, "failed_start", {}).frame)
except NoSnapshot:
    welcome()
except BadSettings as problem:
    st.error(esc(problem), icon=":material/error:")
except duckdb.OutOfMemoryException:
    st.warning(
        f"This wants more than the {MEMORY} of memory that a question may take: "
        "choose a shorter time, or narrower filters.",
        icon=":material/memory:",
    )
