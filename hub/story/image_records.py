"""Repositories and tags as Docker Hub's API would answer for them (behaviour.md section 6)."""

from __future__ import annotations

from hashlib import sha256

from hub.lookalike.world import Record
from hub.story.organisation import DAY, Organisation, Repository, Tag
from hub.story.people import ACCOUNT
from hub.story.records import when

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
MONTH = 30 * DAY
PLATFORMS = (("amd64", None), ("arm64", "v8"))


def repository(org: Organisation, each: Repository) -> Record:
    """A repository as `/v2/namespaces/{namespace}/repositories` lists it."""
    return {
        "name": each.name,
        "namespace": ACCOUNT,
        "repository_type": "image",
        "status": 1,
        "status_description": "active",
        "description": each.description,
        "is_private": each.private,
        "star_count": 0 if each.private else each.number % 90,
        "pull_count": each.pushes * (3 + each.number % 40),
        "last_updated": when(org, each.updated_at),
        "last_modified": when(org, each.updated_at),
        "date_registered": when(org, each.created_at),
        "affiliation": "",
        "media_types": [INDEX, MANIFEST],
        "content_types": ["image"],
        "categories": [
            {"name": slug.replace("-", " ").capitalize(), "slug": slug} for slug in each.categories
        ],
        "immutable_tags_settings": {"enabled": each.immutable, "rules": [r"^v?\d+\.\d+\.\d+$"]},
        "storage_size": sum(size(tag.digest) for tag in each.tags.values()),
    }


def tag(org: Organisation, owner: Repository, name: str, each: Tag) -> Record:
    """A tag; what robots build runs on two architectures, each with its attestation."""
    pushed, pulled = when(org, each.pushed_at), when(org, last_pull(org, each))
    active = each.pushed_at > org.clock - MONTH or pulled is not None
    many = not name.startswith(("dev", "debug", "test", "sweep-"))
    pictures = (
        images(each.digest, pushed, pulled) if many else [single(each.digest, pushed, pulled)]
    )
    return {
        "creator": account_number(org, each.created_by),
        "id": each.number,
        "images": pictures,
        "last_updated": pushed,
        "last_updater": account_number(org, each.pushed_by),
        "last_updater_username": each.pushed_by,
        "name": name,
        "repository": owner.number,
        "full_size": size(each.digest),
        "v2": True,
        "tag_status": "active" if active else "inactive",
        "tag_last_pulled": pulled,
        "tag_last_pushed": pushed,
        "media_type": INDEX if many else MANIFEST,
        "content_type": "image",
        "digest": each.digest,
    }


def account_number(org: Organisation, username: str) -> int:
    """The numeric id of an account; the organisation's own is 1000."""
    person = org.people.get(username)
    return person.number if person else 1000


def size(digest: str) -> int:
    """How many bytes the image of amd64 has: 20 to 84 MB, by its digest."""
    return 20_000_000 + int(digest[7:13], 16) * 4


def last_pull(org: Organisation, each: Tag) -> int | None:
    """When it was last pulled: some hours or days after the push; one in four never was."""
    chance = int(each.digest[13:17], 16)
    return min(org.clock, each.pushed_at + chance * 7_919) if chance % 4 else None


def single(digest: str, pushed: str | None, pulled: str | None) -> Record:
    """An image of one platform; the tag's digest is its own."""
    return image(digest, "amd64", None, pushed, pulled) | {"size": size(digest)}


def images(digest: str, pushed: str | None, pulled: str | None) -> list[Record]:
    """The images of an index: each platform's, and its attestation of platform "unknown"."""
    found = []
    for architecture, variant in PLATFORMS:
        own = sha256(f"{digest} {architecture}".encode()).hexdigest()
        found.append(image(f"sha256:{own}", architecture, variant, pushed, pulled))
        seal = sha256(f"{digest} {architecture} attestation".encode()).hexdigest()
        found.append(image(f"sha256:{seal}", "unknown", None, pushed, pulled))
    found[0]["size"] = size(digest)
    return found


def image(
    digest: str, architecture: str, variant: str | None, pushed: str | None, pulled: str | None
) -> Record:
    """One image of a tag."""
    unknown = architecture == "unknown"
    return {
        "architecture": architecture,
        "features": "",
        "variant": variant,
        "digest": digest,
        "os": architecture if unknown else "linux",
        "os_features": "",
        "os_version": None,
        "size": 5_800_000 if unknown else size(digest),
        "status": "active",
        "last_pulled": pulled,
        "last_pushed": pushed,
    }
