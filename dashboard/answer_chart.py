"""A chart of somebody's own question."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from dashboard.charts import Drawn, legend


def of_answer(frame: pd.DataFrame, across: str, up: str, colour: str | None) -> Drawn:
    """Numbers of somebody's own question: a line through time, bars by anything else."""
    data = pd.DataFrame({"x": frame[across], "y": frame[up].astype(float)})
    if isinstance(data["x"].iloc[0], date):
        data["x"] = pd.to_datetime(data["x"], utc=True)
    through_time = isinstance(data["x"].dtype, pd.DatetimeTZDtype) or data["x"].dtype.kind == "M"
    base = alt.Chart(data.assign(colour=frame[colour] if colour else ""))
    x = (
        alt.X("x:T", scale=alt.Scale(type="utc"), title=None)
        if through_time
        else alt.X("x:N", sort=None, title=None, axis=alt.Axis(labelLimit=130))
    )
    drawn: Drawn = (
        (base.mark_line(point=True) if through_time else base.mark_bar())
        .encode(
            x=x,
            y=alt.Y("y:Q", scale=alt.Scale(zero=True), title=None),
            color=alt.Color("colour:N", legend=legend() if colour else None),
            tooltip=[alt.Tooltip("x"), alt.Tooltip("y"), alt.Tooltip("colour:N")],
        )
        .properties(height=320)
    )
    return drawn
