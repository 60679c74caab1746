"""A story as a writer sees it, and a fingerprint of all that the draft is made of."""

from dataclasses import replace
from hashlib import blake2b

from core.article import Article
from core.draft import Brief
from core.edition import EditionState
from core.find import Draft
from core.place import RegionVerdict
from core.story import Part, Story
from scheduler.context import Context
from scheduler.red_pen import house_style
from summarizer.checks import check_find
from summarizer.examples import nearest_finds
from summarizer.second_reader import kept_readings

ARTICLES_IN_A_BRIEF = 5
ABOUT_CHARS = 1_500
PLACES_NAMED = 3

_PARTS = (Part.LEAD, Part.INDEPENDENT, Part.ECHO)


def make_brief(context: Context, story: Story) -> Brief:
    """The story with what a draft of it should know: what ran before, past Finds near in
    subject, the long pieces of the edition that is open."""
    with context.database.read() as unit:
        articles = unit.articles.many(ids_in_brief(story))
        judged = unit.articles.judgements([article.article_id for article in articles])
        coverage = unit.coverage.of_story(story.story_id)
        past = [find.text for find in unit.archive.all()]
        past += [find.printed for find in unit.drafting.edited()]
        editions = [one for one in unit.editions.all() if one.state is EditionState.OPEN]
    next_edition = min(editions, key=lambda one: one.dated, default=None)
    features = next_edition.features if next_edition else ()
    return Brief(
        story_id=story.story_id,
        title=story.title,
        articles=articles,
        region=story.region.region,
        printed_on=story.date.day,
        covered_before=tuple(
            f"{one.sentence()} It ran as: “{' '.join(one.ran.text.split())}”" for one in coverage
        ),
        past=coverage,
        examples=nearest_finds(f"{story.title} {articles[0].text[:ABOUT_CHARS]}", past),
        features=tuple(f"{one.kind}: {one.title}" for one in features),
        places=tuple((key, _place(verdict.region)) for key, verdict in judged.items()),
    )


def ids_in_brief(story: Story) -> tuple[str, ...]:
    """The lead, then independent reports, then echoes, as many as a model is shown."""
    members = sorted(story.members, key=lambda member: _PARTS.index(member.part))
    return tuple(member.article_id for member in members[:ARTICLES_IN_A_BRIEF])


def _place(verdict: RegionVerdict) -> str:
    """The region and the words that decided it."""
    quotes = dict.fromkeys(reason.quote for reason in verdict.reasons if reason.quote)
    named = ", ".join(list(quotes)[:PLACES_NAMED])
    return f"{verdict.region} ({named})" if named else str(verdict.region)


def fingerprint(articles: tuple[Article, ...]) -> str:
    """The same for the same articles with the same texts, whatever else changed."""
    digest = blake2b(digest_size=12)
    for article in articles:
        digest.update(f"{article.article_id}\n{article.text}\n".encode("utf8", "replace"))
    return digest.hexdigest()


def checked(context: Context, draft: Draft, brief: Brief) -> Draft:
    """The draft with the verdicts of every rule; whatever a writer claims of itself is redone,
    and a second reader's verdicts stand behind."""
    style = house_style(context)
    checks = check_find(
        draft.sentences, brief.articles, style, verbatim=draft.verbatim, past=brief.past
    )
    return replace(draft, checks=(*checks, *kept_readings(draft.checks)))
