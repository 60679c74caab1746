"""One file of past editions → what it holds, whatever its format."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from charset_normalizer import from_bytes

from config.newsletter import Newsletter
from core.place import Region
from newsletter.archive.blocks import Page
from newsletter.archive.edition import EditionRead, Place, doubts_of, read_edition
from newsletter.archive.markup import read_html, read_markdown
from newsletter.archive.own_document import read_own_document
from newsletter.archive.plain_text import read_plain_text
from newsletter.archive.platform_exports import Post, read_beehiiv, read_wordpress

MOST_BYTES = 50_000_000
SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xml", ".csv", ".json"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What one file held. `passed_over` names posts that are no editions; `problem` says why
    nothing of the file could be read."""

    name: str
    editions: tuple[EditionRead, ...] = ()
    passed_over: tuple[str, ...] = ()
    problem: str = ""


def read_file(
    name: str, data: bytes, newsletter: Newsletter, *, place: Place = lambda _: Region.UNCLEAR
) -> FileRead:
    """`name` is the file's own name, whose ending tells the format; `place` says where the thing
    told in a text happens, for sections without a heading. Never raises for what a file holds."""
    if len(data) > MOST_BYTES:
        return FileRead(name=name, problem=f"It is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        return _READERS[PurePath(name).suffix.lower()](name, data, newsletter, place)
    except KeyError:
        return FileRead(name=name, problem="No past editions are kept in files of this kind.")
    except ValueError as error:
        return FileRead(name=name, problem=str(error))


def _read_page(
    reader: Callable[[str], Page],
) -> Callable[[str, bytes, Newsletter, Place], FileRead]:
    def read(name: str, data: bytes, newsletter: Newsletter, place: Place) -> FileRead:
        found = read_edition(reader(_decoded(data)), newsletter, place=place, name=name)
        if found is None:
            raise ValueError(
                "No edition was found in it: no number, or neither finds nor features."
            )
        return FileRead(name=name, editions=(found,))

    return read


def _read_posts(
    reader: Callable[[bytes], tuple[Post, ...]],
) -> Callable[[str, bytes, Newsletter, Place], FileRead]:
    def read(name: str, data: bytes, newsletter: Newsletter, place: Place) -> FileRead:
        editions, passed_over = list[EditionRead](), list[str]()
        for post in reader(data):
            found = read_edition(post.page, newsletter, place=place, name=name)
            if found:
                editions.append(found)
            else:
                passed_over.append(f"{post.title or 'A post without a title'}: {_why(post)}")
        return FileRead(name=name, editions=tuple(editions), passed_over=tuple(passed_over))

    return read


def _why(post: Post) -> str:
    return post.problem or "no edition (no number, or neither finds nor features)."


def _read_own(name: str, data: bytes, newsletter: Newsletter, place: Place) -> FileRead:
    del place
    edition = read_own_document(_decoded(data), name)
    warnings = tuple(doubts_of(edition, newsletter))
    return FileRead(name=name, editions=(EditionRead(edition=edition, warnings=warnings),))


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 by their marks, else UTF-8, else the likeliest of the old encodings."""
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("It is no text file.")
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig",)
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:2000])
    for encoding in _guesses(data, declared[1].decode() if declared else ""):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise ValueError("Its characters cannot be read.")


def _guesses(data: bytes, declared: str) -> Iterator[str]:
    yield from [declared] if declared else []
    yield "cp1252"
    best = from_bytes(data[:100_000]).best()
    yield from [best.encoding] if best else []


_READERS: dict[str, Callable[[str, bytes, Newsletter, Place], FileRead]] = {
    ".txt": _read_page(read_plain_text),
    ".text": _read_page(read_plain_text),
    ".md": _read_page(read_markdown),
    ".markdown": _read_page(read_markdown),
    ".html": _read_page(read_html),
    ".htm": _read_page(read_html),
    ".xml": _read_posts(read_wordpress),
    ".csv": _read_posts(lambda data: read_beehiiv(_decoded(data))),
    ".json": _read_own,
}
