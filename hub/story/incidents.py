"""The incidents of the year: when each begins, what it leaves in the log, and what finds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hub.story import image_incidents as images
from hub.story import trust_incidents as trust
from hub.story.organisation import Organisation, Tale

PUSH, UNTAG = "repo.tag.push", "repo.tag.delete"
PRIVACY, ENFORCEMENT = "repo.change_privacy", "enterprise.sso.connection.enforcement_toggle"
REGISTRY, SCIM = "org.registry_access.", "enterprise.sso.connection.scim_"


@dataclass(frozen=True)
class Incident:
    """Something worth finding.

    It begins `days` whole days before the day on which the story ends, at `clock` (UTC), and does
    all of `actions`, in that order, by `user` where one user does them all.
    """

    days: int
    clock: time
    user: str
    actions: tuple[str, ...]
    detections: str
    tell: Callable[[Organisation, int], Tale]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.tell.__name__.replace("_", "-")

    @property
    def look_for(self) -> str:
        """What happened, in a sentence."""
        return (self.tell.__doc__ or "").partition("\n")[0]

    def time(self, ending: datetime) -> datetime:
        """When it begins, in the story that ends then."""
        day = ending.astimezone(UTC).date() - timedelta(days=self.days)
        return datetime.combine(day, self.clock, UTC)


INCIDENTS = (
    Incident(
        4, time(23, 31), "imkedahl", ("org.member.invite.send",) * 12, "DH-21",
        trust.owners_invited_in_a_burst,
    ),
    Incident(
        6, time(3, 12, 7), "acmerelease", (PUSH, PUSH), "DH-05 DH-06 DH-17",
        images.release_tag_overwritten,
    ),
    Incident(
        9, time(2, 47), "tomasreyl", ("org.member.role.change", "org.team.member.add"), "DH-20",
        trust.owner_granted_at_night,
    ),
    Incident(
        9, time(3, 7), "imkedahl", ("org.access_token.create",), "DH-15", trust.token_without_end
    ),
    Incident(
        11, time(16, 5), "ameliortiz", (PRIVACY, PRIVACY), "DH-01", images.repository_made_public
    ),
    Incident(
        15, time(20, 18), "pavelorsin", (PUSH, PUSH, PUSH), "DH-18", images.leaver_keeps_pushing
    ),
    Incident(19, time(22, 40), "jonahvale", (UNTAG,) * 30, "DH-03", images.tags_deleted_in_mass),
    Incident(24, time(1, 55), "saskiabren", (PUSH,), "DH-10", images.dormant_account_wakes),
    Incident(
        27, time(19, 22), "jonahvale", (PUSH,), "DH-08 DH-09", images.person_pushes_firmware
    ),
    Incident(
        33, time(10, 3), "",
        ("billing.plan.downgrade.request", "billing.plan.downgrade_cancel"), "DH-29",
        trust.downgrade_requested,
    ),
    Incident(41, time(6, 10), "liweixan", (PUSH,) * 60, "DH-12", images.burst_of_pushes),
    Incident(
        48, time(18, 30), "tomasreyl", (ENFORCEMENT, ENFORCEMENT), "DH-24",
        trust.single_sign_on_paused,
    ),
    Incident(55, time(9, 41), "imkedahl", ("repo.delete",), "DH-04", images.archive_deleted),
    Incident(
        61, time(17, 2), "imkedahl", ("repo.immutable.tags.updated",), "DH-14",
        images.immutability_weakened,
    ),
    Incident(
        88, time(14, 26), "tomasreyl",
        ("enterprise.setting.policy.delete", "org.customrole.update"), "DH-28",
        trust.policy_deleted,
    ),
    Incident(
        100, time(5, 15), "liweixan", (UNTAG, PUSH), "DH-13", images.tag_deleted_and_pushed_again
    ),
    Incident(
        130, time(11, 48), "dockersupport", ("org.settings.update",) * 2, "DH-29",
        trust.support_acts,
    ),
    Incident(
        142, time(8, 9), "tomasreyl", (f"{SCIM}toggle", f"{SCIM}token_refresh", f"{SCIM}toggle"),
        "DH-25", trust.provisioning_switched_off,
    ),
    Incident(
        160, time(21, 14), "", ("org.domain.create", "org.domain.verify", "org.domain.delete"),
        "DH-26", trust.domain_swapped,
    ),
    Incident(
        200, time(13, 33), "",
        (f"{REGISTRY}disabled", f"{REGISTRY}registry_added", f"{REGISTRY}enabled"), "DH-27",
        trust.registries_opened,
    ),
)  # fmt: skip
