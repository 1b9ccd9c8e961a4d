"""Settings, flags and questions that cannot be right: one sentence, exit 2, nothing touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.lookalike import LocalHub
from tests.commands import Place, place_at
from tests.worlds import small_world

SETTINGS = (
    ({"accounts": ""}, "HUBTRAIL_ACCOUNTS"),
    ({"accounts": "two words"}, "HUBTRAIL_ACCOUNTS"),
    ({"identifier": ""}, "HUBTRAIL_IDENTIFIER"),
    ({"secret": ""}, "HUBTRAIL_SECRET_FILE"),
    ({"secret": "", "secret_file": "nowhere"}, "nowhere"),
    ({"hub_url": "hub.docker.com"}, "HUBTRAIL_HUB_URL"),
    ({"quota_share": "2"}, "HUBTRAIL_QUOTA_SHARE"),
    ({"backfill_days": "soon"}, "HUBTRAIL_BACKFILL_DAYS"),
    ({"repositories": "acme/two words"}, "HUBTRAIL_REPOSITORIES"),
    ({"warehouse": "md:trail"}, "HUBTRAIL_WAREHOUSE"),
    ({"viewers": "everybody"}, "HUBTRAIL_VIEWERS"),
    ({"proxy_header": "X: y"}, "HUBTRAIL_PROXY_HEADER"),
)
FLAGS = (
    (("ingest", "--only", "pulls"), "audit-events"),
    (("ingest", "--account", "two words"), "two words"),
    (("ingest", "--from", "yesterday"), "2026-11-01T13:30:00Z"),
    (("ingest", "--from", "9999-12-31T23:59-14:00"), "--from"),
    (("ingest", "--to", "2026-01-01"), "--from"),
    (("ingest", "--from", "2026-02-01", "--to", "2026-01-01"), "not after"),
    (("ingest", "--from", "2998-01-01", "--to", "2999-01-01"), "future"),
    (("ingest", "--from", "2026-01-01", "--only", "audit-actions"), "audit-events only"),
    (("prove", "--from", "monday", "--to", "now"), "monday"),
    (("prove", "--from", "2026-02-01", "--to", "2026-02-01"), "not after"),
    (("sql", "select 1", "--limit", "-1"), "--limit"),
    (("sql", "select 1", "--timeout", "-1"), "--timeout"),
    (("hub", "--limit", "many"), "180/60"),
    (("hub", "--fault", "earthquake=1"), "503"),
    (("hub", "--port", "70000"), "--port"),
    (("hub", "--port", "0"), "--port"),
    (("dashboard", "--port", "70000"), "--port"),
    (("dashboard", "--host", "0.0.0.0"), "HUBTRAIL_PROXY_HEADER"),
    (("dashboard", "--host", "nowhere.invalid"), "HUBTRAIL_PROXY_HEADER"),
    (("demo", "--events", "0"), "--events"),
)


@pytest.fixture(scope="module")
def hub() -> Iterator[LocalHub]:
    """A hub that nobody should ask."""
    with LocalHub(small_world()) as served:
        yield served
        assert served.requests == []


def test_without_settings_the_first_to_set_is_named(tmp_path: Path) -> None:
    """Whoever has set nothing learns what to set."""
    Place(tmp_path).type("ingest").told(2, "HUBTRAIL_ACCOUNTS is not set")


@pytest.mark.parametrize(("settings", "named"), SETTINGS)
def test_wrong_settings(
    tmp_path: Path, hub: LocalHub, settings: dict[str, str], named: str
) -> None:
    """A setting that is missing or wrong is named in one sentence, and nothing is asked or made."""
    place = place_at(tmp_path, hub)
    place.let(**settings)
    place.type("ingest").told(2, named)
    assert not place.data.exists()


@pytest.mark.parametrize(("words", "named"), FLAGS)
def test_wrong_flags(tmp_path: Path, hub: LocalHub, words: tuple[str, ...], named: str) -> None:
    """A flag with a value that makes no sense is named in one sentence, and nothing is asked."""
    place = place_at(tmp_path, hub)
    place.type(*words).told(2, named)
    assert not place.data.exists()


def test_a_taken_port_is_said_before_the_work(tmp_path: Path, hub: LocalHub) -> None:
    """A port that somebody has is told at once, without settings that lead nowhere on stdout."""
    port = hub.url.rpartition(":")[2]
    Place(tmp_path).type("hub", "--port", port).told(2, port)


@pytest.mark.parametrize("command", ["status", "connect", "sql", "prove"])
def test_nothing_collected_yet(tmp_path: Path, command: str) -> None:
    """Every reader says, before the first run, which command comes first."""
    words = {"sql": ["select 1"], "prove": ["--from", "2026-01-01", "--to", "now"]}
    Place(tmp_path).type(command, *words.get(command, [])).told(1, "hubtrail ingest")


def test_settings_may_stand_in_a_file(tmp_path: Path) -> None:
    """`.env` in the current folder is read, and the environment comes first."""
    (tmp_path / ".env").write_text("HUBTRAIL_ACCOUNTS=acme\nHUBTRAIL_QUOTA_SHARE=2\n")
    Place(tmp_path, quota_share="0.5").type("ingest").told(2, "HUBTRAIL_IDENTIFIER")
