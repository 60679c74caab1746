"""Foreign markup as the text a reader would see."""

import html
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from core.text import clean_line, clean_text
from crawler.parse.decode import strip_controls

BLOCKS = frozenset(
    """address article aside blockquote body br dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td
    tfoot th thead tr ul""".split()
)
UNSEEN = frozenset(
    """applet audio base button canvas embed head iframe input link math meta noembed noframes
    noscript object script select style svg template textarea video""".split()
)
_MARKUP = re.compile(r"[<&]")
_PARSER = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")


def plain_line(markup: str) -> str:
    """One line of visible text: for titles and names."""
    return clean_line(_visible(markup, line=True))


def plain_text(markup: str) -> str:
    """The visible text, its paragraphs separated by a blank line."""
    return clean_text(_visible(markup, line=False))


def seen_text(element: Any) -> Iterator[str]:
    """The pieces of text below an element that a browser would draw, with a line feed at the
    borders of blocks. Takes an lxml element."""
    skipping = None
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipping is None and node is not element:
                yield node.tail or ""
            continue
        if event == "start" and skipping is None:
            if node.tag in UNSEEN:
                skipping = node
            else:
                yield "\n\n" if node.tag in BLOCKS else ""
                yield node.text or ""
        elif event == "end" and skipping in (None, node):
            skipping = None
            yield "\n\n" if node.tag in BLOCKS else ""
            if node is not element:
                yield node.tail or ""


def _visible(markup: str, *, line: bool) -> str:
    if not _MARKUP.search(markup):
        return markup
    if "<" not in markup:
        return html.unescape(markup)
    root = _parse(markup)
    if root is None:
        return ""
    text = "".join(seen_text(root))
    return text if not line else text.replace("\n", " ")


def _parse(markup: str) -> Any:
    wrapped = f"<html><body><div>{strip_controls(markup)}</div></body></html>"
    try:
        return lxml_html.document_fromstring(wrapped.encode("utf8", "ignore"), parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
