"""The headline of a page, out of the places that hold one."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from core.text import clean_line, count_words, fold, words
from crawler.extract.jsonld import Markup
from crawler.extract.meta import Metas, first
from crawler.extract.sites import CUT, is_site, without_site
from crawler.parse.plain import plain_line, seen_text
from crawler.parse.tree import Element

MAX_TITLE = 400
MAX_HEADINGS = 20
"""Of h1 on a page; what has more has none that says anything."""

_QUOTES = frozenset("\"'“”„«»‘’")
_KICKER = re.compile(r":\s+|(?<!\s)\s++[|–—\-]\s+")
_KICKER_WORDS = 6
_HEADLINE_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claims:
    """What each place on the page says, without the site's name; "" where one says nothing.

    `shared` is Open Graph, `marked` the headline in JSON-LD and `other` its second one, `heads`
    are the h1, `whole` is `<title>`. `for_search` says that Open Graph bore the site's name.
    """

    shared: str
    marked: str
    other: str
    heads: tuple[str, ...]
    whole: str
    for_search: bool

    def all(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.shared, self.marked, *self.heads, self.whole)))


def title_claims(tree: Element, metas: Metas) -> tuple[str, ...]:
    """What h1, Open Graph and `<title>` say, as they stand: to recognise the article by."""
    heads = [text for heading in tree.iter("h1") if (text := heading_text(heading))]
    return tuple(filter(None, (*heads[:3], first(metas, "og:title"), page_title(tree))))


def read_title(tree: Element, metas: Metas, markup: Markup, outlet: str, host: str) -> str:
    """The headline as the publisher hands it on (Open Graph), without the site's name, and without
    a kicker, a label or a spelling that the rest of the page does not have.

    Another goes before it where the page itself tells that Open Graph has no headline: see
    `_chosen`. Without Open Graph it is the JSON-LD headline, h1 or `<title>`.
    """
    claims = _read(tree, metas, markup, outlet, host)
    best = _without_label(_without_kicker(_chosen(claims), claims), claims)
    return _as_most_spell(best, claims)[:MAX_TITLE]


def page_title(tree: Element) -> str:
    element = tree.find(".//title")
    return clean_line(element.text or "") if element is not None else ""


def heading_text(element: Element) -> str:
    return clean_line("".join(seen_text(element)))


def alike(one: str, other: str) -> bool:
    """The same words, whatever the quotes, dashes and capitals."""
    return bool(one and other) and _bare(one) == _bare(other)


def _read(tree: Element, metas: Metas, markup: Markup, outlet: str, host: str) -> _Claims:
    site = (outlet, host, first(metas, "og:site_name"))
    sections = (markup.text("articleSection"), first(metas, "article:section"))
    headings = tuple(filter(None, map(heading_text, islice(tree.iter("h1"), MAX_HEADINGS))))

    def told(text: str) -> str:
        line = text[: 2 * MAX_TITLE]
        is_heading = any(alike(line, heading) for heading in headings)
        title = without_site(line, site, sections, is_heading=is_heading)
        return "" if is_site(title, site) else title

    shared = plain_line(first(metas, "og:title", "twitter:title"))
    return _Claims(
        shared=told(shared),
        marked=told(plain_line(markup.text("headline"))),
        other=told(plain_line(markup.text("alternativeHeadline"))),
        heads=tuple(filter(None, map(told, headings))),
        whole=told(page_title(tree)) or page_title(tree),
        for_search=told(shared) != clean_line(shared),
    )


def _chosen(claims: _Claims) -> str:
    """Open Graph does not hold the headline where it is cut off; where JSON-LD calls it
    the alternative to the headline that h1 has; where it bears the site's name, as what is made
    for search does, and all other places agree on another; and where nothing else on the page
    agrees with it, but JSON-LD and `<title>` do with each other."""
    shared, marked, heads, whole = claims.shared, claims.marked, claims.heads, claims.whole
    if _cut_off(claims):
        shared = ""
    headed = any(alike(marked, head) for head in heads)
    if not alike(shared, marked) and (
        (headed and alike(claims.other, shared))
        or (headed and alike(marked, whole) and claims.for_search)
        or (alike(marked, whole) and not headed and not any(alike(shared, h) for h in heads))
    ):
        return marked
    return shared or marked or _agreed(heads, whole) or whole


def _without_kicker(title: str, claims: _Claims) -> str:
    """`Storm: Ten hurt` beside `Weather - Ten hurt`: the headline is what both have."""
    for kicker, rest in _parted(title):
        for head in claims.heads:
            for other, same in _parted(head):
                if alike(rest, same) and not set(kicker).intersection(other):
                    return rest
    return title


def _parted(title: str) -> Iterator[tuple[list[str], str]]:
    """The words of what may be a kicker, and what follows it."""
    for cut in _KICKER.finditer(title):
        kicker, rest = words(fold(title[: cut.start()])), title[cut.end() :]
        if len(kicker) <= _KICKER_WORDS and count_words(rest) >= _HEADLINE_WORDS:
            yield kicker, rest


def _without_label(title: str, claims: _Claims) -> str:
    """Without the part that is set off by a bar and that h1 does not have, or that is set off by
    anything and that two other places do not have."""
    for cut in CUT.finditer(title):
        needed = 1 if "|" in cut.group() else 2
        for part in (title[: cut.start()], title[cut.end() :]):
            if _places(part, claims) >= needed:
                return part
    return title


def _places(title: str, claims: _Claims) -> int:
    head = any(alike(title, head) for head in claims.heads)
    return head + alike(title, claims.marked) + alike(title, claims.whole)


def _as_most_spell(title: str, claims: _Claims) -> str:
    """The quotes, dashes and capitals that most places have."""
    spelled = Counter(claim for claim in claims.all() if alike(claim, title))
    most = max(spelled.values(), default=0)
    return title if spelled[title] == most else max(spelled, key=lambda one: spelled[one])


def _cut_off(claims: _Claims) -> bool:
    """An attribute ends at its first quote: `Winner and "royal visit"` came as `Winner and`; and
    what is made to fit a length ends in dots, where the page has a whole headline."""
    shared, headlines = claims.shared, (claims.marked, *claims.heads)
    if shared.endswith(("…", "...")) and any(headlines):
        return not any(alike(shared, headline) for headline in headlines)
    return any(
        shared and other.startswith(shared) and other[len(shared) :].lstrip()[:1] in _QUOTES
        for other in (*headlines, claims.whole)
        if len(other) > len(shared)
    )


def _agreed(heads: tuple[str, ...], whole: str) -> str:
    return next((head for head in heads if alike(head, whole)), heads[0] if heads else "")


def _bare(text: str) -> str:
    return " ".join(words(fold(text)))
