"""The headline of a page, out of the places that hold one."""

import re

from core.text import clean_line, count_words, fold, words
from crawler.extract.jsonld import Markup
from crawler.extract.meta import Metas, first
from crawler.parse.plain import plain_line, seen_text
from crawler.parse.tree import Element

MAX_TITLE = 400

_CUT = re.compile(r"\s+(?:[|–—\-·•»›:]|--)\s+|\s*\|\s*")
_DAY = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d")
_BY = re.compile(r"(?:by|von|par|door|por)\s", re.IGNORECASE)
# As hosts spell what a name cannot hold.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "å": "a"})
_QUOTES = frozenset("\"'“”„«»‘’")


def title_claims(tree: Element, metas: Metas) -> tuple[str, ...]:
    """What h1, Open Graph and `<title>` say, as they stand: to recognise the article by."""
    heads = [text for heading in tree.iter("h1") if (text := heading_text(heading))]
    return tuple(filter(None, (*heads[:3], first(metas, "og:title"), page_title(tree))))


def read_title(tree: Element, metas: Metas, markup: Markup, outlet: str, host: str) -> str:
    """The headline as the publisher hands it on (Open Graph), without the site's name.

    Where nothing else on the page agrees with that, but JSON-LD and `<title>` agree with each
    other, it is theirs. Without Open Graph it is the JSON-LD headline, h1 or `<title>`.
    """
    site = (outlet, host, first(metas, "og:site_name"))
    cut = (markup.text("articleSection"), first(metas, "article:section"))
    whole = without_site(page_title(tree), site, cut)
    marked = without_site(plain_line(markup.text("headline")), site, cut)
    shared = without_site(plain_line(first(metas, "og:title", "twitter:title")), site, cut)
    heads = [without_site(heading_text(heading), site, cut) for heading in tree.iter("h1")]
    heads = [head for head in heads if head and not is_site(head, site)]
    marked, shared = ("" if is_site(title, site) else title for title in (marked, shared))
    if _cut_off(shared, (marked, whole, *heads)):
        shared = ""
    seen = (shared, marked)
    doubted = alike(marked, whole) and not any(
        alike(title, head) for title in seen for head in heads
    )
    doubted = doubted and not alike(shared, marked)
    best = marked if doubted else shared or marked or _agreed(heads, whole) or whole
    return best[:MAX_TITLE]


def page_title(tree: Element) -> str:
    element = tree.find(".//title")
    return clean_line(element.text or "") if element is not None else ""


def heading_text(element: Element) -> str:
    return clean_line("".join(seen_text(element)))


def alike(one: str, other: str) -> bool:
    """The same words, whatever the quotes, dashes and capitals."""
    return bool(one and other) and _bare(one) == _bare(other)


def is_site(title: str, site: tuple[str, ...]) -> bool:
    return bool(title) and any(_squeezed(title) == _squeezed(name) for name in site if name)


def without_site(title: str, site: tuple[str, ...], sections: tuple[str, ...] = ()) -> str:
    """The title without the parts at its ends that only name the site, a section or a day."""
    line = clean_line(title)
    while True:
        cuts = list(_CUT.finditer(line))
        if not cuts:
            return line
        last, start = cuts[-1], cuts[0]
        if count_words(line[: last.start()]) and _is_label(line[last.end() :], site, sections):
            line = line[: last.start()].rstrip()
        elif count_words(line[start.end() :]) > 1 and names_site(line[: start.start()], site):
            line = line[start.end() :].lstrip()
        else:
            return line


def names_site(part: str, site: tuple[str, ...]) -> bool:
    """Whether this is a name of the site: `ORF.at`, `news.ORF.at`, `ORF` at orf.at."""
    squeezed = _squeezed(part)
    names = {_squeezed(name) for name in site if name}
    if not squeezed or squeezed in names:
        return bool(squeezed)
    host = site[1].lower()
    labels = {label for label in re.split(r"[.\-]", host) if len(label) > 1}
    if squeezed in labels or (len(squeezed) > 4 and squeezed in _squeezed(host)):
        return True
    known = names | labels
    return count_words(part) <= 4 and any(
        word.lower() in known for word in words(part) if len(word) > 2
    )


def _is_label(part: str, site: tuple[str, ...], sections: tuple[str, ...]) -> bool:
    if not count_words(part):
        return False
    named = {_squeezed(section) for section in sections if section}
    return (
        names_site(part, site)
        or _squeezed(part) in named
        or _DAY.fullmatch(part.strip()) is not None
        or (_BY.match(part) is not None and count_words(part) <= 5)
    )


def _cut_off(shared: str, others: tuple[str, ...]) -> bool:
    """An attribute ends at its first quote: `Winner and "royal visit"` came as `Winner and`."""
    return any(
        shared and other.startswith(shared) and other[len(shared) :].lstrip()[:1] in _QUOTES
        for other in others
        if len(other) > len(shared)
    )


def _agreed(heads: list[str], whole: str) -> str:
    return next((head for head in heads if alike(head, whole)), heads[0] if heads else "")


def _squeezed(text: str) -> str:
    spelled = re.sub(r"[\W_]+", "", fold(text)).translate(_SPELLED_OUT)
    return spelled.removeprefix("the").removeprefix("www")


def _bare(text: str) -> str:
    return " ".join(words(fold(text)))
