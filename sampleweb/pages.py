"""Pages of the outlets as HTML: articles, front pages, listings, an about page.

Each outlet wears one of five templates. They differ in where a page states its date, because
that is what a reader of foreign pages has to cope with:
jsonld (JSON-LD and visible text), opengraph (meta elements only), timetag (a <time> element
only), byline (text beside the author's name), press (a dateline and a line above the text).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

from sampleweb.calendar_text import one_year_earlier, write_day
from sampleweb.content import SampleArticle, Trait
from sampleweb.outlets import Outlet

_WORDS_A_MINUTE = 220
_RELATED = 4
_ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """What a template needs of one article; `html` is the part a visitor may read."""

    article: SampleArticle
    url: str
    html: Markup
    day: str | None
    stated_at: str | None
    json_ld: Markup
    access_ld: Markup
    locked: bool
    minutes: int
    original_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    title: str
    path: str
    teaser: str
    section: str
    day: str | None
    iso_day: str | None


@cache
def environment() -> Environment:
    env = Environment(
        loader=PackageLoader("sampleweb"),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["zero_width"] = _ZERO_WIDTH_SPACE.join
    return env


@cache
def furniture(language: str) -> dict[str, str]:
    """The words around an article, in the outlet's language."""
    text = files("sampleweb").joinpath("furniture.yaml").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = yaml.safe_load(text)
    return words[language.partition("-")[0]]


def render_article(
    article: SampleArticle,
    outlet: Outlet,
    *,
    base_url: str,
    siblings: Sequence[SampleArticle],
    original_name: str | None = None,
) -> str:
    """`siblings` are the outlet's articles, `original_name` the outlet a copy comes from."""
    page = _article_page(article, outlet, base_url, original_name)
    others = [sibling for sibling in siblings if sibling.slug != article.slug]
    return _render(
        f"{outlet.template}/article.html",
        outlet,
        base_url,
        page=page,
        related=_links(others[:_RELATED], outlet),
        most_read=_links(sorted(others, key=lambda a: a.slug)[:_RELATED], outlet),
    )


def render_listing(outlet: Outlet, articles: Sequence[SampleArticle], *, base_url: str) -> str:
    return _render(
        f"{outlet.template}/listing.html", outlet, base_url, links=_links(articles, outlet)
    )


def render_about(outlet: Outlet, *, base_url: str) -> str:
    return _render(f"{outlet.template}/about.html", outlet, base_url)


def render_missing(outlet: Outlet, *, base_url: str) -> str:
    return _render("missing.html", outlet, base_url)


def render_directory(outlets: Sequence[tuple[Outlet, str, int]]) -> str:
    """The list of all outlets, with address and number of articles."""
    return environment().get_template("directory.html").render(outlets=outlets)


def render_picture(article: SampleArticle, outlet: Outlet) -> str:
    seed = sum(map(ord, article.slug))
    return environment().get_template("picture.xml").render(outlet=outlet, seed=seed)


def body_html(article: SampleArticle) -> Markup:
    return Markup(_markdown().render(article.body))  # noqa: S704  # our own Markdown


def _render(template: str, outlet: Outlet, base_url: str, **context: Any) -> str:
    return (
        environment()
        .get_template(template)
        .render(outlet=outlet, base_url=base_url, words=furniture(outlet.language), **context)
    )


def _article_page(
    article: SampleArticle, outlet: Outlet, base_url: str, original_name: str | None
) -> ArticlePage:
    locked = Trait.PAYWALLED in article.traits
    dated = Trait.UNDATED not in article.traits
    url = f"{base_url}{article.path}"
    stated_at = _stated_at(article, outlet).isoformat() if dated else None
    return ArticlePage(
        article=article,
        url=url,
        html=_teaser_html(article) if locked else body_html(article),
        day=_written_day(article, outlet) if dated else None,
        stated_at=stated_at,
        json_ld=_json_ld(article, outlet, url, stated_at),
        access_ld=_as_script(_access(locked=locked)),
        locked=locked,
        minutes=max(1, round(len(article.body.split()) / _WORDS_A_MINUTE)),
        original_name=original_name,
    )


def _stated_at(article: SampleArticle, outlet: Outlet) -> datetime:
    """The time in the page's metadata: local to the outlet, and wrong where it is meant to be."""
    local = article.published.astimezone(outlet.utc_offset)
    if Trait.MISDATED not in article.traits:
        return local
    wrong = one_year_earlier(local.date())
    return local.replace(year=wrong.year, month=wrong.month, day=wrong.day)


def _written_day(article: SampleArticle, outlet: Outlet) -> str:
    return write_day(article.published.date(), outlet.date_style)


def _teaser_html(article: SampleArticle) -> Markup:
    return Markup("<p>{}</p>").format(article.teaser)


def _json_ld(article: SampleArticle, outlet: Outlet, url: str, stated_at: str | None) -> Markup:
    data = _access(locked=Trait.PAYWALLED in article.traits) | {
        "mainEntityOfPage": url,
        "headline": article.title,
        "description": article.teaser,
        "articleSection": article.section,
        "inLanguage": outlet.language,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
    }
    if stated_at is not None:
        data["datePublished"] = data["dateModified"] = stated_at
    return _as_script(data)


def _access(*, locked: bool) -> dict[str, object]:
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "isAccessibleForFree": not locked,
    }
    if locked:
        data["hasPart"] = {
            "@type": "WebPageElement",
            "isAccessibleForFree": False,
            "cssSelector": ".members-only",
        }
    return data


def _as_script(data: dict[str, object]) -> Markup:
    # A "</script>" inside a text must not end the element.
    return Markup(json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c"))  # noqa: S704  # our own JSON, < escaped


def _links(articles: Sequence[SampleArticle], outlet: Outlet) -> tuple[Link, ...]:
    return tuple(
        Link(
            title=article.title,
            path=article.path,
            teaser=article.teaser,
            section=article.section,
            day=None if Trait.UNDATED in article.traits else _written_day(article, outlet),
            iso_day=None
            if Trait.UNDATED in article.traits
            else article.published.date().isoformat(),
        )
        for article in articles
    )


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})
