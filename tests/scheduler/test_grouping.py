"""Placing articles by the index: over several runs, beside what ran and what a hand did."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.load import load
from core.archive import ArchiveFind
from core.clock import FixedClock
from core.coverage import CoverageKind
from core.story import Judged
from scheduler.context import Context
from scheduler.jobs.group import place_new
from scheduler.jobs.order import compare_with_past, rank_waiting
from storage.database import Database
from tests.storage.values import DAY, NOW, article, date_verdict, judged, partial

FIRST = (
    "Fremont Unified School District and Pacific Gas and Electric switched on a V2G charging depot "
    "for 14 electric school buses. The Mobility House runs it and returns 300 kilowatts."
)
AGAIN = (
    "The Mobility House and the Fremont Unified School District put 14 electric buses to work for "
    "Pacific Gas and Electric, with up to 300 kilowatts on summer evenings."
)
OTHER = "A bakery in Lyon bought three cargo bikes for its bread, the owner says."


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    database = Database(f"sqlite:///{tmp_path}/desk.db")
    database.upgrade()
    configuration = load(Path("no workspace"), {})
    yield Context(database=database, configuration=configuration, clock=FixedClock(NOW))
    database.close()


def arrive(context: Context, name: str, text: str, *, days: int = 0) -> str:
    page = article(name, title=f"{name}: {text[:40]}", text=text, outlet=name, credit="", flags=())
    verdicts: Judged = judged(
        page.article_id, date=date_verdict(DAY + timedelta(days=days)), fingerprint=0
    )
    with context.database.unit() as unit:
        unit.articles.add(page)
        unit.articles.save_judgements([verdicts])
    return page.article_id


def stories_of(context: Context, *article_ids: str) -> list[int]:
    with context.database.read() as unit:
        found = unit.stories.of_articles(article_ids)
    return [found[key] for key in article_ids]


def test_article_of_a_later_run_joins_the_story_that_the_index_leads_to(context: Context) -> None:
    first, other = arrive(context, "one", FIRST), arrive(context, "two", OTHER)
    assert place_new(context) == {"placed": 2, "stories": 2}
    again = arrive(context, "three", AGAIN)
    assert place_new(context) == {"placed": 1, "joined": 1}
    homes = stories_of(context, first, other, again)
    assert homes[0] == homes[2] != homes[1]
    assert place_new(context) == {}


def test_what_a_hand_split_stays_apart(context: Context) -> None:
    first, again = arrive(context, "one", FIRST), arrive(context, "two", AGAIN)
    place_new(context)
    (story_id, _) = stories_of(context, first, again)
    with context.database.unit() as unit:
        unit.stories.split(story_id, [again], "ann", NOW)
    arrive(context, "three", f"{AGAIN} More comes in May.")
    place_new(context)
    homes = stories_of(context, first, again)
    assert homes[0] != homes[1]


def test_story_is_told_anew_when_its_teaser_becomes_whole(context: Context) -> None:
    teaser = partial("one", title="Buses", text="Buses.", flags=(), credit="")
    with context.database.unit() as unit:
        unit.articles.add(teaser)
        unit.articles.save_judgements([judged(teaser.article_id)])
    place_new(context)
    with context.database.unit() as unit:
        unit.articles.add(article("one", title="Fremont's buses feed the grid", text=FIRST))
        unit.articles.save_judgements([judged(teaser.article_id)])
    place_new(context)
    (story_id,) = stories_of(context, teaser.article_id)
    with context.database.read() as unit:
        story = unit.stories.get(story_id)
        reasons = unit.stories.grouping_reasons(story_id)
    assert story.title == "Fremont's buses feed the grid"
    assert "partial" not in {reason.code for reason in story.rank_reasons}
    assert [reason.code for reason in reasons] == ["anew"]


def test_what_ran_is_found_and_lowers_the_rank_when_the_archive_grows(context: Context) -> None:
    key = arrive(context, "one", FIRST)
    place_new(context)
    assert compare_with_past(context) == 1
    assert compare_with_past(context) == 0
    with context.database.unit() as unit:
        unit.archive.add_find(
            ArchiveFind(volume=1, issue=6, position=0, text=AGAIN, printed_on=DAY)
        )
    assert compare_with_past(context) == 1
    (story_id,) = stories_of(context, key)
    before = rank_of(context, story_id)
    rank_waiting(context)
    with context.database.read() as unit:
        (coverage,) = unit.coverage.of_story(story_id)
        story = unit.stories.get(story_id)
    assert (coverage.kind, coverage.ran.number) == (CoverageKind.SAME_EVENT, "Volume 1 | Issue 6")
    assert story.rank == pytest.approx(before - 30)
    said = [reason.text for reason in story.rank_reasons]
    assert "The same event ran in Volume 1 | Issue 6." in said
    assert rank_waiting(context) == 0


def rank_of(context: Context, story_id: int) -> float:
    with context.database.read() as unit:
        return unit.stories.get(story_id).rank


def test_rank_counts_the_age_of_today_and_what_the_edition_lacks(context: Context) -> None:
    key = arrive(context, "one", FIRST)
    place_new(context)
    (story_id,) = stories_of(context, key)
    with context.database.unit() as unit:
        unit.editions.create(2, 4, DAY, NOW)
    assert isinstance(context.clock, FixedClock)
    context.clock.advance(days=10)
    rank_waiting(context)
    with context.database.read() as unit:
        reasons = {r.code: r.text for r in unit.stories.get(story_id).rank_reasons}
    assert reasons["age"] == "It is 11 days old."
    assert reasons["edition"] == "Volume 2 | Issue 4 has 0 of 4 Global Finds."


def test_later_story_of_the_same_matter_is_linked_and_stays_two(context: Context) -> None:
    first = arrive(context, "one", FIRST)
    place_new(context)
    with context.database.unit() as unit:
        (story_id,) = unit.stories.of_articles([first]).values()
    later = arrive(
        context,
        "two",
        "The Mobility House counts 41 evenings on which the Fremont Unified School District sold "
        "12 megawatt-hours to Pacific Gas and Electric. The board met on Tuesday about 25 more "
        "buses, their price and the loan that would pay for them until 2031.",
        days=20,
    )
    place_new(context)
    homes = stories_of(context, first, later)
    assert homes[0] != homes[1]
    with context.database.read() as unit:
        (link,) = unit.coverage.earlier_than(homes[1])
    assert link.earlier_id == story_id
    assert "20 days later" in link.reasons[0].text
    assert "with figures of its own" in link.reasons[0].text
