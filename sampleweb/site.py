"""The whole sample web as a table: outlet and path lead to a ready answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime
from hashlib import sha256

from sampleweb import feeds, pages
from sampleweb.content import SampleArticle, Trait, load_articles
from sampleweb.feeds import Document
from sampleweb.outlets import Offer, Outlet, Validators, load_outlets

_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One HTTP answer. Without `etag` and `last_modified` it cannot be asked for conditionally."""

    status: int
    content_type: str
    body: bytes
    etag: str | None = None
    last_modified: datetime | None = None

    @property
    def validators(self) -> Mapping[str, str]:
        headers = {"ETag": self.etag} if self.etag else {}
        if self.last_modified is not None:
            headers["Last-Modified"] = format_datetime(self.last_modified, usegmt=True)
        return headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`answers` is keyed by outlet slug and path; the slug "" is the directory of outlets."""

    answers: Mapping[tuple[str, str], Answer]
    outlets: Mapping[str, Outlet]
    missing: Mapping[str, Answer]

    def answer(self, slug: str, path: str) -> Answer:
        if slug not in self.outlets and slug != "":
            return _text(404, "There is no such outlet on the sample web.\n")
        fallback = self.missing.get(slug) or _text(404, "There is no such page.\n")
        outlet = self.outlets.get(slug)
        if outlet is not None and outlet.fault is not None:
            return _text(outlet.fault, "The server is not well.\n")
        return self.answers.get((slug, path), fallback)


def base_url(slug: str, port: int) -> str:
    return f"http://{slug}.localhost:{port}"


def build_site(today: date, port: int) -> Site:
    """Renders everything at once, in about a second. Raises SampleContentError."""
    outlets = load_outlets()
    articles = load_articles(today)
    names = {outlet.slug: outlet.name for outlet in outlets}
    answers: dict[tuple[str, str], Answer] = {}
    counted = []
    for outlet in outlets:
        own = [article for article in articles if article.outlet == outlet.slug]
        base = base_url(outlet.slug, port)
        counted.append((outlet, f"{base}/", len(own)))
        for path, answer in _outlet_answers(outlet, own, base, names):
            answers[outlet.slug, path] = answer
    directory = Document(content_type=_HTML, body=pages.render_directory(counted).encode())
    answers["", "/"] = _plain(directory)
    return Site(
        answers=answers,
        outlets={outlet.slug: outlet for outlet in outlets},
        missing={outlet.slug: _missing(outlet, base_url(outlet.slug, port)) for outlet in outlets},
    )


def _outlet_answers(
    outlet: Outlet, articles: Sequence[SampleArticle], base: str, names: Mapping[str, str]
) -> Iterator[tuple[str, Answer]]:
    listed = [article for article in articles if Trait.UNLISTED not in article.traits]
    newest = _newest(listed)
    front = Document(
        content_type=_HTML, body=pages.render_listing(outlet, listed, base_url=base).encode()
    )
    yield "/", _conditional(front, outlet, newest)
    yield (
        "/about",
        _plain(
            Document(content_type=_HTML, body=pages.render_about(outlet, base_url=base).encode())
        ),
    )
    yield "/robots.txt", _plain(feeds.render_robots(outlet, base_url=base))
    for offer, path in outlet.offers:
        for place, document in _offered(offer, path, outlet, listed, base, front):
            yield place, _conditional(document, outlet, newest)
    for article in articles:
        yield f"/media/{article.slug}.svg", _picture(article, outlet)
        if Trait.MISSING not in article.traits:
            yield article.path, _article(article, outlet, listed, base, names)


def _offered(
    offer: Offer,
    path: str,
    outlet: Outlet,
    articles: Sequence[SampleArticle],
    base: str,
    front: Document,
) -> Iterator[tuple[str, Document]]:
    match offer:
        case Offer.LISTING:
            yield path, front
        case Offer.SITEMAP | Offer.SITEMAP_GZ:
            zipped = offer is Offer.SITEMAP_GZ
            yield from feeds.render_sitemaps(
                outlet, articles, base_url=base, path=path, zipped=zipped
            ).items()
        case _:
            yield path, feeds.render_feed(offer, outlet, articles, base_url=base, path=path)


def _article(
    article: SampleArticle,
    outlet: Outlet,
    siblings: Sequence[SampleArticle],
    base: str,
    names: Mapping[str, str],
) -> Answer:
    origin = names[article.copy_of.partition("/")[0]] if article.copy_of else None
    html = pages.render_article(
        article, outlet, base_url=base, siblings=siblings, original_name=origin
    )
    document = Document(content_type=_HTML, body=html.encode())
    # Only a careful outlet answers conditional requests for its pages as well as for its feed.
    if outlet.validators is Validators.BOTH and Trait.UNDATED not in article.traits:
        return _conditional(document, outlet, article.published)
    return _plain(document)


def _picture(article: SampleArticle, outlet: Outlet) -> Answer:
    body = pages.render_picture(article, outlet).encode()
    return _plain(Document(content_type="image/svg+xml", body=body))


def _missing(outlet: Outlet, base: str) -> Answer:
    body = pages.render_missing(outlet, base_url=base).encode()
    return Answer(status=404, content_type=_HTML, body=body)


def _newest(articles: Sequence[SampleArticle]) -> datetime | None:
    dated = [article.published for article in articles if Trait.UNDATED not in article.traits]
    return max(dated, default=None)


def _conditional(document: Document, outlet: Outlet, changed: datetime | None) -> Answer:
    tagged = outlet.validators in (Validators.ETAG, Validators.BOTH)
    stamped = outlet.validators in (Validators.LAST_MODIFIED, Validators.BOTH)
    return Answer(
        status=200,
        content_type=document.content_type,
        body=document.body,
        etag=f'"{sha256(document.body).hexdigest()[:24]}"' if tagged else None,
        last_modified=changed if stamped else None,
    )


def _plain(document: Document) -> Answer:
    return Answer(status=200, content_type=document.content_type, body=document.body)


def _text(status: int, text: str) -> Answer:
    return Answer(status=status, content_type="text/plain; charset=utf-8", body=text.encode())
