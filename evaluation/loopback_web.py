"""Many small sites on this machine, served by a process of its own, for measuring a crawl."""

import asyncio
import json
import multiprocessing
import os
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from evaluation.measure import read_page
from sampleweb.site import build_site

_FEED = '<rss version="2.0"><channel><title>Site</title>{}</channel></rss>'
_ITEM = "<item><title>Page {0}</title><link>{1}/{0}</link></item>"
_START_SECONDS = 60.0
COUNTS = "/counts"
LOOPBACK = [f"127.0.0.{number}" for number in range(1, 255)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopbackWeb:
    """Each of `hosts` has a feed and `pages_each` pages of its own; no address is there twice."""

    port: int
    hosts: int
    pages_each: int

    def counts(self) -> dict[str, int]:
        """What came in so far: `requests`, `article_requests`, and the `bytes` both ways."""
        address = f"http://{LOOPBACK[0]}:{self.port}{COUNTS}"
        with urllib.request.urlopen(address) as answer:  # our own server
            counts: dict[str, int] = json.load(answer)
        return counts

    def sites(self) -> list[str]:
        return [f"http://site{number}.localhost:{self.port}" for number in range(self.hosts)]

    def feeds(self) -> list[str]:
        return [f"{site}/feed" for site in self.sites()]

    def numbered_pages(self) -> list[str]:
        """The same pages under loopback addresses, for clients that know no names there."""
        return [
            f"http://{LOOPBACK[number]}:{self.port}/{page}"
            for number in range(self.hosts)
            for page in range(self.pages_each)
        ]

    def pages(self) -> list[str]:
        return [f"{site}/{number}" for site in self.sites() for number in range(self.pages_each)]


def sample_pages() -> tuple[str, list[bytes]]:
    """What the pages are, and their bytes: real ones where `DESK_CORPORA` names a folder that has
    them, else those of the sample web."""
    folder = Path(os.environ.get("DESK_CORPORA", "no-corpora"), "extraction", "pages")
    files = sorted(folder.glob("*.html*"))
    if files:
        return str(folder), [read_page(file) for file in files]
    site = build_site(date(2026, 2, 3), 80)
    articles = [
        answer.body
        for (_, path), answer in sorted(site.answers.items())
        if "html" in answer.content_type and path not in ("/", "/about")
    ]
    return "the sample web", articles


@contextmanager
def serve(pages: Sequence[bytes], *, hosts: int, pages_each: int) -> Iterator[LoopbackWeb]:
    """Serves the pages, each as often as it takes, until the block ends."""
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(
        target=_process, args=(list(pages), hosts, pages_each, its), daemon=True
    )
    process.start()
    try:
        if not ours.poll(_START_SECONDS):
            raise TimeoutError("The server of the benchmark did not start.")
        yield LoopbackWeb(port=ours.recv(), hosts=hosts, pages_each=pages_each)
    finally:
        process.terminate()
        process.join()


def _process(pages: list[bytes], hosts: int, pages_each: int, connection: Connection) -> None:
    asyncio.run(_serve(_Answers(pages, pages_each), hosts, connection))


async def _serve(answers: "_Answers", hosts: int, connection: Connection) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                writer.write(answers.reply(head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(answer, LOOPBACK[0], 0, backlog=512)
    port = server.sockets[0].getsockname()[1]
    if hosts > 1:
        await asyncio.start_server(answer, LOOPBACK[1:hosts], port, backlog=512)
    connection.send(port)
    await server.serve_forever()


class _Answers:
    """What the sites say. Every other one knows that its feed is unchanged; the rest send the same
    feed again."""

    def __init__(self, pages: list[bytes], pages_each: int) -> None:
        self._pages, self._pages_each = pages, pages_each
        self._counts: Counter[str] = Counter()

    def reply(self, head: bytes) -> bytes:
        lines = head.decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        headers = {name.lower(): value for name, _, value in (x.partition(": ") for x in lines[1:])}
        if path == COUNTS:
            return _response(200, "application/json", json.dumps(self._counts).encode())
        answer = self._answer(path, headers["host"], headers.get("if-none-match", ""))
        self._counts["requests"] += 1
        self._counts["bytes"] += len(head) + len(answer)
        self._counts["article_requests"] += path[1:].isdigit()
        return answer

    def _answer(self, path: str, host: str, known: str) -> bytes:
        name = host.partition(":")[0]
        site = LOOPBACK.index(name) if name in LOOPBACK else int(name.partition(".")[0][4:])
        if path == "/feed":
            return self._feed(site, host, known)
        if not path[1:].isdigit():
            return _response(404, "text/plain", b"")
        page = (site * self._pages_each + int(path[1:])) % len(self._pages)
        return _response(200, "text/html", self._pages[page])

    def _feed(self, site: int, host: str, known: str) -> bytes:
        etag = f'ETag: "{site}"\r\n' if site % 2 else ""
        if etag and known in etag and known:
            return _response(304, "", b"", etag)
        pages = range(self._pages_each)
        items = "".join(_ITEM.format(number, f"http://{host}") for number in pages)
        return _response(200, "application/rss+xml", _FEED.format(items).encode(), etag)


def _response(status: int, kind: str, body: bytes, headers: str = "") -> bytes:
    head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}{headers}\r\n".encode() + body
