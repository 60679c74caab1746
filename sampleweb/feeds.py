"""What the outlets offer to machines: feeds in four formats, sitemaps, robots.txt."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime

from sampleweb.content import SampleArticle, Trait
from sampleweb.outlets import Offer, Outlet
from sampleweb.pages import body_html, environment

_XML_TYPES = {
    Offer.RSS: "application/rss+xml; charset=utf-8",
    Offer.ATOM: "application/atom+xml; charset=utf-8",
    Offer.RDF: "application/rdf+xml; charset=utf-8",
}
_STATIC_PATHS = ("/", "/about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article as a feed states it; times are None where the outlet gives no date."""

    article: SampleArticle
    id: str
    link: str
    html: str | None
    rfc822: str | None
    iso: str | None


def render_feed(
    offer: Offer, outlet: Outlet, articles: Sequence[SampleArticle], *, base_url: str, path: str
) -> Document:
    entries = [_entry(article, outlet, base_url) for article in articles]
    if offer is Offer.JSONFEED:
        return _json_feed(outlet, entries, base_url, path)
    text = (
        environment()
        .get_template(f"feeds/{offer}.xml")
        .render(
            outlet=outlet,
            entries=entries,
            base_url=base_url,
            path=path,
            newest=next((entry for entry in entries if entry.iso), None),
        )
    )
    return Document(content_type=_XML_TYPES[offer], body=text.encode())


def render_sitemaps(
    outlet: Outlet, articles: Sequence[SampleArticle], *, base_url: str, path: str, zipped: bool
) -> dict[str, Document]:
    """The index under `path` and the two sitemaps it names, by path."""
    news_path = "/sitemap-news.xml.gz" if zipped else "/sitemap-news.xml"
    pages_path = "/sitemap-pages.xml"
    entries = [_entry(article, outlet, base_url) for article in articles]
    news = _xml("feeds/sitemap_news.xml", outlet=outlet, entries=entries)
    locations = [f"{base_url}{news_path}", f"{base_url}{pages_path}"]
    pages = [f"{base_url}{static}" for static in _STATIC_PATHS]
    return {
        path: _xml("feeds/sitemap_index.xml", locations=locations),
        pages_path: _xml("feeds/sitemap_pages.xml", locations=pages),
        news_path: _zipped(news) if zipped else news,
    }


def render_robots(outlet: Outlet, *, base_url: str) -> Document:
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in outlet.disallow] or ["Disallow:"]
    lines += [
        f"Sitemap: {base_url}{path}"
        for offer, path in outlet.offers
        if offer.source_kind == "sitemap"
    ]
    return Document(content_type="text/plain; charset=utf-8", body="\n".join([*lines, ""]).encode())


def _entry(article: SampleArticle, outlet: Outlet, base_url: str) -> Entry:
    url = f"{base_url}{article.path}"
    local = article.published.astimezone(outlet.utc_offset)
    dated = Trait.UNDATED not in article.traits
    whole = outlet.full_text and Trait.PAYWALLED not in article.traits
    return Entry(
        article=article,
        id=url,
        link=f"{url}?{outlet.tracking}" if outlet.tracking else url,
        html=str(body_html(article)) if whole else None,
        rfc822=format_datetime(local) if dated else None,
        iso=local.isoformat() if dated else None,
    )


def _json_feed(outlet: Outlet, entries: Sequence[Entry], base_url: str, path: str) -> Document:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.tagline,
        "home_page_url": f"{base_url}/",
        "feed_url": f"{base_url}{path}",
        "language": outlet.language,
        "items": [_json_item(entry) for entry in entries],
    }
    body = json.dumps(feed, ensure_ascii=False, indent=1).encode()
    return Document(content_type="application/feed+json; charset=utf-8", body=body)


def _json_item(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.link,
        "title": entry.article.title,
        "summary": entry.article.teaser,
        "tags": [entry.article.section],
        "authors": [{"name": name} for name in entry.article.authors],
    }
    item |= {"content_html": entry.html} if entry.html else {"content_text": entry.article.teaser}
    return item | ({"date_published": entry.iso} if entry.iso else {})


def _xml(template: str, **context: object) -> Document:
    text = environment().get_template(template).render(**context)
    return Document(content_type="application/xml; charset=utf-8", body=text.encode())


def _zipped(document: Document) -> Document:
    # A fixed mtime keeps the bytes, and so the ETag, the same from one start to the next.
    return Document(content_type="application/gzip", body=gzip.compress(document.body, mtime=0))
