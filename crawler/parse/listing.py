"""Listing pages as links: the newsroom page of a company that has no feed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from core.article import Link
from core.dating import DateEvidence, DateOrigin
from core.text import clean_line, count_words
from core.url import url_key
from crawler.parse.address import listed_url, same_site, whole_url
from crawler.parse.dates import date_claim
from crawler.parse.language import language_code
from crawler.parse.plain import seen_text
from crawler.parse.tree import Element, parse_page

MAX_LINKS = 2_000
MAX_ANCHORS = 10_000
MAX_TITLE = 300

_AROUND = frozenset(("nav", "footer", "form", "select"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MAX_DATE = 40
# A list of articles may hold some that came without a date; a menu with one date is no list.
_MOSTLY = 0.6
# Of the dated links in another place: with fewer, a known place is no longer the list.
_HARDLY = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedListing:
    """`place` is where the links stand on the page, when that was found; else ""."""

    links: tuple[Link, ...] = ()
    place: str = ""


def parse_listing(
    body: bytes, url: str, *, selector: str = "", encoding: str = "", place: str = ""
) -> ParsedListing:
    """The links of a listing page in its own order, one for each box around an address.

    `selector` is a CSS selector of the links, or of boxes around them. Where it selects no
    address that can be fetched, the link has what is written there, or "". Without one, the
    links are taken that lead to the same site and have a date beside them; of the places on the
    page where such links stand together, the one with the most counts, and a few without a date
    among them come along. That stays so while it is given again as `place`: a calendar that grows
    beside the news does not take over, until the old place holds hardly any dated links. A
    selector that cannot be read selects nothing.
    """
    root = parse_page(body, encoding=encoding)
    if root is None:
        return ParsedListing()
    base = whole_url(_base(root), url) or url
    language = language_code(root.get("lang") or "")
    found: Iterable[_Item]
    if selector:
        found, place = _selected(root, selector, base), ""
    else:
        found, place = _dated_block(root, base, place)
    kept: dict[tuple[Element, str], Link] = {}
    for item in found:
        key = url_key(item.url)
        if key != url_key(url):
            _keep(kept, (item.box, key), item.link(language))
    return ParsedListing(links=tuple(kept.values())[:MAX_LINKS], place=place)


@dataclass(frozen=True, slots=True)
class _Item:
    """An anchor, its address, and the largest box around it that holds no other address. What a
    selector found without an address stands for itself."""

    anchor: Element
    url: str
    box: Element

    def link(self, language: str) -> Link:
        date = _date_in(self.box)
        dates = (date,) if date else ()
        return Link(url=self.url, title=_title(self), dates=dates, language=language)


def _keep(kept: dict[tuple[Element, str], Link], key: tuple[Element, str], link: Link) -> None:
    """The first of two links in one box stays, unless only the later one has words."""
    if key not in kept or (link.title and not kept[key].title):
        kept[key] = link


def _base(root: Element) -> str:
    element = root.find(".//base[@href]")
    return element.get("href") if element is not None else ""


def _selected(root: Element, selector: str, base: str) -> Iterator[_Item]:
    try:
        hits = CSSSelector(selector, translator="html")(root)
    except (SelectorError, ValueError):
        return
    anchors = [_anchor_of(hit) for hit in islice(hits, MAX_ANCHORS)]
    yield from _items(anchors, base)
    for anchor in anchors:
        href = anchor.get("href") or ""
        if not whole_url(href, base):
            yield _Item(anchor, listed_url(href, base), anchor)


def _anchor_of(element: Element) -> Element:
    """The link that is meant; the element itself where there is none."""
    if element.tag == "a":
        return element
    inside = element.find(".//a[@href]")
    return inside if inside is not None else next(element.iterancestors("a"), element)


def _dated_block(root: Element, base: str, known: str) -> tuple[list[_Item], str]:
    anchors = [
        anchor
        for anchor in root.iterfind(".//a[@href]")
        if not any(parent.tag in _AROUND for parent in anchor.iterancestors())
    ]
    blocks: dict[str, list[_Item]] = defaultdict(list)
    dated: dict[str, set[str]] = defaultdict(set)
    for item in _items(anchors, base):
        if same_site(item.url, base):
            place = _place(item.box)
            blocks[place].append(item)
            if _date_in(item.box) is not None:
                dated[place].add(item.url)
    if not dated:
        return [], ""
    best = max(dated, key=lambda place: len(dated[place]))
    if len(dated.get(known, ())) > len(dated[best]) * _HARDLY:
        best = known
    whole = {item.url for item in blocks[best]}
    mostly = len(dated[best]) > len(whole) * _MOSTLY
    return [item for item in blocks[best] if mostly or item.url in dated[best]], best


def _items(anchors: Iterable[Element], base: str) -> Iterator[_Item]:
    addressed = [(a, whole_url(a.get("href") or "", base)) for a in islice(anchors, MAX_ANCHORS)]
    addressed = [(anchor, address) for anchor, address in addressed if address]
    below: dict[Element, set[str]] = defaultdict(set)
    for anchor, address in addressed:
        for parent in anchor.iterancestors():
            if len(below[parent]) < 2:
                below[parent].add(url_key(address))
    for anchor, address in addressed:
        box = anchor
        for parent in anchor.iterancestors():
            if parent.tag == "body" or len(below[parent]) > 1:
                break
            box = parent
        yield _Item(anchor, address, box)


def _place(box: Element) -> str:
    """Where a box stands, as a path of tags: the boxes of one list share it."""
    return "/".join(str(parent.tag) for parent in box.iterancestors()) + ":" + str(box.tag)


def _date_in(box: Element) -> DateEvidence | None:
    for element in box.iter("time"):
        for quote in (element.get("datetime") or "", "".join(element.itertext())):
            claim = date_claim(quote, DateOrigin.LISTING, fuzzy=True)
            if claim is not None:
                return claim
    for text in box.itertext():
        line = clean_line(text)
        if 6 <= len(line) <= _MAX_DATE and any(ch.isdigit() for ch in line):
            claim = date_claim(line, DateOrigin.LISTING, fuzzy=True)
            if claim is not None:
                return claim
    return None


def _title(item: _Item) -> str:
    """The heading in the box, else what the anchor reads."""
    heading = next(item.box.iter(*_HEADINGS), None)
    named = (_line(heading) if heading is not None else "", _line(item.anchor))
    best = next((text for text in named if count_words(text) > 1), "")
    return (best or clean_line(item.anchor.get("title") or "") or named[0] or named[1])[:MAX_TITLE]


def _line(element: Element) -> str:
    return clean_line(" ".join(seen_text(element)))
