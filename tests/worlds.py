"""A small organisation for tests: enough of everything, and known by heart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from hub.lookalike import Credential, World

Record = dict[str, Any]

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)  # when the first event of `small_world` happened
START_MS = int(START.timestamp() * 1000)
JOINED = "2024-03-01T08:00:00.506400Z"
PUSHED = "2026-01-05T09:00:00.506400Z"
DIGEST = "sha256:" + "c1" * 32
SCOPES = ("scope-activity-read", "scope-member-read", "scope-invite-read", "scope-group-read")


def small_world(events: int = 0) -> World:
    """The organisation "acme", with that many pushes, one each second from `START`."""
    world = World(account="acme", users=["robot", "olivia", "mallory"])
    world.credentials = [
        Credential("robot", "not-a-secret-robot", "pat"),
        Credential("olivia", "not-a-secret-olivia"),
        Credential("mallory", "not-a-secret-mallory", two_factor=True),
        Credential("acme", "not-a-secret-acme-oat", "oat", scopes=SCOPES),
    ]
    _people(world)
    _images(world)
    _tokens(world)
    world.settings = {"restricted_images": _restrictions()}
    world.scim_users = [_scim_user("olivia"), _scim_user("mallory")]
    world.log.extend([(START_MS + i * 1000, push_text(i)) for i in range(events)])
    return world


def push_text(number: int) -> bytes:
    """The event of `small_world` with that number, as the JSON text that is answered."""
    moment = START + timedelta(seconds=number)
    return (
        b'{"account":"acme","action":"repo.tag.push","name":"acme/api","actor":"robot",'
        b'"data":{"digest":"%b","tag":"build-%d"},"timestamp":"%b.000Z",'
        b'"action_description":"pushed the tag build-%d with the digest sha256:c1c1c1c1c1c1c '
        b'to the repository acme/api\\n"}'
        % (DIGEST.encode(), number, f"{moment:%Y-%m-%dT%H:%M:%S}".encode(), number)
    )


def signed_in(url: str, identifier: str = "olivia", secret: str | None = None) -> httpx.Client:
    """A plain HTTP client with a bearer of that identity; use it in a `with`."""
    form = {"identifier": identifier, "secret": secret or f"not-a-secret-{identifier}"}
    # Without TLS; loading its certificates would take longer than most tests.
    answer = httpx.post(f"{url}/v2/auth/token", json=form, verify=False)
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    return httpx.Client(base_url=url, headers=bearer, verify=False)


def _people(world: World) -> None:
    world.members = [
        _member("olivia", "Owner", ["owners", "platform"]),
        _member("robot", "Owner", ["owners"]),
        _member("mallory", "Member", ["platform"]),
        {**_member("", "Invitee", []), "id": "", "email": "new@acme.example"},
    ]
    world.teams = {name: _team(number, name) for number, name in enumerate(("owners", "platform"))}
    world.team_members = {"owners": ["olivia", "robot"], "platform": ["olivia", "mallory"]}
    world.invites = [
        {
            "id": "e36eca69-4cc8-4f17-9845-ae8c2b832691",
            "inviter_username": "olivia",
            "invitee": "new@acme.example",
            "org": "acme",
            "team": "platform",
            "role": "member",
            "created_at": "2026-01-04T18:30:19.520861Z",
        }
    ]


def _images(world: World) -> None:
    world.repositories = {
        "api": _repository("api", private=True),
        "web": _repository("web", private=False),
        "bare": _repository("bare", private=True),
    }
    world.tags = {
        "api": {name: _tag(number, name) for number, name in enumerate(("1.0", "1.1", "latest"))},
        "web": {"latest": _tag(10, "latest")},
        "bare": {},
    }


def _tokens(world: World) -> None:
    world.org_access_tokens = [_org_token(1, "deploy"), _org_token(2, "scan")]
    world.personal_access_tokens = {
        "olivia": [_personal_token(1, "laptop"), _personal_token(2, "old", active=False)]
    }


def _member(username: str, role: str, groups: list[str]) -> Record:
    email = f"{username}@acme.example"
    return {
        "id": f"{username:0<8}".encode().hex().ljust(32, "0")[:32],
        "company": "Acme",
        "date_joined": JOINED,
        "full_name": username.capitalize(),
        "gravatar_email": "",
        "gravatar_url": "",
        "location": "",
        "profile_url": "",
        "type": "User",
        "username": username,
        "email": email,
        "role": role,
        "groups": groups,
        "is_guest": False,
        "primary_email": email,
    }


def _team(number: int, name: str) -> Record:
    return {
        "id": number,
        "uuid": f"00000000-0000-4000-8000-00000000000{number}",
        "name": name,
        "description": f"The {name}",
    }


def _repository(name: str, *, private: bool) -> Record:
    return {
        "name": name,
        "namespace": "acme",
        "repository_type": "image",
        "status": 1,
        "status_description": "active",
        "description": f"The {name}",
        "is_private": private,
        "star_count": 0,
        "pull_count": 7,
        "last_updated": PUSHED,
        "last_modified": PUSHED,
        "date_registered": JOINED,
        "affiliation": "",
        "media_types": ["application/vnd.oci.image.index.v1+json"],
        "content_types": ["image"],
        "categories": [{"name": "Security", "slug": "security"}],
        "storage_size": 4096,
    }


def _tag(number: int, name: str) -> Record:
    return {
        "creator": 1,
        "id": 100 + number,
        "images": [_image("amd64", "linux", 4000), _image("unknown", "unknown", 96)],
        "last_updated": f"2026-01-05T09:00:0{number % 10}.5064Z",
        "last_updater": 1,
        "last_updater_username": "robot",
        "name": name,
        "repository": 1,
        "full_size": 4000,
        "v2": True,
        "tag_status": "active",
        "tag_last_pulled": None,
        "tag_last_pushed": f"2026-01-05T09:00:0{number % 10}.5064Z",
        "media_type": "application/vnd.oci.image.index.v1+json",
        "content_type": "image",
        "digest": DIGEST,
    }


def _image(architecture: str, system: str, size: int) -> Record:
    return {
        "architecture": architecture,
        "features": "",
        "variant": None,
        "digest": DIGEST,
        "os": system,
        "os_features": "",
        "os_version": None,
        "size": size,
        "status": "active",
        "last_pulled": None,
        "last_pushed": PUSHED,
    }


def _org_token(number: int, label: str) -> Record:
    return {
        "id": f"a7a5ef25-8889-43a0-8cc7-f2a94268e86{number}",
        "label": label,
        "created_by": "olivia",
        "is_active": True,
        "created_at": "2025-05-20T00:54:18Z",
        "expires_at": None,
        "last_used_at": "2026-01-05T09:00:00Z",
        "resources": [{"type": "TYPE_REPO", "path": "acme/api", "scopes": ["scope-image-push"]}],
    }


def _personal_token(number: int, label: str, *, active: bool = True) -> Record:
    return {
        "uuid": f"b30bbf97-506c-4ecd-aabc-842f3cb484f{number}",
        "client_id": "HUB",
        "creator_ip": "192.0.2.7",
        "creator_ua": "a browser",
        "created_at": "2025-07-20T12:00:00.000000Z",
        "last_used": None,
        "generated_by": "manual",
        "is_active": active,
        "token": "",
        "token_label": label,
        "scopes": ["repo:read"],
        "expires_at": "2026-07-20T12:00:00Z",
    }


def _restrictions() -> Record:
    return {"enabled": True, "allow_official_images": True, "allow_verified_publishers": False}


def _scim_user(username: str) -> Record:
    email = f"{username}@acme.example"
    name = f"00000000-0000-4000-8000-{len(username):012d}"
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": name,
        "userName": email,
        "name": {"givenName": username.capitalize(), "familyName": "Acme"},
        "displayName": username,
        "active": True,
        "emails": [{"value": email, "display": email, "primary": True}],
        "groups": [{"value": "platform", "display": "platform"}],
        "meta": {
            "resourceType": "User",
            "location": f"https://hub.docker.com/v2/scim/2.0/Users/{name}",
            "created": "2025-05-20T00:54:18Z",
            "lastModified": "2025-05-20T00:54:18Z",
        },
    }
