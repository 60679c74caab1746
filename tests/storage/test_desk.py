"""What the desk's pages read."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.errors import NotFound
from core.find import Check, CheckLevel, Sentence
from core.place import Region
from core.run import Job
from core.source import PollOutcome
from core.story import Part
from core.workflow import FindState, Move
from storage.database import Database
from storage.read_models import (
    Neighbours,
    QueueFilter,
    QueueFlag,
    QueuePlace,
    SourceHealth,
)
from storage.unit import Unit
from tests.storage.values import (
    ANN,
    DAY,
    NOW,
    article,
    draft,
    intent,
    judged,
    model_call,
    poll,
    region_verdict,
    source,
    stored_find,
    stored_story,
    story,
)


def queue_ids(unit: Unit, limit: int = 200, **given: Any) -> list[int]:
    wanted = QueueFilter(**given)
    found = [row.find_id for row in unit.desk.queue(wanted, limit=limit)]
    if limit == 200:
        assert unit.desk.queue_size(wanted) == len(found)
    return found


def test_queue_row_tells_all_a_list_shows(database: Database) -> None:
    with database.unit() as unit:
        pages = [article("a"), article("b", outlet="Ohio Watt"), article("c")]
        for page in pages:
            unit.articles.add(page)
        made = story(*[page.article_id for page in pages], advertisement=True)
        about = unit.stories.get(unit.stories.apply(intent(made), NOW))
        new = draft(about.lead_id, verbatim=True)
        find_id = unit.finds.add(about, new, now=NOW)
        (row,) = unit.desk.queue()
    assert (row.find_id, row.story_id, row.headline) == (find_id, about.story_id, new.headline)
    assert row.opening == " ".join(new.text.split())
    assert (row.state, row.region, row.printed_on) == (FindState.DRAFTED, Region.GLOBAL, DAY)
    assert (row.outlets, row.outlet_count) == (("Grid Post", "Ohio Watt"), 2)
    assert (row.flags, row.blocks) == (1, 1)
    assert (row.rank, row.rank_reasons) == (about.rank, about.rank_reasons)
    assert (row.verbatim, row.advertisement) == (True, True)
    assert (row.created_at, row.revision) == (NOW, 1)
    assert (row.edition_id, row.edition_number) == (None, "")


def test_queue_opening_is_cut_after_some_words(database: Database) -> None:
    with database.unit() as unit:
        about = stored_story(unit)
        long = Sentence(text=" ".join(f"w{number}" for number in range(90)))
        unit.finds.add(about, draft(about.lead_id, sentences=(long,)), now=NOW)
        (row,) = unit.desk.queue()
    assert row.opening.startswith("w0 w1 ")
    assert row.opening.endswith("w31 …")


def test_queue_filters_one_by_one(database: Database) -> None:
    with database.unit() as unit:
        low = stored_find(unit, "low", rank=1.0)
        high = stored_find(unit, "high", rank=9.0)
        page = article("mid", source="ohio-watt", title="Mid")
        unit.articles.add(page)
        about = unit.stories.get(unit.stories.apply(intent(story(page.article_id, rank=5.0)), NOW))
        clean = draft(page.article_id, headline="Buses", checks=())
        mid = unit.finds.add(about, clean, now=NOW)
        unit.finds.set_region(mid, Region.US, "", "ann", NOW)
        held = stored_find(unit, "held")
        unit.finds.move(held, Move.HOLD, reason="Ask them.", actor="ann", now=NOW)

        assert queue_ids(unit) == [high, mid, low]
        assert queue_ids(unit, limit=1) == [high]
        assert queue_ids(unit, states=(FindState.HELD,)) == [held]
        assert queue_ids(unit, states=tuple(FindState), limit=9) == [high, held, mid, low]
        assert queue_ids(unit, region=Region.US) == [mid]
        assert queue_ids(unit, flag=QueueFlag.ANY) == [high, low]
        assert queue_ids(unit, flag=QueueFlag.NONE) == [mid]
        assert queue_ids(unit, flag=QueueFlag.BLOCKED) == [high, low]
        assert queue_ids(unit, flag=QueueFlag.EXTRACT) == []
        assert queue_ids(unit, flag=QueueFlag.ADVERTISEMENT) == []
        assert queue_ids(unit, flag="number") == [high, low]
        assert queue_ids(unit, flag="no such rule") == []
        assert queue_ids(unit, find_ids=(low, held)) == [low]
        assert queue_ids(unit, find_ids=()) == []
        assert queue_ids(unit, source="ohio-watt") == [mid]
        assert queue_ids(unit, query="bus") == [mid]
        assert queue_ids(unit, query="bus", region=Region.GLOBAL) == []
        assert unit.desk.queue(QueueFilter(states=(FindState.HELD,)))[0].state_reason == "Ask them."


def test_queue_pages_by_place_lose_nothing_when_rows_leave(database: Database) -> None:
    with database.unit() as unit:
        ranks = {"a": 9.0, "b": 7.0, "c": 7.0, "d": 3.0, "e": 1.0}
        ids = [stored_find(unit, name, rank=rank) for name, rank in ranks.items()]
        order = [ids[0], ids[2], ids[1], ids[3], ids[4]]
        first = unit.desk.queue(limit=2)
        assert [row.find_id for row in first] == order[:2]
        place = QueuePlace(rank=first[-1].rank, find_id=first[-1].find_id)
        for row in first:
            unit.finds.move(row.find_id, Move.REJECT, reason="other", actor="ann", now=NOW)
        then = unit.desk.queue(after=place, limit=2)
        assert [row.find_id for row in then] == order[2:4]
        last = QueuePlace(rank=1.0, find_id=ids[4])
        assert [row.find_id for row in unit.desk.queue(before=last, limit=1)] == [order[3]]
        assert unit.desk.queue(after=last) == ()


def test_queue_shows_the_current_revision_and_edition(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit)
        unit.finds.save_revision(
            find_id,
            seen=1,
            headline="Edited",
            sentences=[Sentence(text="New.")],
            checks=[Check(rule="length", level=CheckLevel.BLOCK, reason="Short.")],
            author=ANN,
            now=NOW,
        )
        unit.finds.move(find_id, Move.APPROVE, seen=2, actor="ann", now=NOW)
        edition_id = unit.editions.create(2, 3, date(2026, 2, 3), NOW)
        unit.editions.place(edition_id, find_id, actor="ann", now=NOW)
        (row,) = unit.desk.queue(QueueFilter(states=(FindState.APPROVED,)))
    assert (row.headline, row.opening, row.revision) == ("Edited", "New.", 2)
    assert (row.flags, row.blocks) == (0, 1)
    assert (row.edition_id, row.edition_number) == (edition_id, "Volume 2 | Issue 3")


def test_find_page_holds_everything_about_a_find(database: Database) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "a", "b")
        verdict = judged(article("a").article_id)
        unit.articles.save_judgements([verdict])
        unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)
        edition_id = unit.editions.create(2, 3, date(2026, 2, 3), NOW)
        unit.editions.place(edition_id, find_id, actor="ann", now=NOW)
        page = unit.desk.find_page(find_id)
        assert page.find == unit.finds.get(find_id)
        assert page.story == unit.stories.get(page.find.story_id)
    assert [one.article for one in page.articles] == [article("a"), article("b")]
    assert [one.member.part for one in page.articles] == [Part.LEAD, Part.INDEPENDENT]
    assert page.judgement == verdict
    assert [revision.number for revision in page.revisions] == [1]
    assert [event.action for event in page.events] == ["placed", "approve", "drafted"]
    assert page.edition is not None
    assert page.edition.find_ids == (find_id,)


def test_find_page_of_an_unknown_find_is_not_found(database: Database) -> None:
    with database.read() as unit, pytest.raises(NotFound, match="no find 3"):
        unit.desk.find_page(3)


def test_overview_counts_everything(database: Database) -> None:
    slugs = ("good", "bad", "resting", "new")
    with database.unit() as unit:
        unit.sources.sync([source(slug, paused=slug == "resting") for slug in slugs], NOW)
        unit.sources.record_poll(poll("good"))
        unit.sources.record_poll(poll("bad", outcome=PollOutcome.FAILED))
        stored_find(unit)
        unit.editions.create(2, 3, date(2026, 2, 3), NOW)
        run = unit.runs.request(Job.COLLECT, slot="1", why="", now=NOW)
        unit.model_calls.add(model_call(started_at=NOW - timedelta(days=40)))
        unit.model_calls.add(model_call())
    with database.read() as unit:
        overview = unit.desk.overview(NOW - timedelta(days=30))
    assert overview.sources == SourceHealth(healthy=1, failing=1, paused=1, never_polled=1)
    assert overview.sources.total == 4
    assert (overview.articles.total, overview.stories.drafted) == (1, 1)
    assert overview.finds == {(FindState.DRAFTED, Region.GLOBAL): 1}
    assert (overview.editions_open, overview.waiting_runs) == (1, 1)
    assert overview.last_runs == {Job.COLLECT: run}
    assert (overview.spend.calls, overview.spend.microdollars) == (1, 1500)


def test_source_rows_tell_what_each_brought(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.sync([source("grid-post"), source("quiet")], NOW)
        unit.sources.record_poll(poll())
        unit.articles.add(article("a"))
        unit.articles.add(article("b"))
        unit.articles.save_judgements([judged(article("a").article_id)])
        busy, quiet = unit.desk.source_rows()
    assert (busy.source.slug, busy.articles, busy.core) == ("grid-post", 2, 1)
    assert busy.state.last_poll == poll()
    assert (quiet.articles, quiet.core) == (0, 0)
    assert quiet.state.last_poll is None


def test_neighbours_stand_section_by_section_the_best_rank_first(database: Database) -> None:
    with database.unit() as unit:
        low, world, high, lowest = (
            stored_find(unit, name, rank=rank, region=region_verdict(where))
            for name, rank, where in (
                ("a", 2.0, Region.US),
                ("b", 4.0, Region.GLOBAL),
                ("c", 3.0, Region.US),
                ("d", 1.0, Region.US),
            )
        )
        first, last, second = (
            unit.desk.neighbours(find_id, FindState.DRAFTED) for find_id in (high, world, low)
        )
        assert (first.position, first.total) == (1, 4)
        assert (first.previous_id, first.next_id) == (None, low)
        assert (second.previous_id, second.next_id) == (high, lowest)
        assert (last.position, last.previous_id, last.next_id) == (4, lowest, None)
        # Only the first three by rank: the lowest is not among them.
        assert unit.desk.neighbours(lowest, FindState.DRAFTED, limit=3) == Neighbours()
        assert unit.desk.neighbours(world, FindState.DRAFTED, limit=3).position == 3
        assert unit.desk.neighbours(world, FindState.HELD) == Neighbours()


def test_unplaced_are_approved_finds_in_no_edition_by_rank(database: Database) -> None:
    with database.unit() as unit:
        low, high, placed, _drafted = (
            stored_find(unit, name, rank=rank)
            for name, rank in (("a", 1.0), ("b", 2.0), ("c", 3.0), ("d", 4.0))
        )
        for find_id in (low, high, placed):
            unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)
        edition_id = unit.editions.create(2, 3, DAY, NOW)
        unit.editions.place(edition_id, placed, actor="ann", now=NOW)
        first, second = unit.desk.unplaced()
        assert (first.find_id, second.find_id) == (high, low)
        find = unit.finds.get(high)
        shown = (first.headline, first.region, first.printed_on)
        assert shown == (find.revision.headline, find.region, find.printed_on)
