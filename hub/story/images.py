"""Repositories and tags: each function changes the organisation and notes the event."""

from __future__ import annotations

from itertools import accumulate

from hub.story.organisation import Hand, Organisation, Repository, Tag
from hub.story.people import ACCOUNT


def create_repository(org: Organisation, at: int, repository: Repository, by: Hand) -> None:
    """Add a repository."""
    repository.created_at = repository.updated_at = max(at, org.clock)
    org.repositories[repository.name] = repository
    weigh(org)
    privacy = "private" if repository.private else "public"
    data = {"categories": ",".join(repository.categories), "privacy": privacy}
    said = f"created the {privacy} repository {ACCOUNT}/{repository.name}"
    org.note(at, "repo.create", f"{ACCOUNT}/{repository.name}", by, data, said)


def delete_repository(org: Organisation, at: int, repository: Repository, by: Hand) -> None:
    """Remove a repository with all its tags; the event's data is empty (behaviour.md 1.5)."""
    del org.repositories[repository.name]
    weigh(org)
    name = f"{ACCOUNT}/{repository.name}"
    org.note(at, "repo.delete", name, by, {}, f"deleted the repository {name}")


def weigh(org: Organisation) -> None:
    """Refresh the weights by which busy repositories are picked."""
    org.weights = list(accumulate(each.weight for each in org.repositories.values()))


def change_privacy(
    org: Organisation, at: int, repository: Repository, by: Hand, *, private: bool
) -> None:
    """Make a repository private or public."""
    repository.private = private
    privacy = "private" if private else "public"
    name = f"{ACCOUNT}/{repository.name}"
    said = f"changed the privacy of the repository {name} to {privacy}"
    org.note(at, "repo.change_privacy", name, by, {"privacy": privacy}, said)


def describe(org: Organisation, at: int, repository: Repository, text: str, by: Hand) -> None:
    """Change a repository's description; Docker Hub says so without saying what."""
    repository.description = text
    name = f"{ACCOUNT}/{repository.name}"
    org.note(at, "repo.update", name, by, None, f"updated the repository {name}")


def categorise(
    org: Organisation, at: int, repository: Repository, categories: tuple[str, ...], by: Hand
) -> None:
    """Give a repository other categories."""
    repository.categories = categories
    name, data = f"{ACCOUNT}/{repository.name}", {"categories": ",".join(categories)}
    said = f"updated the categories of the repository {name}"
    org.note(at, "repo.category.updated", name, by, data, said)


def set_immutable(
    org: Organisation, at: int, repository: Repository, by: Hand, *, immutable: bool
) -> None:
    """Switch the immutability of version tags on or off."""
    repository.immutable = immutable
    name = f"{ACCOUNT}/{repository.name}"
    data = {"enabled": str(immutable).lower(), "rules": r"^v?\d+\.\d+\.\d+$"}
    said = f"updated the immutable tags settings of the repository {name}"
    org.note(at, "repo.immutable.tags.updated", name, by, data, said)


def push(  # noqa: PLR0917 - what an event says, and hot
    org: Organisation, at: int, repository: Repository, tag: str, digest: str, by: Hand
) -> None:
    """Point a tag at a digest; the description cuts it short and may end in a newline (1.21)."""
    name = f"{ACCOUNT}/{repository.name}"
    data = {"digest": digest, "tag": tag, **by.mark}
    end = "\n" if digest[-1] < "4" else ""
    said = f"pushed the tag {tag} with the digest {digest[:20]} to the repository {name}{end}"
    at = org.note(at, "repo.tag.push", name, by, data, said)
    if by.token:
        by.token.used_at = at
    repository.updated_at = at
    repository.pushes += 1
    if known := repository.tags.get(tag):
        known.digest, known.pushed_at, known.pushed_by = digest, at, by.user
    else:
        number = repository.number * 10_000 + repository.pushes
        repository.tags[tag] = Tag(number, digest, at, by.user, by.user)


def delete_tag(org: Organisation, at: int, repository: Repository, tag: str, by: Hand) -> None:
    """Remove a tag."""
    del repository.tags[tag]
    repository.updated_at = max(at, org.clock)
    name, data = f"{ACCOUNT}/{repository.name}", {"tag": tag, **by.mark}
    said = f"deleted the tag {tag} from the repository {name}"
    org.note(at, "repo.tag.delete", name, by, data, said)
