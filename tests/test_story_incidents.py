"""The story's incidents: each leaves in the log what its table promises."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.story import INCIDENTS, Incident
from tests.test_story import ENDING, actor, events, moment, world


@pytest.mark.parametrize("incident", INCIDENTS, ids=lambda each: each.name)
def test_every_incident_leaves_its_events(incident: Incident) -> None:
    """From its time on the user does all that the table promises, in that order."""
    begin = incident.time(ENDING)
    since = iter(
        event
        for event in events()
        if begin <= moment(event) < begin + timedelta(days=3)
        and incident.user in {"", actor(event)}
    )
    for action in incident.actions:
        assert any(event["action"] == action for event in since), action
    assert incident.look_for.endswith(".")
    assert incident.detections.startswith("DH-")


def test_a_fresh_dashboard_has_something_to_show() -> None:
    """At least four of at least twelve incidents lie in the last 30 days; no two share a name."""
    recent = [each for each in INCIDENTS if ENDING - each.time(ENDING) < timedelta(days=30)]
    assert len(INCIDENTS) >= 12
    assert len(recent) >= 4
    assert len({each.name for each in INCIDENTS}) == len(INCIDENTS)


def test_an_overwritten_release_comes_from_a_token_nobody_knows() -> None:
    """The release of arm-controller and `latest` end at one digest that a stranger pushed."""
    pushes = [event for event in events() if event["action"] == "repo.tag.push"]
    (token,) = {event["data"]["access_token_id"] for event in pushes if "backup" in event["actor"]}
    stolen = [event for event in pushes if event["data"].get("access_token_id") == token]
    assert [event["data"]["tag"][0] for event in stolen] == ["v", "l"]
    assert len({event["data"]["digest"] for event in stolen}) == 1
    earlier = {event["data"]["tag"] for event in pushes[: pushes.index(stolen[0])]}
    assert stolen[0]["data"]["tag"] in earlier


def test_the_leaver_is_no_member_when_the_token_pushes() -> None:
    """Pavel Orsin's last three pushes come after he was removed, and he is gone for good."""
    own = [event for event in events() if "pavelorsin" in {actor(event), event["name"]}]
    removed = next(at for at, each in enumerate(own) if each["action"] == "org.member.remove")
    assert [each["action"] for each in own[removed + 1 :]] == ["repo.tag.push"] * 3
    assert "pavelorsin" not in {each.get("username") for each in world().members}


def test_the_dormant_account_was_silent() -> None:
    """Saskia Bren does nothing for five months before the push at night."""
    own = [moment(event) for event in events() if actor(event) == "saskiabren"]
    assert own[-1] - own[-2] > timedelta(days=150)
