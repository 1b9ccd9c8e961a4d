"""What is reached without a proxy: this machine, and what NO_PROXY names in any of its forms."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.bypass import is_bypassed, is_loopback
from hubtrail.demo import _environment
from hubtrail.surroundings import reach_loopback_directly

HOSTILE = (
    "::1/128,[::1]:8080,[fe80::1%eth0],fe80::/10,[2001:db8::1],*:80,http://[::,a b,*.x.org,[,]"
)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "api.localhost", "127.0.0.1", "127.8.9.1", "::1", "[::1]"]
)
def test_this_machine_is_loopback(host: str) -> None:
    """Its names and all of its addresses."""
    assert is_loopback(host)
    assert is_bypassed(host, 80, {})


@pytest.mark.parametrize("host", ["hub.docker.com", "128.0.0.1", "::2", "localhost.example", ""])
def test_others_are_not_loopback(host: str) -> None:
    """What only looks like this machine goes through the proxy."""
    assert not is_loopback(host)
    assert not is_bypassed(host, 80, {})


@pytest.mark.parametrize(
    ("entry", "host", "port", "bypassed"),
    [
        ("*", "hub.docker.com", 443, True),
        ("docker.com", "hub.docker.com", 443, True),
        (".docker.com", "hub.docker.com", 443, True),
        ("*.docker.com", "hub.docker.com", 443, True),
        ("Docker.COM", "hub.docker.com.", 443, True),
        ("https://docker.com", "hub.docker.com", 443, True),
        ("docker.com", "notdocker.com", 443, False),
        ("docker.com:443", "hub.docker.com", 443, True),
        ("docker.com:80", "hub.docker.com", 443, False),
        ("a.example, docker.com", "hub.docker.com", 443, True),
        ("a.example docker.com", "hub.docker.com", 443, True),
        ("10.0.0.0/8", "10.1.2.3", 80, True),
        ("10.0.0.0/8", "11.1.2.3", 80, False),
        ("10.1.2.3", "10.1.2.3", 80, True),
        ("10.1.2.3:81", "10.1.2.3", 80, False),
        ("2001:db8::1", "2001:db8:0::1", 80, True),
        ("[2001:db8::1]", "2001:db8::1", 80, True),
        ("[2001:db8::1]:80", "2001:db8::1", 80, True),
        ("[2001:db8::1]:81", "2001:db8::1", 80, False),
        ("2001:db8::/32", "2001:db8::7", 80, True),
        ("[2001:db8::]/32", "2001:db8::7", 80, True),
        ("2001:db8::/32", "2001:db9::7", 80, False),
        (HOSTILE, "hub.docker.com", 443, False),
        ("", "hub.docker.com", 443, False),
        (" , ,.,", "hub.docker.com", 443, False),
    ],
)
def test_every_form_of_no_proxy_is_read(entry: str, host: str, port: int, bypassed: bool) -> None:
    """Domains, addresses, networks, ports, brackets, in upper and lower case variables."""
    for name in ("NO_PROXY", "no_proxy"):
        assert is_bypassed(host, port, {name: entry}) == bypassed


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(["hub.docker.com", "10.1.2.3", "2001:db8::1"]))
def test_no_text_can_break_the_reading(text: str, host: str) -> None:
    """Whatever stands in NO_PROXY, it matches or not."""
    assert is_bypassed(host, 443, {"NO_PROXY": text}) in (True, False)


@pytest.mark.parametrize("theirs", ["", "corp.example", HOSTILE])
def test_libraries_reach_this_machine_too(monkeypatch: pytest.MonkeyPatch, theirs: str) -> None:
    """httpx, which Prefect uses, starts and goes to loopback without the proxy."""
    environment = {"HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": theirs}
    reach_loopback_directly(environment)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with httpx.Client() as client:
        for url in ("http://localhost:4200", "http://127.0.0.1:4200", "http://[::1]:4200"):
            assert client._transport_for_url(httpx.URL(url)) is client._transport
        far = client._transport_for_url(httpx.URL("http://hub.docker.com"))
        assert far is not client._transport


@settings(deadline=None, max_examples=20)  # each makes a client
@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=60))
def test_nothing_in_no_proxy_can_break_libraries(text: str) -> None:
    """Whatever the user's NO_PROXY holds, httpx can read what is made of it."""
    environment = {"NO_PROXY": text, "all_proxy": "http://127.0.0.1:9"}
    with pytest.MonkeyPatch.context() as patch:
        reach_loopback_directly(environment)
        for name, value in environment.items():
            patch.setenv(name, value)
        httpx.Client().close()


def test_our_own_client_still_reads_all_of_it() -> None:
    """What libraries cannot read stays in NO_PROXY, and doing it twice changes nothing."""
    environment = {"no_proxy": "fe80::/10,corp.example"}
    reach_loopback_directly(environment)
    assert is_bypassed("fe80::7", 443, environment)
    assert "fe80" not in environment["no_proxy"]
    before = dict(environment)
    reach_loopback_directly(environment)
    assert environment == before


def test_the_demo_has_no_proxy(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """Its processes speak with this machine alone, so they are told of no proxy at all."""
    for name in ("HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    told = _environment(tmp_path, 1, 2)  # type: ignore[arg-type]
    assert not {"http_proxy", "https_proxy", "all_proxy"} & {name.lower() for name in told}
