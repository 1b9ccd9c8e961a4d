"""A small disk of its own, to be filled: what a full one does cannot be played otherwise."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, megabytes: int = 24) -> Iterator[Path]:
    """A disk of that size mounted on `folder`; skips the test where that is not allowed."""
    folder.mkdir(exist_ok=True)
    size = f"size={megabytes}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("A disk is filled only where one may be mounted: run this test as root.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(folder: Path, leaving: int = 0) -> Iterator[None]:
    """Fill the disk of `folder`, but for so many bytes, for as long as the `with` lasts."""
    ballast = folder / "ballast"
    disk = os.statvfs(folder)
    ballast.write_bytes(bytes(max(0, disk.f_bavail * disk.f_frsize - leaving)))
    try:
        yield
    finally:
        ballast.unlink()
