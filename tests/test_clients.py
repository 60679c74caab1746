"""Which files could open a connection at all: a new one has to say through which guard."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tests.outgoing import ROOT, WAYS

ROOMS = sorted(path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
NETWORK = frozenset(
    """aiohttp authlib botocore feedfinder2 ftplib http.client httpcore httpcore2 httpx httpx2
    imaplib niquests openai paramiko playwright poplib pycurl requests smtplib socket socks ssl
    telnetlib twisted urllib.request urllib3 websocket websockets xmlrpc""".split()
)
# Of these libraries, the parts that fetch what they are given an address of.
FETCHING = frozenset(
    """trafilatura.fetch_url trafilatura.fetch_response trafilatura.downloads trafilatura.feeds
    trafilatura.sitemaps trafilatura.spider htmldate.fetch_url htmldate.utils.fetch_url
    asyncio.open_connection asyncio.open_unix_connection scrapy.core.downloader.handlers""".split()
)

ASKS_THE_GUARD = {
    "crawler/transfer.py": "the crawl's requests, whose names crawler/resolver.py looks up",
    "crawler/browser.py": "Chromium, whose requests the crawl answers; its own way out is none",
    "crawler/resolver.py": "names to addresses for the crawl, each of them checked",
    "summarizer/endpoint.py": "guarded_client, the way out for everything but the crawl",
    "summarizer/openai_model.py": "hands guarded_client to the SDK",
    "scheduler/outgoing.py": "guarded_client",
    "scheduler/jobs/check_links.py": "guarded_client",
    "cli/provider.py": "guarded_client",
}
OPENS_NONE = {
    "review/actions/provider.py": "authlib builds and reads messages; cli/provider.py sends them",
    "review/server.py": "the socket that the desk listens on",
    "crawler/heads.py": "measures what comes over a connection that crawler/transfer.py opened",
    "cli/demonstrate.py": "finds a free port on this machine",
    "scheduler/worker.py": "the name of this machine",
}
# Measuring asks servers that it started itself, on loopback.
MEASURES = {"evaluation/desk_speed.py", "evaluation/loopback_web.py"}


@dataclass(frozen=True, slots=True)
class Named:
    """`imported` and `used` are dotted names as a file writes them, `called` those it calls."""

    imported: frozenset[str]
    used: frozenset[str]
    called: frozenset[str]

    @property
    def may_connect(self) -> bool:
        parts = (name.split(".") for name in self.imported | self.used)
        return any(
            ".".join(part[:length]) in NETWORK | FETCHING
            for part in parts
            for length in range(1, 5)
        )


@lru_cache(maxsize=1)
def files() -> dict[str, Named]:
    paths = (path for room in ROOMS for path in room.rglob("*.py"))
    return {
        path.relative_to(ROOT).as_posix(): _named(ast.parse(path.read_text()))
        for path in paths
        if "node_modules" not in path.parts
    }


def _named(tree: ast.AST) -> Named:
    nodes = list(ast.walk(tree))
    return Named(
        frozenset(name for node in nodes for name in _imported(node)),
        frozenset(name for node in nodes if "." in (name := _dotted(node))),
        frozenset(_dotted(node.func) for node in nodes if isinstance(node, ast.Call)),
    )


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""


def test_clients_every_file_that_could_connect_is_known() -> None:
    found = {path for path, named in files().items() if named.may_connect}
    assert found == ASKS_THE_GUARD.keys() | OPENS_NONE.keys() | MEASURES


def test_clients_every_caller_of_the_guarded_client_is_tried_with_private_addresses() -> None:
    tried = {module for module, _ in WAYS.values()}
    calling = {path for path, named in files().items() if "guarded_client" in named.called}
    assert calling == tried - {"crawler/transfer.py"}


def test_clients_none_is_built_beside_the_guarded_one() -> None:
    built = {
        (path, call)
        for path, named in files().items()
        if path not in MEASURES
        for call in named.called
        if call.partition(".")[0] in ("httpx2", "httpcore2", "urllib", "openai", "socket")
    }
    assert built == {
        ("summarizer/endpoint.py", "httpx2.Client"),
        ("summarizer/endpoint.py", "httpx2.Request"),
        ("summarizer/endpoint.py", "httpx2.Timeout"),
        ("summarizer/endpoint.py", "httpx2.create_ssl_context"),
        ("summarizer/endpoint.py", "httpcore2.ConnectError"),
        ("summarizer/endpoint.py", "httpcore2.ConnectionPool"),
        ("summarizer/endpoint.py", "httpcore2.ReadTimeout"),
        ("summarizer/endpoint.py", "httpcore2.SyncBackend"),
        ("summarizer/endpoint.py", "socket.getaddrinfo"),
        ("summarizer/openai_model.py", "httpx2.Timeout"),
        ("summarizer/openai_model.py", "openai.OpenAI"),
        ("scheduler/jobs/check_links.py", "httpx2.TooManyRedirects"),
        ("scheduler/worker.py", "socket.gethostname"),
        ("crawler/resolver.py", "socket.getaddrinfo"),
        ("cli/demonstrate.py", "socket.create_server"),
    }
