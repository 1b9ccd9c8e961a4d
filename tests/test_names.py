"""What may be the name of a repository, a team or a token, and what may not."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubtrail.names import check_repository, is_path_part, is_repository

NEVER = ["", ".", "..", "a..b", "a/b", "/", "a b", "a\tb", "a?b", "a#b", "a%b", "a\\b", "a\x00b"]
NEVER += ["a\u202eb", "a\u200bb", "a\u2028b", "\ud800", "x" * 256]


@pytest.mark.parametrize("name", ["api", "a", "API", "web-1.2_beta", "_old", "-old", "x" * 255])
def test_names_of_repositories(name: str) -> None:
    """Letters, digits, dots, hyphens and underscores make a name, also a short or an old one."""
    assert is_repository(name)
    assert check_repository(name) == name
    assert check_repository(f"acme/{name}") == f"acme/{name}"


@pytest.mark.parametrize("name", [*NEVER, ".api", "größe", "a:b", "a@b"])
def test_what_is_no_name_of_a_repository(name: str) -> None:
    """What would change the address, or cannot be at Docker Hub, is no name."""
    assert not is_repository(name)
    with pytest.raises(ValueError, match="cannot be the name of a repository"):
        check_repository(f"acme/{name}")


@pytest.mark.parametrize("name", [None, 7, True, 1.5, [], ["api"], {}, b"api"])
def test_what_is_no_text_is_no_name(name: object) -> None:
    """Other types never become part of a request."""
    assert not is_repository(name)
    assert not is_path_part(name)


@pytest.mark.parametrize("name", NEVER)
def test_what_would_leave_its_part_of_a_path(name: str) -> None:
    """Separators, dots that climb, and what cannot be seen are no part of a path."""
    assert not is_path_part(name)


@given(st.text(max_size=300))
def test_a_part_of_a_path_stays_one(name: str) -> None:
    """Whatever is let through, the address that is asked has the same number of parts."""
    if is_path_part(name):
        url = httpx.URL(f"http://127.0.0.1/v2/{quote(name, safe='')}/tags")
        assert urlsplit(str(url)).path.count("/") == 3
        assert url.path == f"/v2/{name}/tags"
