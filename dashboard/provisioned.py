"""What SCIM says: whom the identity provider and the organisation do not agree about."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import palette
from dashboard.cards import card, leading, pills, time_column
from dashboard.kinds import among, pick
from dashboard.listed import known, remark
from dashboard.scope import Scope
from dashboard.wording import esc

MOST = 1_000
COLUMNS = {
    "finding": pills("finding", palette.PROVISIONING, 200),
    "name": "name",
    "role": "role",
    "email": "e-mail",
    "last_modified_at": time_column("changed there, UTC"),
}


def provisioned(scope: Scope) -> None:
    """Who is switched off there and still a member here, and who is known on one side only."""
    question = "Do identity provider and organisation know the same people?"
    listed = known(scope, "scim_users")
    said = remark("SCIM users", listed, scope.now)
    asked = scope.ask("provisioned", most=MOST)
    with card(question, "By user names and e-mail addresses, as last listed.", asked):
        if said.wrong:
            st.warning(esc(said.text), icon=":material/cloud_off:")
        else:
            st.caption(esc(said.text))
        if pd.isna(listed["last_at"]):
            return
        if asked.frame.empty:
            st.success("They name the same people.", icon=":material/check:")
            return
        kinds = {kind: among(asked.frame, "finding", kind) for kind in palette.PROVISIONING}
        frame = pick("scim", {"all": asked.frame} | {k: v for k, v in kinds.items() if len(v)})
        leading(scope, question, frame, COLUMNS)
