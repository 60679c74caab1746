"""Many small sites on this machine, served by a process of its own, for measuring a crawl."""

import asyncio
import multiprocessing
import os
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopbackWeb:
    """Each of `hosts` has a feed and `pages_each` pages of its own; no address is there twice."""

    port: int
    hosts: int
    pages_each: int

    def sites(self) -> list[str]:
        return [f"http://site{number}.localhost:{self.port}" for number in range(self.hosts)]

    def feeds(self) -> list[str]:
        return [f"{site}/feed" for site in self.sites()]

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
    process = context.Process(target=_process, args=(list(pages), pages_each, its), daemon=True)
    process.start()
    try:
        if not ours.poll(_START_SECONDS):
            raise TimeoutError("The server of the benchmark did not start.")
        yield LoopbackWeb(port=ours.recv(), hosts=hosts, pages_each=pages_each)
    finally:
        process.terminate()
        process.join()


def _process(pages: list[bytes], pages_each: int, connection: Connection) -> None:
    asyncio.run(_serve(pages, pages_each, connection))


async def _serve(pages: list[bytes], pages_each: int, connection: Connection) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                writer.write(_reply(head, pages, pages_each))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=512)
    connection.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def _reply(head: bytes, pages: list[bytes], pages_each: int) -> bytes:
    lines = head.decode("latin-1").split("\r\n")
    path = lines[0].split(" ")[1]
    host = next(line[5:].strip() for line in lines if line.lower().startswith("host:"))
    if path == "/feed":
        items = "".join(_ITEM.format(number, f"http://{host}") for number in range(pages_each))
        return _response(200, "application/rss+xml", _FEED.format(items).encode())
    if not path[1:].isdigit():
        return _response(404, "text/plain", b"")
    site = int(host.partition(".")[0].removeprefix("site"))
    return _response(200, "text/html", pages[(site * pages_each + int(path[1:])) % len(pages)])


def _response(status: int, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
