"""Which links of a crawl are worth a request, and which articles are new."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from core.article import Article, Link
from core.crawl import Dropped
from core.guard import AddressPolicy, check_url
from core.source import BY_HAND, Source, SourceKind
from core.url import url_key
from core.version import Revisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """`again` is the id of the article that is here, when its page is read once more."""

    link: Link
    key: str
    again: str = ""


class Known:
    """A link or article that was there before this crawl: seen again, not dropped."""


class Postponed:
    """A page that is here and changed since, whose turn to be read again comes later."""


KNOWN = Known()
POSTPONED = Postponed()

Answer = Admitted | Dropped | Known | Postponed


class Admission:
    """One for a whole crawl: the first source that lists an address takes it.

    A duplicate is final only when the address it repeats has had its turn (`settled`). A crawl
    that is cut off in between would otherwise lose the item: dropped here, and never fetched
    there.
    """

    def __init__(
        self,
        known: frozenset[str],
        policy: AddressPolicy,
        revisits: Mapping[str, Revisit] = MappingProxyType({}),
        *,
        most_revisits: int = 0,
    ) -> None:
        """`most_revisits` is for each source."""
        self._known, self._policy = known, policy
        self._revisits, self._most_revisits = revisits, most_revisits
        self._revisited: Counter[str] = Counter()
        self._owners: dict[str, str] = {}
        self._settled: dict[str, asyncio.Future[bool]] = {}
        self._articles: set[str] = set()

    def admit(self, link: Link, source: Source, at: datetime) -> Answer:
        if not link.url:
            return _dropped(link, source, at, "no_link", "The item has no address.")
        verdict = check_url(link.url, self._policy)
        if not verdict.ok:
            return _dropped(link, source, at, "unsafe_address", verdict.sentence())
        if source.kind is SourceKind.SITEMAP and _is_house_page(link):
            text = "The sitemap lists a page of the site itself, not an article."
            return _dropped(link, source, at, "no_article", text)
        key = url_key(link.url)
        if key in self._known:
            return self._again(link, key, source) or _known(link, source, at)
        owner = self._owners.setdefault(key, source.slug)
        if key in self._settled:
            return _taken(link, source, at, owner)
        self._settled[key] = asyncio.get_running_loop().create_future()
        return Admitted(link=link, key=key)

    def _again(self, link: Link, key: str, source: Source) -> Admitted | Postponed | None:
        """A page that is here is read again when its source calls it changed since."""
        revisit = self._revisits.get(key)
        if revisit is None or link.changed_at is None or link.changed_at <= revisit.since:
            return None
        if key in self._settled:
            return None
        if not revisit.due or self._revisited[source.slug] >= self._most_revisits:
            return POSTPONED
        self._revisited[source.slug] += 1
        self._settled[key] = asyncio.get_running_loop().create_future()
        return Admitted(link=link, key=key, again=revisit.article_id)

    def settle(self, key: str, *, done: bool) -> None:
        """`done` is false when the link's turn did not come in this crawl."""
        self._settled[key].set_result(done)

    async def settled(self, url: str) -> bool:
        """Waits for the turn of an address that was admitted; false when it did not come."""
        return await self._settled[url_key(url)]

    def is_taken(self, url: str, *, at: datetime) -> bool:
        """Not one that is here and may have changed by then."""
        key = url_key(url)
        revisit = self._revisits.get(key)
        if revisit is not None and revisit.since < at:
            return key in self._settled
        return key in self._settled or key in self._known

    def welcome(self, article: Article, listed_key: str) -> bool:
        """False when the page, under its canonical address, is one we already have.

        An article in this crawl counts once it is there, not while it is awaited: of two pages
        that each name the other as canonical, both stay.
        """
        key = article.article_id
        if key in self._articles or (key in self._known and key != listed_key):
            return False
        self._articles.add(key)
        return True


_HOUSE_PAGES = frozenset(
    """about about-us advertise careers contact contact-us cookies imprint impressum jobs kontakt
    legal login newsletter privacy privacy-policy search sitemap subscribe terms ueber-uns
    over-ons datenschutz""".split()
)
# `/de` is the front page in German.
_LANGUAGE = 2


DUPLICATES = ("duplicate_in_source", "duplicate_link")


def _known(link: Link, source: Source, at: datetime) -> Dropped | Known:
    """A poll lists known addresses every time; who gives one by hand waits for an answer."""
    if source.slug != BY_HAND:
        return KNOWN
    return _dropped(link, source, at, "known", "The article is already here, whole.")


def _taken(link: Link, source: Source, at: datetime, owner: str) -> Dropped:
    if owner == source.slug:
        text = "The source lists the same address twice."
        return _dropped(link, source, at, "duplicate_in_source", text)
    text = f"“{owner}” lists the same address in this crawl."
    return _dropped(link, source, at, "duplicate_link", text)


def _dropped(link: Link, source: Source, at: datetime, code: str, reason: str) -> Dropped:
    return Dropped(
        source=source.slug, url=link.url, title=link.title, code=code, reason=reason, at=at
    )


def _is_house_page(link: Link) -> bool:
    """The front page, or one such as `/about`: a sitemap lists all pages of a site. What the
    news extension describes is an article, wherever it stands."""
    parts = urlsplit(link.url)
    if link.dates or parts.query:
        return False
    segments = [part for part in parts.path.lower().split("/") if part]
    if len(segments) > 1:
        return False
    name = segments[0].partition(".")[0] if segments else ""
    return not name or name in _HOUSE_PAGES or (name.isalpha() and len(name) == _LANGUAGE)
