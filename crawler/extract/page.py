"""A page's bytes as the fields of an article."""

from dataclasses import dataclass
from datetime import date

import py3langid

from core.article import ArticleFlag
from core.dating import DateEvidence
from core.url import host_of
from crawler.extract.authors import read_authors
from crawler.extract.body import read_body
from crawler.extract.dating import change_claim, read_dates
from crawler.extract.hidden import cut_hidden
from crawler.extract.jsonld import Markup, read_markup
from crawler.extract.meta import Metas, first, read_metas
from crawler.extract.origin import read_canonical, read_credit, read_outlet, read_section
from crawler.extract.paywall import behind_paywall
from crawler.extract.titles import page_title, read_title, title_claims
from crawler.parse.language import language_code
from crawler.parse.tree import Element, parse_page


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedPage:
    """`problem_code` is "" when all is well, else `not_html`, `empty` or `extract_failed`, and
    `problem` the sentence for an editor. `credit` is the outlet that a syndicated copy names,
    `section` the part of its site that the page says it stands in."""

    title: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    dates: tuple[DateEvidence, ...] = ()
    outlet: str = ""
    canonical_url: str = ""
    flags: tuple[ArticleFlag, ...] = ()
    credit: str = ""
    section: str = ""
    problem_code: str = ""
    problem: str = ""


def extract_page(
    body: bytes,
    url: str,
    *,
    content_type: str = "",
    encoding: str = "",
    latest: date | None = None,
) -> ExtractedPage:
    """Everything the page says. Never raises on foreign input.

    `latest` is the last day that a date found in the page's words may have: the day of the
    fetch. Without it that is today.
    """
    if not _may_be_html(body, content_type):
        return ExtractedPage(problem_code="not_html", problem="The address leads to no web page.")
    try:
        tree = parse_page(body, content_type=content_type, encoding=encoding)
        if tree is None:
            return ExtractedPage(problem_code="not_html", problem="The page holds no HTML.")
        return _extracted(tree, url, latest)
    except (RecursionError, MemoryError, ValueError, TypeError, AttributeError, LookupError) as err:
        problem = f"The page could not be read ({type(err).__name__})."
        return ExtractedPage(problem_code="extract_failed", problem=problem)


def _extracted(tree: Element, url: str, latest: date | None) -> ExtractedPage:
    metas = read_metas(tree)
    suspicious = cut_hidden(tree)
    markup = read_markup(tree, url, titles=title_claims(tree, metas))
    outlet, host = read_outlet(metas, markup, url), host_of(url)
    title = read_title(tree, metas, markup, outlet, host)
    authors = read_authors(tree, metas, markup, (outlet, host, host.partition(".")[0]))
    text = read_body(tree, url, metas, markup, known=(title, page_title(tree), *authors))
    credit = read_credit(tree, metas, url, text)
    flags = {
        ArticleFlag.HIDDEN_TEXT: suspicious,
        ArticleFlag.PAYWALL: behind_paywall(metas, markup, text),
        ArticleFlag.SYNDICATED: bool(credit),
    }
    return ExtractedPage(
        title=title,
        text=text,
        authors=authors,
        language=_language(tree, metas, markup, text),
        dates=_dates(tree, metas, markup, url, latest),
        outlet=outlet,
        canonical_url=read_canonical(tree, metas, markup, url),
        flags=tuple(flag for flag, is_set in flags.items() if is_set),
        credit=credit,
        section=read_section(metas, markup, outlet),
        problem_code="" if text else "empty",
        problem="" if text else "No article text was found on the page.",
    )


def _may_be_html(body: bytes, content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith(("image/", "audio/", "video/", "font/")) or kind == "application/pdf":
        return False
    return not body.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04"))


def _language(tree: Element, metas: Metas, markup: Markup, text: str) -> str:
    named = (
        tree.get("lang") or tree.get("xml:lang") or "",
        first(metas, "og:locale", "content-language", "language", "dc.language"),
        markup.text("inLanguage"),
    )
    for code in named:
        if found := language_code(code):
            return found
    return str(py3langid.classify(text)[0]) if text else ""


def _dates(
    tree: Element, metas: Metas, markup: Markup, url: str, latest: date | None
) -> tuple[DateEvidence, ...]:
    """The claims about the publication, then the one about the last change."""
    changed = change_claim(metas, markup)
    published = read_dates(tree, metas, markup, url, latest=latest)
    return (*published, changed) if changed else published
