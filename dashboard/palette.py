"""Colours that everybody tells apart: Okabe and Ito's, each with one meaning."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILLION = COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00",
)  # fmt: skip
GREY, PALE = "#999999", "#B8B8B8"
GROUPS = {
    "repo": BLUE,
    "org": ORANGE,
    "enterprise": GREEN,
    "billing": PURPLE,
    "offload": SKY,
    "oidc": VERMILLION,
}
CHANGES = {"added": GREEN, "invited": SKY, "role changed": ORANGE, "removed": VERMILLION}
EFFECTS = {"new": SKY, "moved": ORANGE, "same": GREY}
COLLECTED = {
    "read": BLUE,
    "partly read": ORANGE,
    "not read": f"{GREY}66",
    "before the organisation": f"{GREY}22",
}
RUNS = {
    "done": BLUE,
    "running": SKY,
    "waiting": SKY,
    "stopped": ORANGE,
    "partial": ORANGE,
    "interrupted": ORANGE,
    "not permitted": GREY,
    "failed": VERMILLION,
}


def present(colours: Mapping[str, str], names: pd.Series[str]) -> dict[str, str]:
    """Of the colours those whose names occur."""
    found = set(names)
    return {name: colour for name, colour in colours.items() if name in found}


def group_colours(frame: pd.DataFrame) -> dict[str, str]:
    """A colour for each group of actions in the frame, always the same; grey for new ones."""
    others = sorted(set(frame["action_group"]) - set(GROUPS))
    return present(GROUPS, frame["action_group"]) | dict.fromkeys(others, GREY)


def ranked_colours(frame: pd.DataFrame, name: str) -> dict[str, str]:
    """A colour for each name in the order of `place`; grey for the seventh, all others."""
    places = frame.drop_duplicates("place").sort_values("place")
    colours = (*COLOURS, PALE)
    return {str(row[name]): colours[row["place"] - 1] for _, row in places.iterrows()}
