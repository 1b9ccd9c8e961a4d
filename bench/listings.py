"""Requests and memory of large listings: `python -m bench.listings`.

One repository of 20,000 tags, 5,000 members, 2,000 repositories, 2,000 repositories of a tag each;
everything a tenth as large beside it, so that growth would show. Each is collected three times by
processes of their own: all new, nothing moved, one row moved. The fewest requests are the pages
that hold all rows; the sign-in comes on top.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.lookalike import Credential, LocalHub, World
from hub.lookalike.world import Record

ACCOUNT, PAGE, KIB_A_MIB = "acme", 100, 1024

MEASURED = """
import json, resource, sys
from flows.run import Errand, run
from hubtrail.settings import load_settings
settings = load_settings()
(outcome,) = run(settings, Errand((sys.argv[1],), settings.accounts))
peak = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([outcome.requests, outcome.rows, outcome.error, peak.ru_maxrss, peak.ru_utime]))
"""


def tag(number: int) -> Record:
    """A tag of one image, pushed `number` minutes before the end of a year."""
    digest = f"sha256:{number:064x}"
    day, minute = divmod(number, 1440)
    pushed = (
        f"2025-{12 - day // 28:02d}-{28 - day % 28:02d}T{minute // 60:02d}:{minute % 60:02d}:00Z"
    )
    image = {"architecture": "amd64", "os": "linux", "digest": digest, "size": number + 1}
    return {
        "id": number,
        "name": f"build-{number}",
        "digest": digest,
        "images": [image],
        "last_updated": pushed,
        "tag_last_pushed": pushed,
        "tag_last_pulled": None,
        "tag_status": "active",
        "full_size": number + 1,
        "v2": True,
    }


def member(number: int) -> Record:
    """A member with everything that insights show."""
    name = f"member-{number}"
    return {
        "id": f"{number:032x}",
        "username": name,
        "email": f"{name}@acme.example",
        "full_name": name.title(),
        "role": "Member",
        "groups": ["everybody"],
        "is_guest": False,
        "type": "User",
        "date_joined": "2024-03-01T08:00:00Z",
        "last_seen_at": "2026-01-05T08:00:00Z",
    }


def repository(number: int) -> Record:
    """A public repository."""
    return {
        "name": f"service-{number}",
        "namespace": ACCOUNT,
        "is_private": False,
        "last_updated": "2026-01-05T08:00:00Z",
    }


def tags_of_one(world: World, count: int) -> int:
    """One repository of `count` tags."""
    world.repositories = {"api": repository(0) | {"name": "api"}}
    world.tags = {"api": {row["name"]: row for row in map(tag, range(count))}}
    return -(-count // PAGE)


def members(world: World, count: int) -> int:
    """That many members; their export is one request more."""
    world.members = [member(number) for number in range(count)]
    return -(-count // PAGE) + 1


def repositories(world: World, count: int) -> int:
    """That many repositories."""
    world.repositories = {row["name"]: row for row in map(repository, range(count))}
    return -(-count // PAGE)


def tags_of_many(world: World, count: int) -> int:
    """That many repositories of one tag."""
    repositories(world, count)
    world.tags = {name: {"latest": tag(0) | {"name": "latest"}} for name in world.repositories}
    return count


def move(world: World) -> None:
    """Let one row be another than before."""
    for rows in world.tags.values():
        first = next(iter(rows.values()))
        first |= {"digest": f"sha256:{'f' * 64}", "last_updated": "2026-02-01T00:00:00Z"}
        return
    if world.members:
        world.members[0]["role"] = "Owner"
    elif world.repositories:
        next(iter(world.repositories.values()))["is_private"] = True


@contextmanager
def surroundings(world: World) -> Iterator[dict[str, str]]:
    """A look-alike that serves `world`, and the settings that a process needs for it."""
    world.credentials = [Credential("olivia", "not-a-secret-olivia")]
    with LocalHub(world) as hub, TemporaryDirectory() as folder:
        yield os.environ | {
            "HUBTRAIL_HUB_URL": hub.url,
            "HUBTRAIL_IDENTIFIER": "olivia",
            "HUBTRAIL_SECRET": "not-a-secret-olivia",
            "HUBTRAIL_ACCOUNTS": ACCOUNT,
            "HUBTRAIL_REPOSITORIES": ",".join(world.tags),
            "HUBTRAIL_DATA": str(Path(folder)),
        }


def measure(resource: str, fill: Callable[[World, int], int], count: int) -> None:
    """Collect thrice, and print what it took."""
    world = World(account=ACCOUNT)
    fewest = fill(world, count)
    with surroundings(world) as environment:
        for said in ("all new", "nothing moved", "one moved"):
            if said == "one moved":
                move(world)
            done = subprocess.run(
                [sys.executable, "-c", MEASURED, resource],
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            )
            requests, rows, error, peak, seconds = json.loads(done.stdout.splitlines()[-1])
            print(
                f"{resource:<13} {count:>6,} {said:<14} {requests:>5,} requests "
                f"(pages {fewest:,}), {rows:>6,} new, peak {peak / KIB_A_MIB:,.0f} MiB, "
                f"{seconds:.1f} s of processor {error or ''}",
                flush=True,
            )


def main() -> None:
    """Each listing at a tenth and at its full size."""
    for resource, fill, most in (
        ("tags", tags_of_one, 20_000),
        ("members", members, 5_000),
        ("repositories", repositories, 2_000),
        ("tags", tags_of_many, 2_000),
    ):
        for count in (most // 10, most):
            measure(resource, fill, count)


if __name__ == "__main__":
    main()
