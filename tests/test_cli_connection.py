"""Proxies and certificates as a person meets them: on the command line."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.lookalike import LocalHub
from hubtrail.children import answers
from tests.commands import place_at
from tests.worlds import small_world

EVENTS_ALONE = ("--only", "audit-events")


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with some events."""
    with LocalHub(small_world(events=20)) as served:
        yield served


@pytest.fixture
def dead() -> str:
    """A proxy's address where nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "http://proxy:port"),
        ("http_proxy", "http://proxy:99999"),
        ("ALL_PROXY", "gopher://proxy"),
        ("SSL_CERT_FILE", "nowhere.pem"),
        ("SSL_CERT_DIR", "nowhere"),
    ],
)
def test_a_variable_that_cannot_be_used(
    tmp_path: Path, hub: LocalHub, variable: str, value: str
) -> None:
    """It is named in one sentence, exit 2, by the run and by the doctor; nothing is asked."""
    place = place_at(tmp_path, hub)
    place.environment[variable] = value
    place.type("ingest").told(2, variable)
    place.environment["PREFECT_API_URL"] = "http://127.0.0.1:9/api"
    place.type("ingest").told(2, variable)
    findings = place.type("doctor", "--json").json["findings"]
    assert [each["what"] for each in findings if not each["fine"]] == ["settings"]
    assert variable in findings[0]["said"]
    assert hub.requests == []


@pytest.mark.parametrize("no_proxy", ["", "::1/128,[fe80::1]:80,*.corp.example"])
def test_a_local_hub_is_read_whatever_the_proxy(
    tmp_path: Path, hub: LocalHub, dead: str, no_proxy: str
) -> None:
    """With every variable at a dead proxy, and IPv6 in NO_PROXY, this machine is reached."""
    place = place_at(tmp_path, hub)
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        place.environment[name] = dead
    place.environment["NO_PROXY"] = no_proxy
    said = place.type("ingest", *EVENTS_ALONE)
    assert (said.code, said.err.count("Traceback")) == (0, 0), said
    assert "acme audit-events: 20 new" in said.out


def test_the_demo_asks_its_servers_without_a_proxy(
    hub: LocalHub, dead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for the demo's servers reaches loopback though a proxy is set and dead."""
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, dead)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert answers(f"{hub.url}/v2/auditlogs/nobody")
