"""A story as a writer sees it, and a fingerprint of all that the draft is made of."""

from dataclasses import replace
from hashlib import blake2b

from core.article import Article
from core.draft import Brief
from core.find import Draft
from core.story import Story
from scheduler.context import Context
from summarizer.checks import check_find

ARTICLES_IN_A_BRIEF = 5


def make_brief(context: Context, story: Story) -> Brief:
    """The lead first, then independent reports, then echoes."""
    with context.database.read() as unit:
        articles = unit.articles.many(story.article_ids[:ARTICLES_IN_A_BRIEF])
    return Brief(
        story_id=story.story_id,
        title=story.title,
        articles=articles,
        region=story.region.region,
        printed_on=story.date.day,
    )


def fingerprint(articles: tuple[Article, ...]) -> str:
    """The same for the same articles with the same texts, whatever else changed."""
    digest = blake2b(digest_size=12)
    for article in articles:
        digest.update(f"{article.article_id}\n{article.text}\n".encode("utf8", "replace"))
    return digest.hexdigest()


def checked(context: Context, draft: Draft, brief: Brief) -> Draft:
    """The draft with the verdicts of every rule; whatever a writer claims of itself is redone."""
    style = context.configuration.beat.style
    checks = check_find(draft.sentences, brief.articles, style, verbatim=draft.verbatim)
    return replace(draft, checks=checks)
