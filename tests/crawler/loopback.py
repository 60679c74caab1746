"""A small scripted web on this machine: it counts, it waits, it misbehaves."""

import gzip
import select
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`wait` comes before the answer, `drip` between every two bytes of it (seconds). With an
    `etag`, the same one in `If-None-Match` is answered with 304. `length` lies about the body."""

    status: int = 200
    body: bytes = b""
    kind: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    wait: float = 0.0
    drip: float = 0.0
    length: int | None = None
    endless: str = ""
    """`body` or `headers`: what goes on for as long as the client listens."""
    garbage: bool = False
    """The body stands for the whole answer, head included; then the server hangs up."""


@dataclass(frozen=True, slots=True)
class Visit:
    host: str
    path: str
    at: float
    agent: str


@dataclass(slots=True)
class Site:
    """Every name under `localhost` leads here. A path without a reply answers 404; several
    replies are given in order, the last again and again."""

    port: int
    replies: dict[tuple[str, str], list[Reply]] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    on_visit: Callable[[Visit], object] = bool
    """Told of each, before it is answered."""
    connections: int = 0
    endless_bytes: Counter[str] = field(default_factory=Counter)
    """By host: of what has no end, how much the client took or has waiting."""
    at_once: Counter[str] = field(default_factory=Counter)
    most_at_once: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def answering(self, host: str) -> Iterator[None]:
        self.at_once[host] += 1
        self.most_at_once[host] = max(self.most_at_once.get(host, 0), self.at_once[host])
        try:
            yield
        finally:
            self.at_once[host] -= 1

    def on(self, host: str, path: str, *replies: Reply) -> str:
        self.replies[host, path] = list(replies)
        return self.url(host, path)

    def url(self, host: str, path: str) -> str:
        return f"http://{host}.localhost:{self.port}{path}"

    def paths(self, host: str) -> list[str]:
        return [visit.path for visit in self.visits if visit.host == host]

    def next_reply(self, host: str, path: str) -> Reply:
        replies = self.replies.get((host, path), [Reply(status=404)])
        return replies.pop(0) if len(replies) > 1 else replies[0]


@contextmanager
def serve(address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    server_class = type("Server", (_Server,), {"address_family": family})
    server = server_class((address, 0), _Handler)
    server.site = Site(port=server.server_address[1])
    server.tls = tls
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    site: Site
    tls: ssl.SSLContext | None

    def get_request(self) -> Any:
        connection, address = super().get_request()
        if self.tls is not None:
            connection = self.tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def process_request(self, request: Any, client_address: Any) -> None:
        self.site.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        host = self.headers.get("Host", "").partition(":")[0].removesuffix(".localhost")
        agent = self.headers.get("User-Agent", "")
        visit = Visit(host, self.path, time.monotonic(), agent)
        site.visits.append(visit)
        site.on_visit(visit)
        with site.answering(host):
            reply = site.next_reply(host, self.path)
            self._wait(reply.wait)
            if reply.etag and self.headers.get("If-None-Match") == reply.etag:
                reply = Reply(status=304, etag=reply.etag)
            self._send(reply)

    def _wait(self, seconds: float) -> None:
        """No longer than the client does: it sends nothing more before it has its answer, so what
        can be read is that it hung up."""
        if seconds:
            select.select([self.connection], [], [], seconds)

    def _send(self, reply: Reply) -> None:
        if reply.garbage:
            self.close_connection = True
            self.wfile.write(reply.body)
            return
        self.send_response(reply.status)
        if reply.endless:
            self._go_on(reply)
            return
        length = len(reply.body) if reply.length is None else reply.length
        if reply.status != 304:
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(length))
        if reply.etag:
            self.send_header("ETag", reply.etag)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        if not reply.drip:
            self.wfile.write(reply.body)
            return
        for byte in reply.body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            self._wait(reply.drip)

    def _go_on(self, reply: Reply) -> None:
        """Until the client hangs up, which ends the handler with an error."""
        if reply.endless == "body":
            self.send_header("Content-Type", reply.kind)
            self.send_header("Connection", "close")
            self.end_headers()
        else:
            self.flush_headers()
        # Little shall wait on our side: what counts as sent is to be what the client took.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
        host = self.headers.get("Host", "").partition(":")[0].removesuffix(".localhost")
        line = {"body": b"<p>on and on</p>", "headers": b"X-More: on and on\r\n"}[reply.endless]
        while True:
            self.wfile.write(line * 500)
            self.server.site.endless_bytes[host] += 500 * len(line)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Visits are kept, not printed."""


def rss(*items: tuple[str, str]) -> bytes:
    """A feed of (address, title), an hour between every two of them."""
    first = datetime(2026, 2, 3, 9, tzinfo=UTC)
    entries = "".join(
        f"<item><title>{title}</title><link>{url}</link>"
        f"<pubDate>{format_datetime(first + timedelta(hours=number))}</pubDate>"
        f"<description>{title}: what the feed itself says about it.</description></item>"
        for number, (url, title) in enumerate(items)
    )
    return f'<rss version="2.0"><channel><title>Feed</title>{entries}</channel></rss>'.encode()


def page(title: str) -> bytes:
    sentences = [
        f"The utility said on Tuesday that {title.lower()} will begin in spring.",
        "Forty buses send power back to the grid on summer evenings, the operator reported.",
        "Drivers are paid for each kilowatt-hour that leaves their battery.",
        "The regulator is to decide on a tariff for bidirectional charging before the year ends.",
    ]
    text = "".join(f"<p>{sentence} {sentence}</p>" for sentence in sentences)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


def urlset(*urls: str) -> bytes:
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
    )


def sitemap_index(*urls: str) -> bytes:
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<sitemapindex xmlns="{space}">{entries}</sitemapindex>'.encode()


def squeezed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
