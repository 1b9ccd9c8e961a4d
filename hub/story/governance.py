"""Sign-on, domains, registries, policies, tokens and the plan: state and event in one call.

What these events hold in `data` nobody has published (behaviour.md 1.5); it is guessed here,
strings only. Events about the organisation carry its name as `name` (openapi.yaml).
"""

from __future__ import annotations

from typing import Any

from hub.story.organisation import DAY, Hand, Organisation, Token
from hub.story.people import ACCOUNT

TOGGLES = {
    "sso enforcement": "enterprise.sso.connection.enforcement_toggle",
    "scim": "enterprise.sso.connection.scim_toggle",
    "just-in-time provisioning": "enterprise.sso.connection.jit_toggle",
    "auto-provisioning": "org.domain.auto-provisioning.toggle",
}


def toggle(org: Organisation, at: int, feature: str, by: Hand, *, on: bool) -> None:
    """Switch one of TOGGLES on or off."""
    org.features[feature] = on
    said = f"{'enabled' if on else 'disabled'} {feature} for {ACCOUNT}"
    org.note(at, TOGGLES[feature], ACCOUNT, by, {"enabled": str(on).lower()}, said)


def allow_registries(org: Organisation, at: int, by: Hand, *, only_listed: bool) -> None:
    """Switch Registry Access Management on (only listed registries) or off (any)."""
    org.features["registry access"] = only_listed
    state = "enabled" if only_listed else "disabled"
    said = f"{state} registry access management"
    org.note(at, f"org.registry_access.{state}", ACCOUNT, by, None, said)


def add_registry(org: Organisation, at: int, host: str, by: Hand) -> None:
    """Allow one more registry."""
    org.registries.append(host)
    said = f"added the registry {host}"
    org.note(at, "org.registry_access.registry_added", ACCOUNT, by, {"registry": host}, said)


def remove_registry(org: Organisation, at: int, host: str, by: Hand) -> None:
    """Allow one registry less."""
    org.registries.remove(host)
    said = f"removed the registry {host}"
    org.note(at, "org.registry_access.registry_removed", ACCOUNT, by, {"registry": host}, said)


def restrict_images(org: Organisation, at: int, by: Hand, **settings: bool) -> None:
    """Change Image Access Management; Docker Hub says so without saying what."""
    org.restricted_images |= settings
    org.note(at, "org.settings.update", ACCOUNT, by, None, "updated the organization settings")


def add_domain(org: Organisation, at: int, domain: str, by: Hand) -> None:
    """Add a domain, not yet verified."""
    org.domains[domain] = False
    said = f"added the domain {domain}"
    org.note(at, "org.domain.create", ACCOUNT, by, {"domain": domain}, said)


def verify_domain(org: Organisation, at: int, domain: str, by: Hand) -> None:
    """Prove that a domain is the organisation's."""
    org.domains[domain] = True
    said = f"verified the domain {domain}"
    org.note(at, "org.domain.verify", ACCOUNT, by, {"domain": domain}, said)


def remove_domain(org: Organisation, at: int, domain: str, by: Hand) -> None:
    """Drop a domain."""
    del org.domains[domain]
    said = f"removed the domain {domain}"
    org.note(at, "org.domain.delete", ACCOUNT, by, {"domain": domain}, said)


def add_policy(org: Organisation, at: int, policy: str, by: Hand) -> None:
    """Create an admin settings policy for Docker Desktop."""
    org.policies.append(policy)
    said = f"created the policy {policy}"
    org.note(at, "enterprise.setting.policy.create", ACCOUNT, by, {"policy": policy}, said)


def remove_policy(org: Organisation, at: int, policy: str, by: Hand) -> None:
    """Delete an admin settings policy."""
    org.policies.remove(policy)
    said = f"deleted the policy {policy}"
    org.note(at, "enterprise.setting.policy.delete", ACCOUNT, by, {"policy": policy}, said)


def define_role(
    org: Organisation, at: int, role: str, permissions: tuple[str, ...], by: Hand
) -> None:
    """Create a custom role, or give an existing one other permissions."""
    verb = "update" if role in org.roles else "create"
    org.roles[role] = permissions
    data = {"role": role, "permissions": ",".join(permissions)}
    org.note(at, f"org.customrole.{verb}", ACCOUNT, by, data, f"{verb}d the custom role {role}")


def add_seats(org: Organisation, at: int, seats: int, by: Hand) -> None:
    """Buy seats."""
    org.seats += seats
    data = {"quantity": str(seats), "seats": str(org.seats)}
    org.note(at, "billing.plan.seat_add", ACCOUNT, by, data, f"added {seats} seats to the plan")


def repository_scopes(path: str, *scopes: str) -> dict[str, Any]:
    """One entry of an organisation token's resources (openapi.yaml, orgAccessTokenResource)."""
    return {"type": "TYPE_REPO", "path": f"{ACCOUNT}/{path}", "scopes": list(scopes)}


def organisation_scopes(*scopes: str) -> dict[str, Any]:
    """What an organisation token may do with the organisation itself."""
    return {"type": "TYPE_ORG", "path": ACCOUNT, "scopes": list(scopes)}


def create_organisation_token(
    org: Organisation,
    at: int,
    label: str,
    resources: list[dict[str, Any]],
    by: Hand,
    *,
    days: int | None,
) -> Hand:
    """Make an organisation access token, for ever where `days` is None, and give the new hand."""
    made = max(at, org.clock)
    expires = None if days is None else made + days * DAY
    token = Token(org.key(), label, ACCOUNT, by.user, made, kind="oat", expires_at=expires)
    token.resources = resources
    org.tokens[token.key] = token
    data = {"id": token.key, "label": label}
    said = f'created the organization access token "{label}"'
    org.note(at, "org.access_token.create", ACCOUNT, by, data, said)
    return Hand(ACCOUNT, token)


def delete_organisation_token(org: Organisation, at: int, token: Token, by: Hand) -> None:
    """Remove an organisation access token."""
    del org.tokens[token.key]
    data, said = {"id": token.key, "label": token.label}, f'deleted the token "{token.label}"'
    org.note(at, "org.access_token.delete", ACCOUNT, by, data, said)


def create_personal_token(org: Organisation, at: int, label: str, owner: str) -> Hand:
    """Make a personal access token and give the new hand; Docker Hub logs nothing."""
    made = max(at, org.clock)
    token = Token(org.key(), label, owner, owner, made, expires_at=made + 365 * DAY)
    org.tokens[token.key] = token
    return Hand(owner, token)


def retire_personal_token(org: Organisation, token: Token) -> None:
    """Switch a personal access token off, keeping it in the owner's list; nothing is logged."""
    org.tokens[token.key].active = False
