"""README's pictures: each is there, as wide as it should be, and light enough to load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browsing import DESK, PHONE

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "images"
NAMED = sorted(set(re.findall(r"docs/images/([^)\"]+)", (ROOT / "README.md").read_text())))


@pytest.mark.parametrize("name", NAMED)
def test_a_picture_is_as_wide_as_the_window_it_shows(name: str) -> None:
    """Each picture that README names is a PNG of a desk or a phone, below 250 kB."""
    picture = (PICTURES / name).read_bytes()
    assert picture[:16] == b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    window = PHONE if "phone" in name else DESK
    assert int.from_bytes(picture[16:20]) == window["width"]
    assert len(picture) < 250_000


def test_all_pictures_are_named_and_light() -> None:
    """None lies there that README does not show, and together they stay below 1.5 MB."""
    pictures = {picture.name: picture.stat().st_size for picture in PICTURES.iterdir()}
    assert sorted(pictures) == NAMED
    assert sum(pictures.values()) < 1_500_000
