"""`desk stories …`: the articles about one event, gathered."""

from typing import Annotated

import typer

from cli.options import AsJson, Limit
from cli.session import Session, session_of
from core.article import Article
from core.coverage import Coverage, FollowUp
from core.place import Region
from core.relevance import Relevance
from core.story import Story
from core.verdict import Reason
from core.wire import to_data

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
        ran = unit.coverage.of_story(story.story_id)
        earlier = unit.coverage.earlier_than(story.story_id)
        later = unit.coverage.later_than(story.story_id)
        grouped = unit.stories.grouping_reasons(story.story_id)
    if as_json:
        more = {"ran_before": ran, "goes_on_from": earlier, "gone_on_by": later}
        session.json(to_data(story) | to_data(more) | {"grouping_reasons": to_data(grouped)})
        return
    _print_story(session, story, articles)
    _print_history(session, ran, earlier, later, grouped)


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


def _print_history(
    session: Session,
    ran: tuple[Coverage, ...],
    earlier: tuple[FollowUp, ...],
    later: tuple[FollowUp, ...],
    grouped: tuple[Reason, ...],
) -> None:
    for reason in grouped:
        session.say(f"Grouping: {reason.text}")
    for one in ran:
        session.say(f"Before: {one.sentence()} {' '.join(r.text for r in one.reasons)}")
    for link in earlier:
        session.say(f"Story {link.earlier_id}: {' '.join(r.text for r in link.reasons)}")
    for link in later:
        session.say(f"Story {link.story_id} goes on from here.")
