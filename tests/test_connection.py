"""The way to Docker Hub: proxies, what goes without them, and whose certificates are trusted."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.client import Client
from hub.connection import connection
from hub.errors import BadConnectionSettings, OutOfReach, Unavailable
from hub.lookalike import LocalHub
from tests.asking import SIGN_IN, answering, client_of, first_page
from tests.authority import authority
from tests.socks import socks_to
from tests.worlds import small_world

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
FAR = "http://hub.invalid"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's own way out."""
    for name in (*PROXIES, "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """A hub with three events."""
    with LocalHub(small_world(events=3)) as hub:
        yield hub


@pytest.fixture
def dead() -> str:
    """Host and port where nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return f"127.0.0.1:{listening.getsockname()[1]}"


def quick(url: str = FAR) -> Client:
    """A client that repeats at once."""
    return Client(url, "robot", "not-a-secret-robot", first_wait=0.001)


def answer(path: str) -> tuple[int, dict[str, str], bytes]:
    """A sign-in or a page of one event, for whatever host it is asked."""
    signs_in = path.endswith(SIGN_IN)
    return 200, {}, b'{"access_token":"opaque"}' if signs_in else b'{"logs":[{}]}'


@pytest.mark.parametrize("name", [*PROXIES, *(name.lower() for name in PROXIES)])
def test_loopback_goes_through_no_proxy(
    hub: LocalHub, monkeypatch: pytest.MonkeyPatch, dead: str, name: str
) -> None:
    """A proxy that is set, alive or dead, is not asked for this machine's own addresses."""
    monkeypatch.setenv(name, f"http://{dead}")
    with client_of(hub) as client:
        assert len(first_page(client)) == 3


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_is_asked(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What is asked of another host goes to the proxy, in upper or lower case."""
    asked = []

    def as_proxy(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        return answer(path)

    with answering(as_proxy) as url:
        monkeypatch.setenv(name, url)
        with quick() as client:
            assert len(first_page(client)) == 1
    assert asked[0] == f"{FAR}{SIGN_IN}"


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy_is_asked(
    hub: LocalHub, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """SOCKS works, and the proxy looks the name up."""
    with socks_to(hub.url) as (address, asked):
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://{address}")
        with quick() as client:
            assert len(first_page(client)) == 3
    assert set(asked) == {b"hub.invalid"}


def test_what_is_no_socks_proxy_is_an_error(hub: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that speaks no SOCKS ends in a sentence."""
    monkeypatch.setenv("ALL_PROXY", hub.url.replace("http", "socks5"))
    with quick() as client, pytest.raises(Unavailable, match="that ALL_PROXY names"):
        client.sign_in()


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
def test_a_dead_proxy_is_named(monkeypatch: pytest.MonkeyPatch, dead: str, scheme: str) -> None:
    """The sentence has the proxy's host and the variable, never its user or password."""
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://someone:not-a-secret-word@{dead}")
    with quick() as client, pytest.raises(OutOfReach) as caught:
        client.sign_in()
    assert str(caught.value).startswith(
        f"Docker Hub cannot be reached at hub.invalid through the proxy {dead} that ALL_PROXY "
        "names: "
    )
    assert "someone" not in str(caught.value)
    assert "not-a-secret" not in str(caught.value)


def test_a_proxy_that_refuses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that lets nobody through to an https address is out of reach."""

    def refusing(_path: str) -> tuple[int, dict[str, str], bytes]:
        return 407, {}, b""

    with answering(refusing) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        with quick("https://hub.invalid") as client, pytest.raises(OutOfReach, match="HTTPS_PROXY"):
            client.sign_in()


@pytest.mark.parametrize("name", PROXIES)
@pytest.mark.parametrize(
    "value",
    ["http://proxy:port", "http://proxy:99999", "ftp://proxy", "socks4://proxy:1080", "http://",
     "http://[::1", "://", "http://user:not-a-secret-word@pro xy:\x7f"],
)  # fmt: skip
def test_a_proxy_that_cannot_be_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A variable that holds no proxy is named, used or not, and its value is not shown."""
    monkeypatch.setenv(name, value)
    for url in (FAR, "http://127.0.0.1:1"):
        with pytest.raises(BadConnectionSettings, match=rf"^{name} is no address") as caught:
            quick(url)
        assert "not-a-secret" not in str(caught.value)


@pytest.mark.parametrize("value", ["proxy.example.com:3128", " http://proxy.example.com:3128 "])
def test_a_proxy_may_be_written_shortly(value: str) -> None:
    """Without a scheme it is an http proxy; spaces around it do not matter."""
    proxy = connection("https://hub.docker.com", {"https_proxy": value}).proxy
    assert proxy is not None
    assert str(proxy.server.url) == "http://proxy.example.com:3128"
    assert connection("https://hub.docker.com", {"http_proxy": value}).proxy is None
    bypassed = {"https_proxy": value, "NO_PROXY": ".docker.com"}
    assert connection("https://hub.docker.com", bypassed).proxy is None


def test_a_companys_certificates_are_trusted_on_request(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its server is refused without SSL_CERT_FILE, with the reason, and read with it."""
    file, tls = authority(tmp_path)
    with answering(answer, tls) as url:
        with quick(url) as client, pytest.raises(OutOfReach, match="certificate verify failed"):
            client.sign_in()
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with quick(url) as client:
            assert len(first_page(client)) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSL_CERT_FILE", "/nowhere/company.pem"),
        ("SSL_CERT_FILE", "/"),
        ("SSL_CERT_FILE", __file__),
        ("SSL_CERT_FILE", "/dev/null"),
        ("SSL_CERT_DIR", "/nowhere"),
        ("SSL_CERT_DIR", __file__),
    ],
)
def test_certificates_that_are_not_there_are_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A variable that names nothing usable is told with its value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(BadConnectionSettings, match=rf"^{name} cannot be used: {value}: "):
        quick()
