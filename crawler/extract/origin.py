"""Where a page belongs: outlet, section, canonical address, and the outlet it is a copy of."""

import re
from collections.abc import Iterator

from core.guard import check_url
from core.text import clean_line, fold
from core.url import host_of
from crawler.extract.jsonld import Markup, address_of, unescaped
from crawler.extract.meta import Metas, first
from crawler.parse.address import same_site, whole_url
from crawler.parse.plain import plain_line
from crawler.parse.tree import Element

MAX_CREDIT = 60
MAX_SECTION = 60
# What content systems say where nobody chose a section.
_NO_SECTIONS = frozenset({"uncategorized", "uncategorised", "default", "none", "n/a"})

_CREDIT = re.compile(
    r"(?:\b(?:this|the)\s+(?:article|story|post|piece|report|op-ed|commentary|column)\s+"
    r"(?:was\s+|is\s+|has\s+been\s+)?(?:originally\s+|first\s+|previously\s+)?"
    r"(?:published|appeared|ran|posted|republished|reprinted)|"
    r"\b(?:originally|first)\s+(?:published|appeared|posted)|\brepublished|"
    r"\breprinted\s+with\s+permission)\s+"
    r"(?:by|on|in|at|from|here\s+on|with\s+permission\s+(?:from|of))\s+"
    r"(?:the\s+website\s+of\s+)?(?P<name>[^.,;:()\[\]\n]{2,80}(?:\.(?:com|org|net|io|eu|de|nl))?)",
    re.IGNORECASE,
)
_NAME_END = re.compile(
    r"(?<!\s)\s++(?:(?:and|under|on|in|with|as|by|here|where|who|is|was|at|via)\s.*|\|.*|here$)",
    re.I,
)
_MONTHS = re.compile(
    r"^(?:\d|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|this|our|my|a|an)\b",
    re.IGNORECASE,
)


def read_outlet(metas: Metas, markup: Markup, url: str) -> str:
    """The site's own name, else its publisher's, else its host."""
    publishers = (
        plain_line(unescaped(str(node.get("name") or "")))
        for node in markup.nodes("publisher")
        if isinstance(node, dict)
    )
    named = (first(metas, "og:site_name"), *publishers, first(metas, "application-name"))
    fitting = (clean_line(name) for name in named if 0 < len(name) <= MAX_CREDIT)
    return next((name for name in fitting if not name.startswith("@")), "") or host_of(url)


def read_section(metas: Metas, markup: Markup, outlet: str) -> str:
    """The part of its site that the page names, of several the first; "" where it names none but
    the whole site."""
    named = (
        markup.text("articleSection"),
        first(metas, "article:section", "articlesection", "parsely-section", "section"),
    )
    fitting = (name for name in map(plain_line, named) if 0 < len(name) <= MAX_SECTION)
    return next((name for name in fitting if _is_section(name, outlet)), "")


def read_canonical(tree: Element, metas: Metas, markup: Markup, url: str) -> str:
    """The address that the page gives for itself, on its own site; "" when there is none. A
    whole site that calls its front page canonical is not believed."""
    for address in _addresses(tree, metas, markup, url):
        if same_site(address, url) and _may_be_sent(address, url) and not _is_front(address, url):
            return address
    return ""


def read_credit(tree: Element, metas: Metas, url: str, text: str) -> str:
    """The outlet that a copy names as its origin: in words, or by a canonical address that is
    elsewhere; "" when the page is no copy."""
    for match in _CREDIT.finditer(text):
        name = _NAME_END.sub("", clean_line(match["name"])).strip(" “”\"'‘’*_")
        if 1 < len(name) <= MAX_CREDIT and not _MONTHS.match(name):
            return name
    sources = (first(metas, "syndication-source", "original-source"), *_canonicals(tree, url))
    for address in sources:
        whole = whole_url(address, url)
        if whole and not same_site(whole, url):
            return host_of(whole)
    return ""


def _is_section(name: str, outlet: str) -> bool:
    if "://" in name or not any(map(str.isalpha, name)):
        return False
    return name.lower() not in _NO_SECTIONS and fold(name) != fold(outlet)


def _addresses(tree: Element, metas: Metas, markup: Markup, url: str) -> Iterator[str]:
    yield from _canonicals(tree, url)
    for address in (first(metas, "og:url"), address_of(markup.article)):
        whole = whole_url(address, url)
        if whole:
            yield whole


def _canonicals(tree: Element, url: str) -> Iterator[str]:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            whole = whole_url(element.get("href") or "", url)
            if whole:
                yield whole


def _may_be_sent(address: str, url: str) -> bool:
    """An unusual port is only right when the page itself came from it."""
    return check_url(address).ok or _netloc(address) == _netloc(url)


def _netloc(url: str) -> str:
    return url.partition("//")[2].partition("/")[0]


def _is_front(address: str, url: str) -> bool:
    path, own = (part.partition("//")[2].partition("/")[2] for part in (address, url))
    return not path.strip("/") and bool(own.strip("/"))
