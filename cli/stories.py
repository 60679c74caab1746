"""`desk stories …`: the articles about one event, gathered."""

from typing import Annotated

import typer

from cli.options import AsJson, Limit
from cli.session import Session, session_of
from core.article import Article
from core.place import Region
from core.relevance import Relevance
from core.story import Story

ACTOR = "command line"

app = typer.Typer(help="The articles about one event, gathered.", no_args_is_help=True)


@app.command("list")
def list_stories(
    context: typer.Context,
    level: Annotated[Relevance | None, typer.Option(help="Only of this relevance.")] = None,
    region: Annotated[Region | None, typer.Option(help="Only of this region.")] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List stories, best rank first.

    Example: `desk stories list --region US --limit 20`
    """
    session = session_of(context)
    with session.database.read() as unit:
        stories = unit.stories.page(limit=limit, offset=0, level=level, region=region)
    if as_json:
        session.json_lines(stories)
        return
    session.table(
        ("id", "rank", "beat", "region", "day", "articles", "title"),
        (
            (
                story.story_id,
                f"{story.rank:.1f}",
                story.relevance,
                story.region.region,
                story.date.day,
                len(story.members),
                story.title,
            )
            for story in stories
        ),
    )


@app.command("show")
def show(context: typer.Context, story_id: int, as_json: AsJson = False) -> None:
    """Show one story: its articles, and why they stand together.

    Example: `desk stories show 12`
    """
    session = session_of(context)
    with session.database.read() as unit:
        story = unit.stories.get(story_id)
        articles = unit.articles.many(story.article_ids)
    if as_json:
        session.json(story)
        return
    _print_story(session, story, articles)


@app.command("merge")
def merge(context: typer.Context, into: int, other: int) -> None:
    """Put the articles of another story into this one; grouping will not undo it.

    Example: `desk stories merge 12 15`
    """
    session = session_of(context)
    with session.database.unit() as unit:
        unit.stories.merge(into, other, ACTOR, session.clock.now())
    session.say(f"Story {other} is now part of story {into}.")


@app.command("split")
def split(context: typer.Context, story_id: int, article_id: list[str]) -> None:
    """Take articles out of a story into one of their own; grouping will not undo it.

    Example: `desk stories split 12 4666206adf5553b1`
    """
    session = session_of(context)
    with session.database.unit() as unit:
        new_id = unit.stories.split(story_id, tuple(article_id), ACTOR, session.clock.now())
    session.say(f"The articles are now story {new_id}.")


def _print_story(session: Session, story: Story, articles: tuple[Article, ...]) -> None:
    session.say(f"{story.title}\n")
    session.say(f"Beat: {story.relevance}. " + " ".join(r.text for r in story.relevance_reasons))
    session.say(f"Region: {story.region.region}. {story.region.sentence()}")
    session.say(f"Day: {story.date.day}. {story.date.evidence_sentence()}")
    session.say(story.date.other_days())
    session.say(f"Rank {story.rank:.1f}: " + " ".join(r.text for r in story.rank_reasons) + "\n")
    by_id = {article.article_id: article for article in articles}
    session.table(
        ("part", "outlet", "title", "why here"),
        (
            (
                member.part,
                by_id[member.article_id].outlet,
                by_id[member.article_id].title,
                " ".join(reason.text for reason in member.reasons),
            )
            for member in story.members
        ),
    )
