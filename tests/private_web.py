"""A web on every address of this machine, of which a policy allows one; and names that lie."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OPEN = "127.0.0.9"
"""The one address that the policies of these tests allow."""
SENTINEL, OUTSIDE = "SENTINEL-of-the-inside", "said-by-the-outside"


@dataclass(slots=True)
class PrivateWeb:
    """`reached` counts connections by the address of this machine that they came to. Where
    `documents` holds no path, the answer says which side of the guard it came from."""

    port: int
    reached: Counter[str] = field(default_factory=Counter)
    asked: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    documents: dict[str, bytes] = field(default_factory=dict)

    def at(self, path: str, host: str = OPEN) -> str:
        return f"http://{host}:{self.port}{path}"

    def leading_to(self, url: str) -> str:
        """An allowed address that answers with a redirect to `url`."""
        self.moved.append(url)
        return self.at(f"/to/{len(self.moved) - 1}")

    def target(self, host: str, path: str) -> str | None:
        if path == "/robots.txt" and host.startswith("rules-"):
            return self.moved[int(host.removeprefix("rules-").partition(".")[0])]
        number = path.removeprefix("/to/")
        return self.moved[int(number)] if number.isdigit() else None


class Names:
    """What names resolve to. `rebind.example` is allowed when it is asked for first, and never
    after."""

    def __init__(self) -> None:
        self._asked = Counter[str]()

    def addresses(self, name: str) -> tuple[str, ...] | None:
        """None for a name that is not ours."""
        self._asked[name] += 1
        if name == "rebind.example":
            return (OPEN,) if self._asked[name] == 1 else ("127.0.0.1",)
        if name.startswith("rules-"):
            return (OPEN,)
        return _LYING.get(name)

    def resolve(self, host: str, port: int) -> list[str]:
        found = self.addresses(host)
        if found is None:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = tuple(dict.fromkeys(str(entry[4][0]) for entry in entries))
        return list(found)


_LYING = {
    "inside.example": ("127.0.0.1",),
    "mixed.example": (OPEN, "127.0.0.1"),
    "mixed-last.example": ("127.0.0.1", OPEN),
    "six.example": ("::1",),
    "mapped.example": ("::ffff:127.0.0.1",),
    "translated.example": ("64:ff9b::7f00:1",),
}


def _local(request: Any) -> str:
    address: str = request.getsockname()[0]
    return address.removeprefix("::ffff:")


@contextmanager
def serve_everywhere() -> Iterator[PrivateWeb]:
    server = _Server(("::", 0), _Handler)
    server.web = PrivateWeb(port=server.server_address[1])
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.web
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    address_family = socket.AF_INET6
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    web: PrivateWeb

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.web.reached[_local(request)] += 1
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        web, host = self.server.web, self.headers.get("Host", "").rpartition(":")[0]
        web.asked.append(self.path)
        target = web.target(host, self.path)
        said = OUTSIDE if _local(self.request) == OPEN else SENTINEL
        body = web.documents.get(self.path, b'{"said": "%s"}' % said.encode())
        status = 200 if target is None else 302
        if target is None and self.path == "/robots.txt":
            status, body = 404, b""
        self.send_response(status)
        if target is not None:
            self.send_header("Location", target)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_POST = do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Connections are counted, not printed."""
