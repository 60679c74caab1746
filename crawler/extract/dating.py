"""What a page claims about its publication day, and the day that the claims come to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from htmldate import find_date

from core.dating import DateEvidence, DateOrigin, DateRole
from core.text import clean_line
from crawler.extract.jsonld import Markup
from crawler.extract.meta import Metas
from crawler.parse.dates import EARLIEST, date_claim
from crawler.parse.tree import Element

_METAS = (
    "article:published_time", "article:published", "article:published_date", "datepublished",
    "og:article:published_time", "og:published_time", "og:pubdate", "og:publish_date",
    "article:publicationdate", "parsely-pub-date", "sailthru.date", "publish-date", "publishdate",
    "publish_date", "published_time", "published-date", "published_date", "pubdate",
    "publication_date", "cxenseparse:recs:publishtime", "citation_publication_date",
    "citation_online_date", "dc.date.issued", "dcterms.issued", "dc.date.created",
    "dcterms.created", "dc.date", "dcterms.date", "dc:date", "dc.issued", "dc.created",
    "article.published", "article.created", "datecreated", "originalpublicationdate",
    "rnews:datepublished", "shareaholic:article_published_time", "vr:published_time",
    "bt:pubdate", "displaydate", "created", "date",
)  # fmt: skip
_CHANGES = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified")
_PUBLISHED = re.compile(
    r"publish|publi(?:cation|cado|é|ée)\b|pubdate|posted|entry-date|post-date|dateline|article-date|"
    r"veröffentlicht|erschienen|gepubliceerd|geplaatst|pubblicato|publisert|publicerad",
    re.IGNORECASE,
)
# A sentence of the page itself: "Published on 3 February 2026".
_SAID = re.compile(
    r"\b(?:published|posted|first published|veröffentlicht|erschienen|gepubliceerd|geplaatst|"
    r"publié|publicado|pubblicato|publisert|publicerad)(?:\s+(?:on|am|le|op|el|il|den|date))?"
    r"(?:\s*+:)?\s++(?P<date>\D{0,12}\d.{4,30})",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"updat|modif|edited|changed|revis|aktualis|bijgewerkt|mis-a-jour", re.I)
_AROUND = frozenset(("aside", "nav", "footer"))
_ELSEWHERE = re.compile(
    r"related|teaser|sidebar|comment|recommend|popular|most-read|latest|event|promo|upcoming", re.I
)
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-])(\d{1,2})\2(\d{1,2})(?!\d)")
_URL_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")


def choose_day(dates: Iterable[DateEvidence]) -> DateEvidence | None:
    """The claim to go by: the strongest origin's, and of several there the earliest.

    Where that claim is a moment in UTC, and the page elsewhere gives the day before or after in
    its own zone (its address, its byline), its day is that one: what readers there saw.
    """
    order = list(DateOrigin)
    claims = [claim for claim in dates if claim.role is DateRole.PUBLISHED]
    best = min(claims, key=lambda claim: (order.index(claim.origin), claim.day), default=None)
    if best is None or best.at is None or best.at.date() != best.day:
        return best
    for other in claims:
        if other.at is None and _same_moment(best.at, other.day):
            return replace(best, day=other.day)
    return best


def _same_moment(at: datetime, day: date) -> bool:
    """Whether it was that day somewhere from Auckland to Honolulu at that moment, but not in
    Greenwich."""
    east, west = (at + timedelta(hours=hours) for hours in (13, -10))
    return day != at.date() and day in (east.date(), west.date())


def read_dates(
    tree: Element, metas: Metas, markup: Markup, url: str, *, latest: date | None = None
) -> tuple[DateEvidence, ...]:
    """The claims of a page, strongest first, one from each kind of place. A date of change is
    none. Only a page without any claim is searched through for a date in its words; nothing
    after `latest` is taken from there."""
    claims = (_marked(markup), _from_metas(metas), _from_times(tree), url_claim(url))
    found = tuple(claim for claim in claims if claim is not None)
    if any(claim.origin is not DateOrigin.URL for claim in found):
        return found
    searched = _said(tree, latest) or _searched(tree, latest)
    return (*found, searched) if searched else found


def change_claim(metas: Metas, markup: Markup) -> DateEvidence | None:
    """The day of the last change, as the page's own data gives it."""
    quotes = [(markup.text("dateModified"), DateOrigin.JSON_LD)]
    quotes += [(quote, DateOrigin.META) for name in _CHANGES for quote in metas.get(name, ())]
    for quote, origin in quotes:
        claim = date_claim(quote, origin)
        if claim is not None:
            return replace(claim, role=DateRole.MODIFIED)
    return None


def url_claim(url: str) -> DateEvidence | None:
    """The day in an address: `/2026/02/03/`, `2026-02-03`, `20260203`."""
    for pattern, year, month, day in ((_URL_DAY, 1, 3, 4), (_URL_DIGITS, 1, 2, 3)):
        for match in pattern.finditer(url):
            iso = f"{match[year]}-{int(match[month]):02}-{int(match[day]):02}"
            claim = date_claim(iso, DateOrigin.URL)
            if claim:
                return DateEvidence(day=claim.day, origin=DateOrigin.URL, quote=match[0].strip("/"))
    return None


def _marked(markup: Markup) -> DateEvidence | None:
    quote = markup.text("datePublished", "dateCreated", "uploadDate")
    return date_claim(quote, DateOrigin.JSON_LD, fuzzy=True)


def _from_metas(metas: Metas) -> DateEvidence | None:
    for name in _METAS:
        for quote in metas.get(name, ()):
            claim = date_claim(quote, DateOrigin.META, fuzzy=True)
            if claim is not None:
                return claim
    return None


def _from_times(tree: Element) -> DateEvidence | None:
    """The `<time>` that is labelled as the publication's, else the first one that is not that
    of a change, nor beside the article."""
    labelled: list[DateEvidence] = []
    plain: list[DateEvidence] = []
    for element in tree.iter("time"):
        label = _label(element)
        if _CHANGED.search(label) or _beside(element):
            continue
        claim = _claim_of(element)
        if claim is not None:
            own = element.get("pubdate") is not None or _PUBLISHED.search(label)
            (labelled if own else plain).append(claim)
    return next(iter((*_microdata(tree), *labelled, *plain)), None)


def _microdata(tree: Element) -> Iterator[DateEvidence]:
    for element in tree.xpath(".//*[@itemprop='datePublished'][not(self::meta)]"):
        claim = _claim_of(element)
        if claim is not None and not _beside(element):
            yield claim


def _claim_of(element: Element) -> DateEvidence | None:
    text = clean_line("".join(element.itertext()))
    quotes = [element.get("datetime") or "", element.get("content") or "", text]
    if _SAID.search(text):
        # The machine's date may be that of the last change; the words say which one this is.
        quotes.reverse()
    for quote in quotes:
        claim = date_claim(quote, DateOrigin.TIME_ELEMENT, fuzzy=True)
        if claim is not None:
            return claim
    return None


def _label(element: Element) -> str:
    parent = element.getparent()
    around = [element] if parent is None else [element, parent]
    labels = [
        f"{node.get('class') or ''} {node.get('itemprop') or ''} {node.get('id') or ''}"
        for node in around
    ]
    before = element.getprevious()
    said = (parent.text or "") if parent is not None and before is None else ""
    said += (before.tail or "") if before is not None else ""
    return " ".join((*labels, clean_line(said)[-40:]))


def _beside(element: Element) -> bool:
    return any(
        node.tag in _AROUND
        or _ELSEWHERE.search(f"{node.get('class') or ''} {node.get('id') or ''}")
        for node in element.iterancestors()
        if node.tag not in ("body", "html")
    )


def _said(tree: Element, latest: date | None) -> DateEvidence | None:
    """The first line on the page that says when it was published."""
    for text in tree.itertext():
        match = _SAID.search(text) if 10 < len(text) < 300 else None
        if match is None:
            continue
        claim = date_claim(match["date"], DateOrigin.TEXT, fuzzy=True)
        if claim is not None and (latest is None or claim.day <= latest):
            return replace(claim, quote=clean_line(match[0]))
    return None


def _searched(tree: Element, latest: date | None) -> DateEvidence | None:
    last = datetime.combine(latest, time.max) if latest else None
    try:
        found = find_date(
            tree,
            original_date=True,
            extensive_search=True,
            url=None,
            min_date=datetime.combine(EARLIEST, time()),
            max_date=last,
        )
    except Exception:  # a page that htmldate stumbles over has no date to be found
        return None
    return date_claim(found, DateOrigin.TEXT) if found else None
