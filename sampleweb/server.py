"""A web server on loopback that plays all outlets of the sample web at once.

The outlet is chosen by the Host header: `<outlet>.localhost` (RFC 6761, section 6.3, reserves the
names under localhost). Not every system resolver knows such names; a client may connect to
127.0.0.1 and send the Host header instead. The bare address shows a directory of the outlets.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import NamedTuple

from sampleweb.outlets import Outlet, RegionHint, SourceKind, load_outlets
from sampleweb.site import Answer, Site, base_url, build_site

_ADDRESS = "127.0.0.1"
_CLIENT_TIMEOUT_S = 5
_POLL_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSource:
    """An outlet as a desk would enter it among its sources."""

    slug: str
    name: str
    kind: SourceKind
    url: str
    region_hint: RegionHint | None
    weight: float
    language: str


class RecordedRequest(NamedTuple):
    """`host` is the Host header without its port; `path` keeps its query."""

    host: str
    path: str
    status: int
    had_conditional: bool


class SampleWeb:
    """The running sample web: where it is, what it offers, what it was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._requests: list[RecordedRequest] = []
        self._lock = Lock()

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """What was asked so far, in order of the answers."""
        with self._lock:
            return tuple(self._requests)

    def record(self, request: RecordedRequest) -> None:
        with self._lock:
            self._requests.append(request)

    def url(self, outlet_slug: str, path: str = "/") -> str:
        return f"{base_url(outlet_slug, self.port)}{path}"

    def sources(self) -> tuple[SampleSource, ...]:
        """One source for each outlet, the dead ones among them."""
        return tuple(self._source(outlet) for outlet in load_outlets())

    def _source(self, outlet: Outlet) -> SampleSource:
        offer, path = outlet.offers[0]
        return SampleSource(
            slug=outlet.slug,
            name=outlet.name,
            kind=offer.source_kind,
            url=self.url(outlet.slug, path),
            region_hint=outlet.region_hint,
            weight=outlet.weight,
            language=outlet.language,
        )


@contextmanager
def serve(*, today: date, port: int = 0) -> Iterator[SampleWeb]:
    """Serve the sample web, with all its dates relative to `today` (UTC), until the block ends.

    Port 0 takes a free one. Raises OSError if the port is taken, SampleContentError if an
    outlet or article is not in order.
    """
    server = _Server((_ADDRESS, port), _Handler)
    try:
        bound = server.server_address[1]
        server.web = SampleWeb(bound)
        server.site = build_site(today, bound)
        thread = Thread(
            target=server.serve_forever, args=(_POLL_S,), name="sample web", daemon=True
        )
        thread.start()
        try:
            yield server.web
        finally:
            server.shutdown()
            thread.join()
    finally:
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    web: SampleWeb
    site: Site


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _CLIENT_TIMEOUT_S

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, ARG002  # its name
        # A demonstration prints its own account; SampleWeb.requests keeps what was asked.
        return

    def _reply(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        answer = self.server.site.answer(_slug(host), self.path.partition("?")[0])
        unchanged = self._is_unchanged(answer)
        status = 304 if unchanged else answer.status
        self.server.web.record(RecordedRequest(host, self.path, status, self._is_conditional()))
        # One request for each connection: no client can hold up the end of the server.
        self.close_connection = True
        try:
            self._send_head(answer, status)
            if with_body and not unchanged:
                self.wfile.write(answer.body)
        except ConnectionError:
            return

    def _send_head(self, answer: Answer, status: int) -> None:
        # Not send_response: it adds a Date header from the system clock, and a page without
        # any date would then have one.
        self.send_response_only(status)
        for name, value in answer.validators.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()

    def _is_conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers

    def _is_unchanged(self, answer: Answer) -> bool:
        """RFC 9110, section 13.2.2: If-None-Match, where given, decides alone."""
        if answer.status != 200:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return answer.etag is not None and _names(tags, answer.etag)
        since = self.headers.get("If-Modified-Since")
        if since is None or answer.last_modified is None:
            return False
        return not _is_after(answer, since)


def _slug(host: str) -> str:
    if host in ("localhost", _ADDRESS, ""):
        return ""
    return host.removesuffix(".localhost")


def _names(tags: str, etag: str) -> bool:
    given = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    return "*" in given or etag in given


def _is_after(answer: Answer, since: str) -> bool:
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return True
    if moment.tzinfo is None or answer.last_modified is None:
        return True
    return answer.last_modified > moment
