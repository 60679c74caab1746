"""The one way out to a model's endpoint: an HTTP client that asks the guard at every connect.

The address as written is checked before anything is resolved, and every address it resolves to
at the moment of connecting; one that is not allowed refuses them all. Redirects are not
followed, proxies and other habits of the environment are not taken over, and an answer may
neither grow nor drip without end.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import httpcore2
import httpx2

from core.guard import AddressPolicy, check_address, check_url, is_loopback_name

MAX_ANSWER_BYTES = 1_000_000
MAX_FILE_BYTES = 50_000_000
"""Of a file with the answers of a whole batch."""
CONNECT_SECONDS = 5.0

Resolve = Callable[[str, int], list[str]]

# What the SDK may send: it would add an organisation or headers of its own from the environment.
_HEADERS = frozenset(
    {"host", "accept", "connection", "user-agent", "content-type", "content-length",
     "authorization", "api-key"}
)  # fmt: skip


class AddressBlocked(Exception):
    """The guard refused the address; `str(error)` is its sentence."""


class AnswerRefused(Exception):
    """The endpoint sent more than an answer may hold, or packed it unasked."""


def resolve_host(host: str, port: int) -> list[str]:
    """The IP addresses of a host. Raises `OSError` when there is none."""
    if is_loopback_name(host):
        return ["127.0.0.1"]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def guarded_client(
    policy: AddressPolicy,
    *,
    timeout_seconds: float,
    resolve: Resolve = resolve_host,
    max_bytes: int = MAX_ANSWER_BYTES,
) -> httpx2.Client:
    """A client that can only reach allowed addresses; a call ends within `timeout_seconds`."""
    return httpx2.Client(
        transport=_GuardedTransport(policy, timeout_seconds, resolve, max_bytes),
        timeout=httpx2.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
        trust_env=False,
        follow_redirects=False,
    )


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


class _GuardedTransport(httpx2.HTTPTransport):
    def __init__(
        self, policy: AddressPolicy, seconds: float, resolve: Resolve, max_bytes: int
    ) -> None:
        super().__init__(verify=_tls(), trust_env=False)
        self._policy = policy
        # One connection a call: its age is the age of the call.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(),
            max_keepalive_connections=0,
            network_backend=_GuardedBackend(policy, seconds, resolve, max_bytes),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        verdict = check_url(str(request.url), self._policy)
        if not verdict.ok:
            raise AddressBlocked(verdict.sentence())
        kept = [(name, value) for name, value in request.headers.items() if name in _HEADERS]
        bare = httpx2.Request(
            request.method,
            request.url,
            # An answer that unpacks itself could grow past its limit.
            headers=[*kept, ("accept-encoding", "identity")],
            stream=request.stream,
            extensions=request.extensions,
        )
        response = super().handle_request(bare)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise AnswerRefused("The endpoint packed its answer although it was asked not to.")
        return response


class _GuardedBackend(httpcore2.NetworkBackend):
    def __init__(
        self, policy: AddressPolicy, seconds: float, resolve: Resolve, max_bytes: int
    ) -> None:
        self._policy, self._seconds, self._resolve = policy, seconds, resolve
        self._max_bytes = max_bytes
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        limit = _Limit(time.monotonic() + self._seconds, self._max_bytes)
        addresses = self._allowed(host, port)
        for address in addresses[:-1]:
            try:
                return _BoundedStream(
                    self._plain.connect_tcp(address, port, timeout, local_address, socket_options),
                    limit,
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        stream = self._plain.connect_tcp(
            addresses[-1], port, timeout, local_address, socket_options
        )
        return _BoundedStream(stream, limit)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        raise AddressBlocked(f"A socket file is not an endpoint: {path}")

    def _allowed(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._resolve(host, port)
        except OSError as error:
            raise httpcore2.ConnectError(f"{host} has no address: {error}") from error
        if not addresses:
            raise httpcore2.ConnectError(f"{host} has no address.")
        for address in addresses:
            verdict = check_address(address, self._policy)
            if not verdict.ok:
                raise AddressBlocked(f"{host} is refused: {verdict.sentence()}")
        return addresses


@dataclass(slots=True)
class _Limit:
    """What is left of one call: a moment (of `time.monotonic`) and a number of bytes."""

    until: float
    bytes_left: int

    def seconds(self, wanted: float | None) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("The call took longer than it may.")
        return left if wanted is None else min(left, wanted)

    def take(self, count: int) -> None:
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise AnswerRefused("The answer has more bytes than an answer may have.")


class _BoundedStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, limit: _Limit) -> None:
        self._stream, self._limit = stream, limit

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._limit.seconds(timeout))
        self._limit.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._limit.seconds(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        wait = self._limit.seconds(timeout)
        return _BoundedStream(
            self._stream.start_tls(ssl_context, server_hostname, wait), self._limit
        )

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
