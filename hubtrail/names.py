"""What names may look like before they become part of a request to Docker Hub.

Names come from events, listings and settings. Docker Hub allows less than this; the rules here only
keep out what would change the address that is asked.
"""

from __future__ import annotations

import re
from typing import TypeGuard

LONGEST = 255  # characters
REPOSITORY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
SEPARATORS = re.compile(r"[\s/\\?#%]")


def is_repository(name: object) -> TypeGuard[str]:
    """Whether a repository can have this name, given without its organization."""
    return is_path_part(name) and REPOSITORY.fullmatch(name) is not None


def is_path_part(name: object) -> TypeGuard[str]:
    """Whether a text, such as the name of a team or the id of a token, stays one part of a path."""
    return (
        isinstance(name, str)
        and 0 < len(name) <= LONGEST
        and name.isprintable()
        and name != "."
        and ".." not in name
        and SEPARATORS.search(name) is None
    )


def check_repository(name: str) -> str:
    """Give back `name` or `organization/name`; raise `ValueError` where it cannot be a repository.

    The message is a sentence without its full stop.
    """
    owner, separator, rest = name.rpartition("/")
    if not is_repository(rest) or (separator and not is_repository(owner)):
        raise ValueError(f"{name!r} cannot be the name of a repository")
    return name
