"""Pages that are here and are read again: which ones, when, and what became of them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from core.article import Article, Completeness
from core.log import Log
from core.url import url_key
from core.version import Revisit, what_changed
from storage.read_models import Visited
from storage.unit import Unit

log = Log(__name__)

WATCHED = timedelta(days=30)
"""For so long after it was first seen, an article on the beat is read again when its source says
that it changed."""

PAUSE = timedelta(hours=6)
"""The first look comes at once, the next at this distance, and then at twice the article's age:
some publishers call every page changed every day."""


def due_again(unit: Unit, now: datetime) -> dict[str, Revisit]:
    """By key: the pages to be read again when a source calls them changed since they were."""
    return _by_key(unit.articles.visited(now - WATCHED), now)


def recorded_since(unit: Unit) -> dict[str, Revisit]:
    """For a replay, where nobody is asked: every page, since its text was read."""
    seen = unit.articles.visited(datetime.min.replace(tzinfo=UTC))
    return {
        key: Revisit(article_id=one.article_id, since=one.fetched_at)
        for one in seen
        for key in _keys(one.article_id, one.listed_url)
    }


def wanted_again(unit: Unit, pages: Sequence[str], now: datetime) -> dict[str, Revisit]:
    """The whole articles among these addresses, whatever their age."""
    found = (unit.articles.by_address(page) for page in pages)
    return {
        key: Revisit(article_id=article.article_id, since=now)
        for article in found
        if article is not None and article.completeness is Completeness.FULL
        for key in _keys(article.article_id, article.listed_url)
    }


def look_again(unit: Unit, article_id: str, new: Article) -> str:
    """`corrected` when the page tells something else by now, `unchanged` when it does not, or
    could not be had. The same reading handed over again changes nothing."""
    old = unit.articles.get(article_id)
    unit.articles.looked_again(article_id, new.fetched_at)
    if new.completeness is Completeness.PARTIAL or new.fetched_at <= old.fetched_at:
        return "unchanged"
    change = what_changed(old, new)
    if not change.any:
        return "unchanged"
    unit.articles.correct(old, new, change)
    log.info("article corrected", article=article_id, change=change.sentence())
    return "corrected"


def _by_key(seen: Iterable[Visited], now: datetime) -> dict[str, Revisit]:
    return {
        key: Revisit(article_id=one.article_id, since=_since(one), due=_is_due(one, now))
        for one in seen
        for key in _keys(one.article_id, one.listed_url)
    }


def _since(one: Visited) -> datetime:
    return max(one.fetched_at, one.revisited_at or one.fetched_at)


def _is_due(one: Visited, now: datetime) -> bool:
    if one.revisited_at is None:
        return True
    return now >= one.revisited_at + max(PAUSE, one.revisited_at - one.first_seen_at)


def _keys(article_id: str, listed_url: str) -> set[str]:
    return {article_id, url_key(listed_url)} if listed_url else {article_id}
