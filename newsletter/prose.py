"""The editors' Markdown (introduction, features, closing words), read once for every exporter.

Raw HTML is text, not markup. A link stays only where its address may be printed, an image
becomes a link to it: an edition fetches nothing when it is opened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from core.text import strip_invisible
from newsletter.addresses import print_address

_DEEPEST_HEADING = 6


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        """Every link is read as one, so that a forbidden address is dropped and not printed."""
        return True


_READER = _Reader("commonmark", {"html": False})


def read_prose(markdown: str, *, top: int = 3) -> list[Token]:
    """The tokens, safe to print. Headings are moved so that the highest has level `top`."""
    tokens = _READER.parse(strip_invisible(markdown))
    highest = min((_level(t) for t in tokens if t.type == "heading_open"), default=top)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(_DEEPEST_HEADING, _level(token) - highest + top)}"
        if token.children:
            token.children = list(_safe(token.children))
    return tokens


def prose_tree(markdown: str, *, top: int = 3) -> SyntaxTreeNode:
    return SyntaxTreeNode(read_prose(markdown, top=top))


@lru_cache(maxsize=256)
def prose_links(markdown: str) -> tuple[str, ...]:
    """Every address a text links to, as it is written there."""
    inline = [child for token in _READER.parse(markdown) for child in token.children or ()]
    attributes = [token.attrGet("href") or token.attrGet("src") for token in inline]
    return tuple(str(value) for value in attributes if value)


def render_tokens(tokens: list[Token]) -> str:
    """HTML of the tokens; a caller cleans it once more before it prints it."""
    rendered: str = _READER.renderer.render(tokens, _READER.options, {})
    return rendered


def _level(token: Token) -> int:
    return int(token.tag.removeprefix("h"))


def _safe(children: Iterable[Token]) -> Iterator[Token]:
    """Inline tokens with printable links only. Links do not nest, so one flag is enough."""
    dropped = linked = False
    for token in children:
        if token.type == "link_open":
            address = print_address(str(token.attrGet("href") or ""))
            dropped, linked = not address, bool(address)
            if address:
                yield replace(token, attrs={"href": address})
        elif token.type == "link_close":
            if not dropped:
                yield token
            dropped = linked = False
        elif token.type == "image":
            yield from _image_link(token, linked=linked)
        else:
            yield token


def _image_link(image: Token, *, linked: bool) -> Iterator[Token]:
    address = print_address(str(image.attrGet("src") or ""))
    label = Token("text", "", 0, content=image.content or "Image")
    if linked or not address:
        yield label
        return
    yield Token("link_open", "a", 1, attrs={"href": address})
    yield label
    yield Token("link_close", "a", -1)
