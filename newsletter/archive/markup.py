"""HTML and Markdown → their blocks: what a reader sees, nothing fetched, no script run."""

import re
from collections.abc import Iterator

from lxml import etree, html
from markdown_it import MarkdownIt

from core.archive import ArchiveLink
from core.text import strip_invisible
from newsletter.archive.blocks import Block, Page, make_block, make_link
from newsletter.archive.dates import date_inside

_HIDDEN = frozenset(
    "script style head nav footer aside form template noscript svg iframe object button".split()
)
_BLOCKS = frozenset(
    """p div h1 h2 h3 h4 h5 h6 li ul ol blockquote pre table tr td th section article main header
    body html figure figcaption dl dt dd hr center tbody thead address""".split()
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAIN = ("//article", "//main", "//*[@role='main']", "//*[contains(@class,'entry-content')]")
_MOST_CHARACTERS = 5_000_000

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def read_markdown(text: str) -> Page:
    rendered: str = _MARKDOWN.render(strip_invisible(text))
    return read_html(rendered) if rendered.strip() else Page(blocks=())


def read_html(text: str) -> Page:
    """The page's main part when it marks one, else the whole. Raises `ValueError` when there is
    no markup to read."""
    if len(text) > _MOST_CHARACTERS:
        raise ValueError(f"It has more than {_MOST_CHARACTERS:,} characters.")
    root = _parse(text)
    part = next((found[0] for found in map(root.xpath, _MAIN) if len(found) == 1), root)
    title = " ".join("".join(root.xpath("//title//text()")).split())
    return Page(
        blocks=tuple(_blocks(part)),
        title=title,
        url=_canonical(root),
        dated=date_inside(
            " ".join(root.xpath("//meta[@property='article:published_time']/@content"))
        ),
    )


def _parse(text: str) -> etree._Element:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(strip_invisible(text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError("It holds no text that could be read.") from error


def _canonical(root: etree._Element) -> str:
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for address in root.xpath(path):
            link = make_link("", str(address))
            if link:
                return link.url
    return ""


def _blocks(root: etree._Element) -> Iterator[Block]:
    gatherer = _Gatherer()
    yield from gatherer.walk(root)
    yield from gatherer.flush()


class _Gatherer:
    """Collects running text until an element ends the block it stands in."""

    def __init__(self) -> None:
        self._lines: list[str] = [""]
        self._links: list[ArchiveLink] = []
        self._level, self._item = 0, False

    def walk(self, element: etree._Element) -> Iterator[Block]:
        """Depth first, without recursion: a page may be nested as deep as it likes."""
        stack: list[tuple[etree._Element, bool]] = [(element, False)]
        while stack:
            node, is_end = stack.pop()
            if is_end:
                yield from self._end(node)
                continue
            if not isinstance(node.tag, str) or _is_hidden(node):
                self._add(node.tail)
                continue
            yield from self._begin(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))

    def flush(self) -> Iterator[Block]:
        block = make_block(self._lines, self._links, level=self._level, item=self._item)
        self._lines, self._links, self._level, self._item = [""], [], 0, False
        if block:
            yield block

    def _begin(self, node: etree._Element) -> Iterator[Block]:
        if node.tag in _BLOCKS:
            # The paragraph inside a list item is the item.
            item = self._item and not "".join(self._lines).strip()
            yield from self.flush()
            self._item = item or node.tag == "li"
            self._level = int(node.tag[1]) if re.fullmatch(r"h[1-6]", node.tag) else 0
        elif node.tag == "br":
            self._lines.append("")
        self._add(node.text)

    def _end(self, node: etree._Element) -> Iterator[Block]:
        if node.tag in _BLOCKS:
            yield from self.flush()
        elif node.tag == "a":
            link = make_link("".join(node.itertext()), str(node.get("href") or ""))
            self._links += [link] if link else []
        self._add(node.tail)

    def _add(self, text: str | None) -> None:
        self._lines[-1] += re.sub(r"\s+", " ", text or "")


def _is_hidden(node: etree._Element) -> bool:
    return (
        node.tag in _HIDDEN
        or node.get("hidden") is not None
        or _UNSEEN.search(node.get("style") or "") is not None
    )
