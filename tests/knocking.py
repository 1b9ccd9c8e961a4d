"""A visitor who needs no browser: asks a dashboard's server directly, with any headers, cookies."""

from __future__ import annotations

import time
from collections.abc import Mapping

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.sync.connection import Connection
from websockets.typing import Origin, Subprotocol

XSRF, USER = "_streamlit_xsrf", "_streamlit_user"  # Streamlit's cookies
LONG = 30  # seconds that a screen may take before the test gives it up


class Visitor:
    """Somebody at a dashboard's address, with the cookies that its answers set."""

    def __init__(self, address: str) -> None:
        """Come without a cookie but the one that everybody gets."""
        self.address = address
        self.client = httpx.Client(base_url=address, follow_redirects=True, timeout=LONG)
        self.client.get("/_stcore/health")

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that the dashboard set, by name."""
        return dict(self.client.cookies)

    def signs_in(self, cookie_secret: str) -> dict[str, str]:
        """Go where the button "Sign in" leads, to the end; gives the cookies."""
        told = {"provider": "default", "exp": int(time.time()) + 60}
        ticket = jwt.encode({"alg": "HS256"}, told, OctKey.import_key(cookie_secret))
        self.client.get("/auth/login", params={"provider": ticket})
        return self.cookies

    def sees(
        self,
        *headers: tuple[str, str],
        cookies: Mapping[str, str] | None = None,
        origin: str = "",
        xsrf: str = "",
    ) -> str:
        """All that the first screen says; `cookies` go over those that were set.

        `origin` is the page that asks (else the dashboard's own), `xsrf` what it knows of the
        cookie of that name (else the cookie).
        """
        brought = self.cookies | dict(cookies or {})
        told = "; ".join(f"{name}={value}" for name, value in brought.items())
        with connect(
            f"{self.address.replace('http', 'ws', 1)}/_stcore/stream",
            additional_headers=[("Cookie", told), *headers],
            origin=Origin(origin or self.address),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(xsrf or brought[XSRF])],
            max_size=None,
        ) as socket:
            return _said(socket)


def _said(socket: Connection) -> str:
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    socket.send(asked.SerializeToString())
    said, message = "", ForwardMsg()
    while message.WhichOneof("type") != "script_finished":
        received = socket.recv(LONG)
        assert isinstance(received, bytes)
        message.ParseFromString(received)
        said += str(message)
    return said
