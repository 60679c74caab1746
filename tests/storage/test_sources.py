"""Sources follow the configuration, keep an editor's word, and remember their polls."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import NotFound, Refused
from core.rhythm import Rhythm
from core.source import ListingChoice, Poll, PollOutcome, SourceMemory, SourceState
from storage.database import Database
from tests.storage.values import NOW, poll, source

LATER = NOW + timedelta(hours=1)


def test_source_synced_reads_back_the_same(database: Database) -> None:
    full = source(weight=1.5, paused=True, selector="a.news", every_minutes=30, note="Daily.")
    with database.unit() as unit:
        unit.sources.sync([full], NOW)
    with database.read() as unit:
        assert unit.sources.get(full.slug) == full


def test_sync_takes_changes_and_the_order_of_the_configuration(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.sync([source("a"), source("b")], NOW)
        unit.sources.sync([source("b", name="Bee"), source("a")], LATER)
        assert [one.name for one in unit.sources.all()] == ["Bee", "A"]


def test_sync_without_a_source_keeps_it_but_lists_it_no_more(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.sync([source("a"), source("b")], NOW)
        unit.sources.sync([source("b")], LATER)
        assert [one.slug for one in unit.sources.all()] == ["b"]
        assert [one.slug for one in unit.sources.due(LATER)] == ["b"]
        assert unit.sources.get("a") == source("a")
        unit.sources.sync([source("a"), source("b")], LATER)
        assert [one.slug for one in unit.sources.all()] == ["a", "b"]


def test_sync_leaves_a_source_added_at_the_desk(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.sync([source("a")], NOW)
        unit.sources.add(source("mine"), NOW)
        unit.sources.sync([source("a")], LATER)
        assert [one.slug for one in unit.sources.all()] == ["a", "mine"]


def test_add_with_a_taken_slug_is_refused(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.add(source("mine"), NOW)
        with pytest.raises(Refused, match="mine already"):
            unit.sources.add(source("mine"), NOW)


def test_pause_at_the_desk_outlives_the_configuration(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.sync([source("a"), source("b", paused=True)], NOW)
        unit.sources.set_paused("a", True)
        unit.sources.set_paused("b", False)
        unit.sources.sync([source("a"), source("b", paused=True)], LATER)
        assert [(one.slug, one.paused) for one in unit.sources.all()] == [("a", True), ("b", False)]
        assert [one.slug for one in unit.sources.due(LATER)] == ["b"]


def test_unknown_source_is_not_found(database: Database) -> None:
    with database.unit() as unit:
        with pytest.raises(NotFound):
            unit.sources.get("nobody")
        with pytest.raises(NotFound):
            unit.sources.set_paused("nobody", True)
        with pytest.raises(NotFound):
            unit.sources.record_poll(poll("nobody"))
        assert unit.sources.state("nobody") == SourceState(source="nobody")


def test_poll_recorded_reads_back_with_its_memory(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.sync([source()], NOW)
        unit.sources.record_poll(poll())
    with database.read() as unit:
        state = unit.sources.states()["grid-post"]
    assert state == SourceState(
        source="grid-post",
        memory=poll().memory,
        last_poll=poll(),
        last_success_at=NOW,
        last_item_at=NOW,
        rhythm=Rhythm(pace_minutes=180, items_new=1),
    )


@pytest.mark.parametrize("bad", [PollOutcome.FAILED, PollOutcome.BLOCKED, PollOutcome.GONE])
def test_bad_poll_keeps_the_memory_and_counts_up(database: Database, bad: PollOutcome) -> None:
    lost = SourceMemory(etag="of a page that was never worked off")
    with database.unit() as unit:
        unit.sources.sync([source()], NOW)
        unit.sources.record_poll(poll())
        for hours in (1, 2):
            at = NOW + timedelta(hours=hours)
            unit.sources.record_poll(poll(at=at, outcome=bad, memory=lost, items_new=0))
        state = unit.sources.state("grid-post")
    assert (state.memory, state.last_success_at) == (poll().memory, NOW)
    assert (state.failures, state.failing_since) == (2, LATER)


def test_good_poll_ends_a_row_of_failures(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.sync([source()], NOW)
        unit.sources.record_poll(poll(outcome=PollOutcome.FAILED))
        unit.sources.record_poll(poll(at=LATER, outcome=PollOutcome.EMPTY))
        state = unit.sources.state("grid-post")
    assert (state.failures, state.failing_since, state.last_success_at) == (0, None, LATER)


def test_not_modified_without_validators_keeps_those_it_answered_to(database: Database) -> None:
    unchanged = Poll(source="grid-post", at=LATER, outcome=PollOutcome.NOT_MODIFIED)
    with database.unit() as unit:
        unit.sources.sync([source()], NOW)
        unit.sources.record_poll(poll())
        unit.sources.record_poll(unchanged)
        assert unit.sources.state("grid-post").memory == poll().memory


def test_poll_recorded_twice_counts_once(database: Database) -> None:
    failed = poll(outcome=PollOutcome.FAILED)
    with database.unit() as unit:
        unit.sources.sync([source()], NOW)
        unit.sources.record_poll(failed)
        unit.sources.record_poll(failed)
        assert unit.sources.state("grid-post").failures == 1


def test_due_sources_come_by_how_long_they_waited(database: Database) -> None:
    sources = [source(slug, every_minutes=60) for slug in ("fresh", "old", "older", "never")]
    with database.unit() as unit:
        unit.sources.sync(sources, NOW)
        for slug, hours in (("fresh", 0), ("old", 2), ("older", 3)):
            unit.sources.record_poll(poll(slug, at=NOW - timedelta(hours=hours)))
        assert [one.slug for one in unit.sources.due(NOW)] == ["never", "older", "old"]
        assert [one.slug for one in unit.sources.due(LATER)] == ["never", "older", "old", "fresh"]


def test_polls_teach_the_pace_the_days_and_the_cost(database: Database) -> None:
    day = NOW.date()
    good = poll(requests=3, bytes_received=900, item_days=((day, 2),), items_new=0)
    with database.unit() as unit:
        unit.sources.sync([source(every_minutes=60)], NOW)
        for hours in range(3):
            unit.sources.record_poll(replace(good, at=NOW + timedelta(hours=hours)))
        state = unit.sources.state("grid-post")
    assert state.rhythm == Rhythm(
        pace_minutes=60 * 1.5 * 1.5, item_days=((day, 2),), requests=9, bytes_received=2700
    )


def test_due_sources_are_nearer_before_an_edition_closes(database: Database) -> None:
    with database.unit() as unit:
        unit.sources.sync([source(every_minutes=120)], NOW)
        unit.sources.record_poll(poll())
        assert not unit.sources.due(LATER)
        assert unit.sources.due(LATER, closing=True)


def test_poll_that_found_the_list_elsewhere_is_noted_once(database: Database) -> None:
    choice = ListingChoice(url="https://a.test/", place="ul/body:li", since=NOW)
    anew = replace(choice, place="div/body:div", since=NOW + timedelta(hours=1), note="Moved.")
    with database.unit() as unit:
        unit.sources.sync([source()], NOW)
        for hours, one in enumerate((choice, anew, anew)):
            at = NOW + timedelta(hours=hours)
            unit.sources.record_poll(poll(at=at, memory=SourceMemory(choice=one)))
        assert unit.sources.state("grid-post").memory.choice == anew
        (event,) = unit.audit.of("source grid-post")
    assert (event.action, event.reason) == ("list found anew", "Moved.")
