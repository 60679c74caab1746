"""One article: what it says, what was made of it, and what it said before it was corrected."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response

from core.article import Article
from core.clock import print_date
from core.people import Role
from core.text import paragraphs
from core.version import ArticleVersion, ParagraphKind
from review.web.access import needs
from review.web.desk import TheDesk
from review.web.differences import ParagraphDifference, text_differences, texts_after
from review.web.rendering import show
from review.web.wording import REGIONS, RELEVANCE

router = APIRouter()

BECAME = {
    ParagraphKind.ADDED: "added",
    ParagraphKind.REMOVED: "removed",
    ParagraphKind.CHANGED: "changed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """An earlier version, and paragraph by paragraph how the next one differs from it."""

    version: ArticleVersion
    differences: list[ParagraphDifference]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A verdict in a word or two, and why."""

    verdict: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """`day` is the strongest date the article gives itself; `find_id` that of its story's find."""

    article: Article
    day: date | None
    text: tuple[str, ...]
    grounds: tuple[Ground, ...]
    versions: tuple[ShownVersion, ...]
    became: dict[ParagraphKind, str]
    find_id: int | None


@router.get("/articles/{article_id}")
@needs(Role.VIEWER)
def article_page(request: Request, desk: TheDesk, article_id: str) -> Response:
    with desk.database.read() as unit:
        article = unit.articles.get(article_id)
        judged = unit.articles.judgement(article_id)
        versions = unit.articles.versions(article_id)
        story = unit.stories.of_article(article_id)
        find = unit.finds.of_story(story.story_id) if story else None
    grounds = (
        (
            Ground(verdict=RELEVANCE[judged.relevance.level].capitalize(),
                   why=judged.relevance.sentence()),
            Ground(verdict=REGIONS[judged.region.region], why=judged.region.sentence()),
            Ground(verdict=print_date(judged.date.day), why=judged.date.evidence_sentence()),
        )
        if judged
        else ()
    )  # fmt: skip
    view = ArticleView(
        article=article,
        day=article.dates[0].day if article.dates else None,
        text=tuple(piece.text for piece in paragraphs(article.text)),
        grounds=grounds,
        versions=_shown(article, versions),
        became=BECAME,
        find_id=find.find_id if find else None,
    )
    return show(request, "article.html", view)


def _shown(article: Article, versions: tuple[ArticleVersion, ...]) -> tuple[ShownVersion, ...]:
    after = texts_after(article, versions)
    return tuple(
        ShownVersion(version=one, differences=text_differences(one.text, after[one.number]))
        for one in versions
    )
