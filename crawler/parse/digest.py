"""A newsletter or a digest as the items it lists: each link with the words around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.article import Link
from core.dating import DateEvidence
from core.text import clean_line, clean_text, count_words
from crawler.parse.address import same_site, unwrapped, whole_url
from crawler.parse.tree import Element, parse_page

FEWEST_WORDS = 3
LONGEST_TEXT, LONGEST_TITLE = 1_500, 200
# The smallest of these that holds a link is what the digest says of it.
_BLOCKS = frozenset({"li", "p", "td", "article", "section", "blockquote", "div", "dd"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Links of the letter itself, not of what it reports.
_HOUSEHOLD = re.compile(
    r"unsubscribe|preferences|view (?:in|online)|privacy|forward to|subscribe|sign up|advertis|"
    r"sponsor|facebook|linkedin|twitter|instagram|youtube|abmelden|désinscri|afmelden",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:read|learn|see|find out|continue|weiter|mehr|lire|lees|leer)\b.{0,25}|here|link|more",
    re.IGNORECASE,
)


_SENTENCE_END = re.compile(r"(?<=\w{3})[.!?](?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Item:
    url: str
    words: str
    block: Element


def split_digest(
    body: bytes,
    url: str,
    *,
    encoding: str = "",
    dates: tuple[DateEvidence, ...] = (),
    language: str = "",
) -> tuple[Link, ...]:
    """One link for each page of another site that it names, in its order. The title is the
    longest text that links there; the summary is what stands around it. The digest's own date is
    no date of theirs: `dates` are given on only as what is known at the latest."""
    tree = parse_page(body, encoding=encoding)
    if tree is None:
        return ()
    items: dict[str, list[_Item]] = {}
    for item in _items(tree, url):
        items.setdefault(item.url, []).append(item)
    return tuple(
        Link(
            url=address,
            title=_title(mentions),
            summary=_summary(mentions),
            language=language,
            dates=dates,
        )
        for address, mentions in items.items()
        if count_words(_title(mentions)) >= FEWEST_WORDS
    )


def _items(tree: Element, url: str) -> Iterator[_Item]:
    for anchor in tree.iter("a"):
        address = unwrapped(whole_url(anchor.get("href") or "", url))
        words = clean_line(" ".join(anchor.itertext()))
        if not address or same_site(address, url) or _HOUSEHOLD.search(f"{words} {address[:60]}"):
            continue
        yield _Item(address, words, _block(anchor))


def _block(anchor: Element) -> Element:
    for parent in anchor.iterancestors():
        if parent.tag in _BLOCKS or parent.tag in _HEADINGS:
            return parent
    return anchor


def _title(mentions: list[_Item]) -> str:
    """“Read more” names nothing: then the first sentence of the text around it does."""
    named = [item.words for item in mentions if not _MORE.fullmatch(item.words)]
    best = max(named, key=len, default="")
    if count_words(best) >= FEWEST_WORDS:
        return best
    return _SENTENCE_END.split(clean_line(_summary(mentions)), maxsplit=1)[0][:LONGEST_TITLE]


def _summary(mentions: list[_Item]) -> str:
    return max((_around(item.block) for item in mentions), key=len)


def _around(block: Element) -> str:
    text = clean_text(" ".join(block.itertext()))
    follower = block.getnext() if block.tag in _HEADINGS else None
    if follower is not None and follower.tag in _BLOCKS:
        text = f"{text}\n\n{clean_text(' '.join(follower.itertext()))}"
    return text[:LONGEST_TEXT]
