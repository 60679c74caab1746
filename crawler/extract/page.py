"""A page's bytes as the fields of an article."""

from dataclasses import dataclass

from trafilatura import bare_extraction
from trafilatura.settings import Document

from core.article import ArticleFlag
from core.dating import DateEvidence
from core.text import clean_line, clean_text
from core.url import host_of
from crawler.parse.language import language_code
from crawler.parse.names import split_names
from crawler.parse.tree import parse_page


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedPage:
    """`problem_code` is "" when all is well, else `not_html`, `empty` or `extract_failed`, and
    `problem` the sentence for an editor. `credit` is the outlet that a syndicated copy names."""

    title: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    dates: tuple[DateEvidence, ...] = ()
    outlet: str = ""
    canonical_url: str = ""
    flags: tuple[ArticleFlag, ...] = ()
    credit: str = ""
    problem_code: str = ""
    problem: str = ""


def extract_page(
    body: bytes, url: str, *, content_type: str = "", encoding: str = ""
) -> ExtractedPage:
    """Everything the page says. Never raises on foreign input."""
    tree = parse_page(body, content_type=content_type, encoding=encoding)
    if tree is None:
        return ExtractedPage(problem_code="not_html", problem="The page is not HTML.")
    document = bare_extraction(
        tree, url=url, include_comments=False, include_tables=True, with_metadata=True
    )
    if not isinstance(document, Document) or not document.text:
        return ExtractedPage(problem_code="empty", problem="No article text was found on the page.")
    return ExtractedPage(
        title=clean_line(document.title or ""),
        text=clean_text(document.text.replace("\n", "\n\n")),
        authors=split_names(document.author or ""),
        language=language_code(tree.get("lang") or ""),
        outlet=clean_line(document.sitename or "") or host_of(url),
        canonical_url=url,
    )
