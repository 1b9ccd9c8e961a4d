"""Colours that everybody tells apart: Okabe and Ito's, each with one meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILLION = COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00",
)  # fmt: skip
YELLOW, GREY, PALE = "#F0E442", "#999999", "#B8B8B8"
INK = "#767676"  # words of charts: legible on white as in the dark
# The same colours, so dark that white words on them can be read.
DEEP = {
    BLUE: "#0072B2",
    ORANGE: "#946300",
    GREEN: "#007A59",
    PURPLE: "#A34C79",
    SKY: "#23789F",
    VERMILLION: "#B84F00",
    YELLOW: "#756D00",
    GREY: "#6B6B6B",
}
GROUPS = {
    "repo": BLUE,
    "org": ORANGE,
    "enterprise": GREEN,
    "billing": PURPLE,
    "offload": SKY,
    "oidc": VERMILLION,
}
CHANGES = {
    "added": GREEN,
    "joined": BLUE,
    "invited": SKY,
    "invitation ended": PURPLE,
    "role changed": ORANGE,
    "removed": VERMILLION,
}
DIFFERENCES = {"came": GREEN, "left": VERMILLION, "other role": ORANGE, "other teams": SKY}
ROLES = {"Owner": ORANGE, "Editor": SKY, "Member": GREY, "Guest": PURPLE}
PROVISIONING = {
    "switched off, still a member": VERMILLION,
    "provisioned, no member": ORANGE,
    "member, not provisioned": SKY,
}
WAITING = {"up to 7 days": SKY, "8 to 30 days": ORANGE, "over 30 days": VERMILLION}
CONTRADICTIONS = {
    "appeared": GREEN,
    "changed": ORANGE,
    "gone": VERMILLION,
    "added": SKY,
    "removed": PURPLE,
    "pushed": BLUE,
    "disagrees": GREY,
}
TOKENS = {"organisation": ORANGE, "personal": BLUE, "inferred": SKY}
OWNERS = {"member": GREY, "left": VERMILLION}
REMARKS = {
    "owner left": VERMILLION,
    "every repository": VERMILLION,
    "no expiry": ORANGE,
    "expired": PURPLE,
    "ends in 30 days": ORANGE,
    "idle 90 days": SKY,
    "never used": SKY,
    "switched off": GREY,
    "gone": GREY,
}
AREAS = {
    "sign-on": BLUE,
    "domains": ORANGE,
    "registries": GREEN,
    "settings": PURPLE,
    "policies": SKY,
    "roles": VERMILLION,
    "repositories": YELLOW,
}
EFFECTS = {"new": SKY, "moved": ORANGE, "same": GREY}
NOT_READ, NOT_VERIFIED = "not read", "not verified"
COLLECTED = {
    "read": BLUE,
    NOT_VERIFIED: PURPLE,
    "partly read": ORANGE,
    NOT_READ: f"{GREY}66",
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


def with_others(colours: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The colours, and grey for those of the names that have none."""
    return dict(colours) | dict.fromkeys(sorted(set(names) - set(colours)), GREY)


def group_colours(frame: pd.DataFrame) -> dict[str, str]:
    """A colour for each group of actions in the frame, always the same; grey for new ones."""
    others = sorted(set(frame["action_group"]) - set(GROUPS))
    return present(GROUPS, frame["action_group"]) | dict.fromkeys(others, GREY)


def ranked_colours(frame: pd.DataFrame, name: str) -> dict[str, str]:
    """A colour for each name in the order of `place`; grey for the seventh, all others."""
    places = frame.drop_duplicates("place").sort_values("place")
    colours = (*COLOURS, PALE)
    return {str(row[name]): colours[row["place"] - 1] for _, row in places.iterrows()}
