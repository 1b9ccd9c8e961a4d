"""Incidents in roles, sign-on, tokens and rules; DH numbers as in `image_incidents`."""

from __future__ import annotations

from hub.story import governance as gov
from hub.story.membership import change_role, invite
from hub.story.organisation import DAY, HOUR, MINUTE, SECOND, Hand, Organisation, Tale
from hub.story.people import ACCOUNT, OWNER

BY_OWNER, BY_IMKE, BY_SECURITY = Hand(OWNER), Hand("imkedahl"), Hand("tomasreyl")
SUPPORT = Hand("dockersupport")  # Docker's own staff act under this name (behaviour.md 1.6)
LOOKALIKE = "acme-robotlcs.example"


def owner_granted_at_night(org: Organisation, at: int) -> Tale:
    """At a quarter to three Tomas Reyl, in Europe's night, makes Imke Dahl an owner.

    DH-20 (owner granted).
    """
    yield at
    change_role(org, at, org.members["imkedahl"], "Owner", BY_SECURITY)


def token_without_end(org: Organisation, at: int) -> Tale:
    """Twenty minutes an owner, Imke Dahl makes an organisation token for everything, for ever.

    DH-15 (organisation token created: no expiry, wide scopes); with DH-20 within 24 hours the
    correlation that is critical.
    """
    yield at
    resources = [
        gov.repository_scopes("*", "repo-pull", "repo-push", "repo-delete", "repo-manage"),
        gov.organisation_scopes("scope-member-edit", "scope-invite-edit", "scope-activity-read"),
    ]
    gov.create_organisation_token(org, at, "tmp", resources, BY_IMKE, days=None)


def single_sign_on_paused(org: Organisation, at: int) -> Tale:
    """Single sign-on is not enforced for two hours.

    DH-24 (SSO weakened).
    """
    yield at
    gov.toggle(org, at, "sso enforcement", BY_SECURITY, on=False)
    yield at + 2 * HOUR
    gov.toggle(org, at + 2 * HOUR, "sso enforcement", BY_SECURITY, on=True)


def owners_invited_in_a_burst(org: Organisation, at: int) -> Tale:
    """Imke Dahl invites twelve addresses of a free mail service to the owners in four minutes.

    DH-21 (invite to owners, bulk invite). The invitations wait.
    """
    yield at
    for number in range(1, 13):
        invite(org, at, f"helper{number:02d}@freemail.example", "owners", BY_IMKE)
        yield (at := at + 20 * SECOND)


def support_acts(org: Organisation, at: int) -> Tale:
    """Docker's support changes the organisation's settings.

    DH-29 (Docker Support acted; is there a ticket?).
    """
    yield at
    gov.restrict_images(org, at, SUPPORT, allow_verified_publishers=False)
    yield at + 20 * MINUTE
    gov.restrict_images(org, at + 20 * MINUTE, SUPPORT, allow_verified_publishers=True)


def domain_swapped(org: Organisation, at: int) -> Tale:
    """A domain that only looks like the organisation's is added, verified, and gone in two days.

    DH-26 (domain trust changed).
    """
    yield at
    gov.add_domain(org, at, LOOKALIKE, BY_SECURITY)
    yield at + 9 * MINUTE
    gov.verify_domain(org, at + 9 * MINUTE, LOOKALIKE, BY_SECURITY)
    yield at + 2 * DAY
    gov.remove_domain(org, at + 2 * DAY, LOOKALIKE, BY_OWNER)


def registries_opened(org: Organisation, at: int) -> Tale:
    """Registry access management is off for six hours; a registry of nobody's stays allowed.

    DH-27 (registry access control loosened).
    """
    yield at
    gov.allow_registries(org, at, BY_SECURITY, only_listed=False)
    yield at + 3 * MINUTE
    gov.add_registry(org, at + 3 * MINUTE, "mirror.freemail.example", BY_SECURITY)
    yield at + 6 * HOUR
    gov.allow_registries(org, at + 6 * HOUR, BY_OWNER, only_listed=True)
    yield at + 60 * DAY
    gov.remove_registry(org, at + 60 * DAY, "mirror.freemail.example", BY_OWNER)


def downgrade_requested(org: Organisation, at: int) -> Tale:
    """A downgrade to a plan without an audit log is requested, and taken back the next day.

    DH-29 (plan cut).
    """
    yield at
    data = {"plan": "pro"}
    said = "requested a downgrade of the plan to pro"
    org.note(at, "billing.plan.downgrade.request", ACCOUNT, Hand("ameliortiz"), data, said)
    yield at + 22 * HOUR
    said = "canceled the downgrade of the plan"
    org.note(at + 22 * HOUR, "billing.plan.downgrade_cancel", ACCOUNT, BY_OWNER, None, said)


def policy_deleted(org: Organisation, at: int) -> Tale:
    """The policy that forbids insecure daemons is deleted, and release managers may do more.

    DH-28 (admin policy removed, custom role widened).
    """
    yield at
    gov.remove_policy(org, at, "no-insecure-daemon", BY_SECURITY)
    yield at + 4 * MINUTE
    wide = ("repo-push", "repo-manage", "repo-delete", "member-edit")
    gov.define_role(org, at + 4 * MINUTE, "release-manager", wide, BY_SECURITY)


def provisioning_switched_off(org: Organisation, at: int) -> Tale:
    """SCIM is off for a day and comes back with a new token.

    DH-25 (SCIM changed, token refreshed).
    """
    yield at
    gov.toggle(org, at, "scim", BY_SECURITY, on=False)
    yield at + DAY
    said = "refreshed the SCIM token of the connection acme-idp"
    action = "enterprise.sso.connection.scim_token_refresh"
    org.note(at + DAY, action, ACCOUNT, BY_SECURITY, {"connection": "acme-idp"}, said)
    yield at + DAY + MINUTE
    gov.toggle(org, at + DAY + MINUTE, "scim", BY_SECURITY, on=True)
