"""What is being looked at: one organisation through one period, as one snapshot knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.freshness import Freshness
from dashboard.palette import NOT_READ, NOT_VERIFIED
from dashboard.period import Period
from dashboard.published import Answer, answer, newest_snapshot, rows
from warehouse.errors import NoSnapshot


@dataclass(frozen=True)
class Scope:
    """What every screen shows; `choice` is the period's name in the URL, `now` is in UTC."""

    snapshot: Path
    account: str
    choice: str
    days: tuple[date, ...]
    period: Period
    fresh: Freshness
    now: datetime

    def ask(self, name: str, **more: Any) -> Answer:
        """What a query of the dashboard gives; starts over where a newer snapshot took over."""
        try:
            return answer(self.snapshot, name, self._offered(more))
        except NoSnapshot:
            if newest_snapshot() == self.snapshot:
                raise
            st.rerun()

    def download(self, name: str, **more: Any) -> pa.Table:
        """The same from the newest snapshot, and not remembered: it may be many rows."""
        return rows(newest_snapshot(), name, self._offered(more))

    @cached_property
    def incomplete(self) -> pd.DataFrame:
        """The time ranges of the period that are not complete: from_time, to_time, state, seconds.

        `state` is NOT_READ or NOT_VERIFIED.
        """
        return self.ask("uncollected").frame

    @property
    def unread(self) -> timedelta:
        """How much of the period was not read."""
        return self._lasting(NOT_READ)

    @property
    def unverified(self) -> timedelta:
        """How much of the period was answered, but not verified: events may be missing."""
        return self._lasting(NOT_VERIFIED)

    @property
    def minute(self) -> datetime:
        """The end of this minute: what is asked is remembered until then, and nothing is later."""
        return self.now.replace(second=0, microsecond=0) + timedelta(minutes=1)

    @property
    def link(self) -> dict[str, Any]:
        """What a link to another page carries so that it shows the same."""
        days = {"days": [f"{day}" for day in self.days]} if self.days else {}
        return {"account": self.account, "period": self.choice, **days}

    def _lasting(self, state: str) -> timedelta:
        mine = self.incomplete["state"] == state
        return timedelta(seconds=float(self.incomplete.loc[mine, "seconds"].sum()))

    def _offered(self, more: dict[str, Any]) -> dict[str, Any]:
        return {
            "account": self.account,
            "since": self.period.since.isoformat(),
            "until": self.period.until.isoformat(),
            "now": self.minute.isoformat(),
            "bucket": self.period.bucket,
            "answered_up_to": (self.fresh.answered_up_to or self.minute).isoformat(),
            **more,
        }


def shown() -> Scope:
    """The scope that the bar above every screen has chosen."""
    scope: Scope = st.session_state["shown"]
    return scope


def show(scope: Scope) -> None:
    """Let every screen of this session show `scope`."""
    st.session_state["shown"] = scope
