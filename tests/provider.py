"""An OpenID Connect provider on this machine, which signs in whoever the test says."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, CLIENT_SECRET = "hubtrail-dashboard", "not-a-secret-client"
Asked = dict[str, str]


def new_key() -> RSAKey:
    """A key to sign with; all have the same name, so that only the signature tells them apart."""
    return RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})


class Provider(ThreadingHTTPServer):
    """Authorization code flow with PKCE (S256) and nonce; `claims` go over those it would say.

    It signs by `key`, publishes `published`, and notes in `ended` whose session it was told to end.
    """

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on 127.0.0.1, at any free port; `provided` serves."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.published = new_key()
        self.signs_in()

    def signs_in(self, *, key: RSAKey | None = None, **claims: Any) -> None:
        """Whoever comes next is somebody with these claims; a None takes a claim away."""
        self.key, self.claims = key or self.published, claims
        self.codes: dict[str, Asked] = {}
        self.ended: list[Asked] = []

    def secrets(self, cookie_secret: str) -> str:
        """What a dashboard's secrets.toml says in order to use this provider."""
        return (
            "[auth]\n"
            'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{cookie_secret}"\n'
            f'client_id = "{CLIENT}"\n'
            f'client_secret = "{CLIENT_SECRET}"\n'
            f'server_metadata_url = "{self.address}/.well-known/openid-configuration"\n'
        )

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "end_session_endpoint": f"{self.address}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def token(self, asked: Asked, proof: Asked) -> dict[str, Any]:
        """What the code that was given for `asked` buys; nothing without PKCE's verifier."""
        challenge = sha256(proof.get("code_verifier", "").encode()).digest()
        if urlsafe_b64encode(challenge).decode().rstrip("=") != asked.get("code_challenge"):
            return {"error": "invalid_grant"}
        if proof.get("redirect_uri") != asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        header = {"alg": "RS256", "kid": "first"}
        signed = jwt.encode(header, self.told(asked["nonce"]), self.key)
        return {"access_token": token_urlsafe(), "token_type": "Bearer", "id_token": signed}

    def told(self, nonce: str) -> dict[str, Any]:
        """The claims of whoever it signs in."""
        now = int(time.time())
        usual = {
            "iss": self.address,
            "sub": "somebody",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        }
        return {name: value for name, value in (usual | self.claims).items() if value is not None}


@contextmanager
def provided() -> Iterator[Provider]:
    """A provider that answers until the block is left."""
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, args=(0.01,)).start()
        try:
            yield provider
        finally:
            provider.shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        """Tell about the provider, hand out a code, or end a session."""
        path, asked = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if path == "/.well-known/openid-configuration":
            self._answer(self.server.discovery())
        elif path == "/jwks":
            self._answer({"keys": [self.server.published.as_dict(private=False)]})
        elif path == "/authorize" and asked.get("client_id") == CLIENT:
            code = token_urlsafe()
            self.server.codes[code] = asked
            self._send_to(asked["redirect_uri"], code=code, state=asked["state"])
        elif path == "/end":
            self.server.ended.append(asked)
            self._send_to(asked["post_logout_redirect_uri"])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Give tokens for a code, once, to the client that it was given to."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        proof = dict(parse_qsl(body))
        asked = self.server.codes.pop(proof.get("code", ""), None)
        if asked is None or self._client() != (CLIENT, CLIENT_SECRET):
            self._answer({"error": "invalid_grant"}, 400)
        else:
            given = self.server.token(asked, proof)
            self._answer(given, 400 if "error" in given else 200)

    def _client(self) -> tuple[str, ...]:
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        return tuple(unquote(part) for part in b64decode(given).decode().split(":"))

    def _send_to(self, address: str, **query: str) -> None:
        self.send_response(302)
        self.send_header("Location", f"{address}?{urlencode(query)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, said: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Say nothing: a test's output is its own."""
