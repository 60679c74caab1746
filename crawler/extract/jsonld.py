"""What a page says about itself in JSON-LD (schema.org), however carelessly it is written."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.text import words
from core.url import url_key
from crawler.parse.address import whole_url
from crawler.parse.tree import Element

Node = dict[str, Any]

MAX_NODES = 3_000
MAX_SCRIPT = 2_000_000

_ARTICLE = re.compile(r"Article$|^(?:Blog|LiveBlog|SocialMedia)Posting$|^Report$|^PressRelease$")
_PAGE = frozenset(("WebPage", "ItemPage", "Webpage", "AboutPage", "VideoObject", "PodcastEpisode"))
# Below these keys stand other pages, or parts of this one with dates and names of their own.
_ELSEWHERE = frozenset(
    """itemListElement liveBlogUpdate comment review mentions about citation isPartOf hasPart
    relatedLink breadcrumb potentialAction associatedMedia image video subjectOf""".split()
)
_WRAPPING = re.compile(r"^\s*(?:/\*.*?\*/|//\s*)?\s*(?:<!--|<!\[CDATA\[)?\s*(?:\*/)?", re.DOTALL)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


@dataclass(frozen=True, slots=True)
class Markup:
    """`article` is the node of the article on the page, empty when there is none; `page` that of
    the page itself; `by_id` finds the nodes that others refer to."""

    article: Node = field(default_factory=dict)
    page: Node = field(default_factory=dict)
    by_id: dict[str, Node] = field(default_factory=dict)

    def text(self, *keys: str) -> str:
        """The first of these keys that the article, else the page, gives a text."""
        for node in (self.article, self.page):
            for key in keys:
                for value in as_list(node.get(key)):
                    if isinstance(value, str) and value.strip():
                        return unescaped(value)
        return ""

    def nodes(self, key: str) -> list[Node | str]:
        """What the article (else the page) has under a key, references followed."""
        values = as_list(self.article.get(key)) or as_list(self.page.get(key))
        return [self._followed(value) for value in values if isinstance(value, dict | str)]

    def _followed(self, value: Node | str) -> Node | str:
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value


def read_markup(tree: Element, url: str, *, titles: tuple[str, ...] = ()) -> Markup:
    """The JSON-LD of a page; of several articles the one that says it is this page, else the one
    whose headline is most like the page's titles."""
    nodes: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_walk(_loaded(script.text or "")))
            if len(nodes) > MAX_NODES:
                break
    by_id: dict[str, Node] = {}
    for node in nodes:
        if isinstance(node.get("@id"), str) and "name" in node:
            by_id.setdefault(node["@id"], node)
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in types_of(node))]
    pages = [node for node in nodes if _PAGE.intersection(types_of(node))]
    seen = {word.lower() for title in titles for word in words(title)}
    return Markup(
        article=max(articles, key=lambda node: _fit(node, url, seen), default={}),
        page=max(pages, key=lambda node: _fit(node, url, seen), default={}),
        by_id=by_id,
    )


def types_of(node: Node) -> tuple[str, ...]:
    kinds = as_list(node.get("@type"))
    return tuple(str(kind).rpartition("/")[2] for kind in kinds if isinstance(kind, str))


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def unescaped(text: str) -> str:
    """The text without the entities that many generators leave in, once or twice escaped."""
    return html.unescape(html.unescape(text)) if "&" in text else text


def address_of(node: Node) -> str:
    """The address that a node gives for the page it is about."""
    main = node.get("mainEntityOfPage")
    named = main.get("@id") or main.get("url") if isinstance(main, dict) else main
    found = next((value for value in (named, node.get("url"), node.get("@id")) if value), "")
    return found if isinstance(found, str) else ""


def _loaded(script: str) -> Any:
    if len(script) > MAX_SCRIPT:
        return None
    text = _WRAPPING.sub("", script, count=1).strip()
    text = text.removesuffix("-->").removesuffix("]]>").strip().rstrip(";")
    for mend in (str, _mended):
        try:
            # Not `loads`: what comes after the first value is left out.
            value, _ = json.JSONDecoder(strict=False).raw_decode(mend(text))
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _mended(text: str) -> str:
    return _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text))


def _walk(value: Any) -> Iterator[Node]:
    """All nodes with a type, outer before inner, without what belongs to other pages."""
    waiting, count = [value], 0
    while waiting and count < MAX_NODES:
        current = waiting.pop(0)
        if isinstance(current, list):
            waiting = current + waiting
        elif isinstance(current, dict):
            count += 1
            if "@type" in current or "headline" in current:
                yield current
            inner = [part for key, part in current.items() if key not in _ELSEWHERE]
            waiting = [part for part in inner if isinstance(part, list | dict)] + waiting


def _fit(node: Node, url: str, seen: set[str]) -> tuple[bool, float, bool]:
    address = whole_url(address_of(node), url)
    heading = {word.lower() for word in words(unescaped(str(node.get("headline") or "")))}
    alike = len(heading & seen) / len(heading | seen) if heading else 0.0
    return bool(address) and url_key(address) == url_key(url), alike, "datePublished" in node
