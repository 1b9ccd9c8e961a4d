"""Type commands as a person would: real processes in a folder of their own, and what they said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.lookalike import LocalHub

HUBTRAIL = (sys.executable, "-m", "hubtrail")
BEARER = "eyJhbGciOi"  # how every bearer begins, Docker's and the look-alike's
LONG = 60.0  # seconds that a command may take before the test gives it up


@dataclass(frozen=True)
class Said:
    """How a command ended: its exit code, its data (stdout) and its narration (stderr)."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The data as the one JSON value that it is."""
        return json.loads(self.out)

    def told(self, code: int, *words: str, lines: int = 1) -> None:
        """Insist on the exit code, no data, and that many lines of sentences that hold `words`."""
        assert (self.code, self.out) == (code, ""), self
        told = self.err.splitlines()
        assert len(told) == lines, self.err
        for line in told:
            assert line.endswith((".", "!", "'")), line  # a quoted path may come last
            assert all(word in line for word in words), line


class Place:
    """A folder where commands are typed, with the given settings in the environment, no others.

    Every command that ended is looked at: it has shown no traceback, and neither what it said nor
    any file of the warehouse holds a secret or a bearer.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        """`settings` are HUBTRAIL_ settings by their short names, such as `accounts`."""
        self.folder, self.data = folder, folder / "trail"
        self.secrets = {BEARER}
        self.environment = _without_settings() | {
            "HUBTRAIL_DATA": str(self.data),
            "PREFECT_HOME": str(folder / "no-prefect"),
        }
        self.let(**settings)

    def let(self, **settings: str) -> None:
        """Change settings from now on."""
        self.environment |= {f"HUBTRAIL_{name.upper()}": value for name, value in settings.items()}
        if settings.get("secret"):
            self.secrets.add(settings["secret"])

    def type(self, *words: str) -> Said:
        """Run `hubtrail` with these words to its end."""
        return self.ended(self.start(*words))

    def collected(self) -> int:
        """How many audit events the newest snapshot holds."""
        said = self.type("sql", "from audit_events", "--format", "jsonl", "--limit", "0")
        assert said.code == 0, said
        return said.out.count("\n")

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start `hubtrail` with these words, in a process group of its own."""
        return subprocess.Popen(
            [*HUBTRAIL, *words],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def ended(self, process: subprocess.Popen[str], seconds: float = LONG) -> Said:
        """Wait for a command that was started, and look at what it left behind."""
        try:
            out, err = process.communicate(timeout=seconds)
        finally:
            process.kill()
        return self.looked_at(Said(process.returncode, out, err))

    def looked_at(self, said: Said) -> Said:
        """Insist that nothing which was said or kept holds a traceback or a secret."""
        assert "Traceback" not in said.err, said.err
        kept = [path.read_bytes() for path in self.data.rglob("*") if path.is_file()]
        for text in (said.out.encode(), said.err.encode(), *kept):
            assert not any(secret.encode() in text for secret in self.secrets)
        return said


def place_at(folder: Path, hub: LocalHub) -> Place:
    """A place whose settings are right for `hub`, whose world is `tests.worlds.small_world`."""
    return Place(
        folder,
        hub_url=hub.url,
        identifier="olivia",
        secret="not-a-secret-olivia",
        accounts="acme",
    )


def _without_settings() -> dict[str, str]:
    mine = ("HUBTRAIL_", "PREFECT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(mine)}


def processes_of(folder: Path) -> list[str]:
    """What still runs with `folder` in its command line or environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if bytes(folder) in words and int(process.name) != os.getpid():
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return found
