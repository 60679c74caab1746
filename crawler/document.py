"""What was fetched, and what a source's document lists: values between fetching and reading."""

from dataclasses import dataclass

from core.article import Link

_MAGIC = b"%PDF-"
_MAGIC_WITHIN = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes as they were fetched, unpacked, with what the response's headers say of them."""

    url: str
    body: bytes
    content_type: str = ""
    encoding: str = ""

    @property
    def is_pdf(self) -> bool:
        """By its first bytes: servers say all kinds of things about them."""
        return self.body[:_MAGIC_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(_MAGIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a source's document lists. `found` counts the links before the limit cut them;
    `fetchable` says that at least one of them has an address that can be fetched; `place` where on
    a listing page they were found; `title` is a feed's own."""

    links: tuple[Link, ...] = ()
    children: tuple[str, ...] = ()
    problem: str = ""
    found: int = 0
    fetchable: bool = False
    fresh_seconds: int = 0
    place: str = ""
    title: str = ""
