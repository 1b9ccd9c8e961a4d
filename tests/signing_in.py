"""A dashboard shown to whoever signs in, the provider they sign in with, and its lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests import warehouses
from tests.browsing import served
from tests.provider import Provider, provided

COOKIE_SECRET = "not-a-secret-cookie-not-a-secret-cookie"
LISTS = {"viewers": "@acme.com", "analysts": "ana@acme.com"}
DATA = "Which tokens did most?"  # a question of the first screen that only people let in read


class Place(NamedTuple):
    """Where the dashboard is, and the provider that it believes."""

    address: str
    provider: Provider


@contextmanager
def signing_in(folder: Path) -> Iterator[Place]:
    """A dashboard of a young warehouse in `folder`, shown elsewhere, to Acme's people only."""
    with provided() as provider:
        secrets = warehouses.young(folder) / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir()
        secrets.write_text(provider.secrets(COOKIE_SECRET))
        with served(folder, "0.0.0.0", **LISTS) as address:
            yield Place(address, provider)
