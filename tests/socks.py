"""A SOCKS5 proxy that connects everybody to one address, whatever host they ask for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer

NO_PASSWORD, BY_NAME = b"\x05\x00", 3
CONNECTED = b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00"


@contextmanager
def socks_to(url: str) -> Iterator[tuple[str, list[bytes]]]:
    """The address of a proxy to `url`, and the hosts that it was asked for."""
    host, _, port = url.removeprefix("http://").partition(":")
    asked: list[bytes] = []

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            came = self.request.recv(300)
            self.request.sendall(NO_PASSWORD if came[:1] == b"\x05" else b"")
            wish = self.request.recv(300)
            if wish[3] == BY_NAME:
                asked.append(wish[5 : 5 + wish[4]])
            self.request.sendall(CONNECTED)
            with socket.create_connection((host, int(port))) as onward:
                back = threading.Thread(target=_pour, args=(onward, self.request))
                back.start()
                _pour(self.request, onward)
                back.join()

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            serving.join()


def _pour(source: socket.socket, sink: socket.socket) -> None:
    """Hand on what comes until it ends."""
    with suppress(OSError):
        while block := source.recv(65_536):
            sink.sendall(block)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
