"""The articles of the sample web, dated relative to a given day.

The front matter of each file holds what the outlet publishes (title, author, teaser …) and the
ground truth that a run over the sample web is judged by (story, region, beat).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

import yaml

from sampleweb.article_files import ArticleFile, FrontMatter, article_files, split_article
from sampleweb.calendar_text import fill_dates
from sampleweb.errors import SampleContentError
from sampleweb.outlets import Outlet, PageTemplate, load_outlets

Region = Literal["US", "Global"]
Beat = Literal["core", "adjacent", "off"]

_REGIONS: tuple[Region, ...] = ("US", "Global")
_BEATS: tuple[Beat, ...] = ("core", "adjacent", "off")


class Trait(StrEnum):
    """What is peculiar about an article, beyond its text."""

    PAYWALLED = "paywalled"
    UNDATED = "undated"
    MISDATED = "misdated"
    HIDDEN_INSTRUCTIONS = "hidden_instructions"
    SYNDICATED = "syndicated"
    MISSING = "missing"
    ADVERTISEMENT = "advertisement"
    PRESS_RELEASE = "press_release"
    ECHO = "echo"
    DISALLOWED = "disallowed"
    UNLISTED = "unlisted"
    """On the outlet's site, and in nothing that leads there: to be added by its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """`outlet` and `copy_of` (outlet/slug of the original) are slugs; `published` is UTC.

    `body` is Markdown with all dates filled in. `hidden` are texts that the page hides from
    readers. `path` is the address on the outlet's host.
    """

    outlet: str
    slug: str
    path: str
    title: str
    authors: tuple[str, ...]
    published: datetime
    section: str
    teaser: str
    body: str
    traits: frozenset[Trait]
    hidden: tuple[str, ...]
    copy_of: str | None
    story: str
    region: Region
    beat: Beat

    @property
    def id(self) -> str:
        return f"{self.outlet}/{self.slug}"


def load_articles(today: date) -> tuple[SampleArticle, ...]:
    """Newest first. Raises SampleContentError naming every faulty file."""
    return parse_articles(article_files(), load_outlets(), today)


def parse_articles(
    sources: Sequence[ArticleFile], outlets: Sequence[Outlet], today: date
) -> tuple[SampleArticle, ...]:
    by_slug = {outlet.slug: outlet for outlet in outlets}
    articles: list[SampleArticle] = []
    problems: list[str] = []
    for source in sources:
        try:
            if source.outlet not in by_slug:
                raise ValueError("outlets.yaml has no such outlet")
            articles.append(_article(source, by_slug[source.outlet], today))
        except (ValueError, yaml.YAMLError) as error:
            problems.append(f"{source.name}: {error}")
    originals = {article.id: article for article in articles if article.body}
    problems += _dangling_copies(articles, originals)
    if problems:
        raise SampleContentError(problems)
    complete = (_with_copied_body(article, originals) for article in articles)
    return tuple(sorted(complete, key=lambda article: (article.published, article.id))[::-1])


def _article(source: ArticleFile, outlet: Outlet, today: date) -> SampleArticle:
    head, body = split_article(source.text)
    published = _published(head, outlet, today)
    traits = frozenset(Trait(name) for name in head.texts("traits"))
    article = SampleArticle(
        outlet=outlet.slug,
        slug=source.slug,
        path=_path(source.slug, outlet, published, traits),
        title=fill_dates(head.text("title"), today, outlet.date_style),
        authors=head.texts("author"),
        published=published,
        section=head.text("section"),
        teaser=fill_dates(head.text("teaser"), today, outlet.date_style),
        body=fill_dates(body, today, outlet.date_style),
        traits=traits,
        hidden=head.texts("hidden"),
        copy_of=head.optional_text("copy_of"),
        story=head.text("story"),
        region=head.one_of("region", _REGIONS),
        beat=head.one_of("beat", _BEATS),
    )
    _check(article, outlet)
    return article


def _published(head: FrontMatter, outlet: Outlet, today: date) -> datetime:
    days_ago = head.whole_number("days_ago")
    if days_ago < 1:
        raise ValueError("days_ago must be at least 1: an article must not lie in the future")
    day = today - timedelta(days=days_ago)
    published = datetime.combine(day, time.fromisoformat(head.text("time")), tzinfo=UTC)
    if published.astimezone(outlet.utc_offset).date() != day:
        raise ValueError("at this time the outlet's own calendar shows another day than UTC")
    return published


def _path(slug: str, outlet: Outlet, published: datetime, traits: frozenset[Trait]) -> str:
    if Trait.DISALLOWED in traits:
        if not outlet.disallow:
            raise ValueError("a disallowed article needs an outlet that disallows a path")
        return f"{outlet.disallow[0]}{slug}"
    if Trait.UNDATED in traits and "{year}" in outlet.article_path:
        raise ValueError("an undated article needs an outlet whose addresses carry no date")
    day = published.date()
    return outlet.article_path.format(
        slug=slug, year=day.year, month=f"{day.month:02}", day=f"{day.day:02}"
    )


def _check(article: SampleArticle, outlet: Outlet) -> None:
    if "[[" in article.title + article.teaser + article.body:
        raise ValueError("a placeholder in [[ ]] is not understood")
    if (article.copy_of is None) == (not article.body):
        raise ValueError("an article has a text of its own or names its original in copy_of")
    if (Trait.HIDDEN_INSTRUCTIONS in article.traits) != bool(article.hidden):
        raise ValueError("hidden_instructions and the texts under hidden belong together")
    shows_metadata = outlet.template in (PageTemplate.JSONLD, PageTemplate.OPENGRAPH)
    if Trait.MISDATED in article.traits and not shows_metadata:
        raise ValueError("a misdated article needs an outlet whose pages carry date metadata")


def _dangling_copies(
    articles: Sequence[SampleArticle], originals: Mapping[str, SampleArticle]
) -> list[str]:
    return [
        f"articles/{article.id}.md: copy_of names {article.copy_of}, which has no text"
        for article in articles
        if article.copy_of is not None and article.copy_of not in originals
    ]


def _with_copied_body(
    article: SampleArticle, originals: Mapping[str, SampleArticle]
) -> SampleArticle:
    if article.copy_of is None:
        return article
    return replace(article, body=originals[article.copy_of].body)
