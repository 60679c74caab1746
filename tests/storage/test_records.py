"""What was called, what was done, and what ran: kept as it was."""

from datetime import date, timedelta

import pytest

from core.archive import ArchiveFind
from core.errors import NotFound
from core.people import AuditEvent
from core.place import Region
from core.run import Job
from core.workflow import FindState, Move, MovedFind
from storage.database import Database
from storage.read_models import EditionChange, FindChange, Spend
from tests.storage.values import NOW, model_call, stored_find, stored_story

EVENT = AuditEvent(at=NOW, actor="ann", action="paused", subject="source a", before="", after="")
RAN = ArchiveFind(
    volume=1,
    issue=6,
    position=0,
    text="Utrecht's shared cars feed the grid.",
    dated=date(2025, 3, 18),
    region=Region.GLOBAL,
    printed_on=date(2025, 3, 12),
    source_url="https://grid-post.test/a",
)


def test_model_call_reads_back_the_same(database: Database) -> None:
    with database.unit() as unit:
        story = stored_story(unit)
        call = model_call(story_id=story.story_id, request_id="r-1", error="none")
        unit.model_calls.add(call)
        other = model_call(http_status=500, cost_microdollars=None, input_tokens=None)
        unit.model_calls.add(other)
        assert unit.model_calls.of_story(story.story_id) == (call,)
        assert unit.model_calls.page() == (other, call)


def test_spend_sums_calls_and_counts_the_unknown(database: Database) -> None:
    with database.unit() as unit:
        assert unit.model_calls.spend() == Spend(
            calls=0, input_tokens=0, cached_tokens=0, output_tokens=0, microdollars=0, unknown=0
        )
        run = unit.runs.request(Job.DRAFT, slot="1", why="", now=NOW)
        assert run is not None
        find_id = stored_find(unit)
        unit.model_calls.add(model_call(started_at=NOW - timedelta(days=2)))
        unit.model_calls.add(model_call(), run_id=run.run_id, find_id=find_id)
        unit.model_calls.add(model_call(cost_microdollars=None, output_tokens=None))
        since = unit.model_calls.spend(NOW)
        assert (since.calls, since.microdollars, since.unknown) == (2, 1500, 1)
        assert (since.input_tokens, since.cached_tokens, since.output_tokens) == (2000, 200, 200)
        assert unit.model_calls.spend().microdollars == 3000
        assert unit.model_calls.spend(run_id=run.run_id).calls == 1


def test_audit_events_come_latest_first_by_subject(database: Database) -> None:
    later = AuditEvent(at=NOW, actor="bo", action="resumed", subject="source a", reason="Back.")
    other = AuditEvent(at=NOW, actor="bo", action="paused", subject="source b")
    with database.unit() as unit:
        for event in (EVENT, later, other):
            unit.audit.add(event)
        assert unit.audit.of("source a") == (later, EVENT)
        assert unit.audit.page() == (other, later, EVENT)
        assert unit.audit.page(limit=1, offset=1) == (later,)


def test_archive_keeps_a_find_once_and_takes_its_correction(database: Database) -> None:
    corrected = ArchiveFind(volume=1, issue=6, position=0, text="Corrected.", region=Region.US)
    with database.unit() as unit:
        assert unit.archive.add_find(RAN)
        assert not unit.archive.add_find(corrected)
        (kept,) = unit.archive.all()
        assert (kept.text, kept.region, kept.dated) == ("Corrected.", Region.US, None)
        assert unit.archive.counts() == {Region.US: 1}
        assert unit.archive.search("utrecht") == ()
        assert unit.archive.search("corrected") == (kept,)


def test_archive_search_finds_newest_edition_first(database: Database) -> None:
    newer = ArchiveFind(volume=2, issue=1, position=3, text="Utrecht, again: cars.")
    other = ArchiveFind(volume=2, issue=1, position=4, text="Ohio buses.")
    with database.unit() as unit:
        for ran in (RAN, newer, other):
            unit.archive.add_find(ran)
        found = unit.archive.search("cars UTRECHT")
        assert [(one.number, one.text) for one in found] == [
            ("Volume 2 | Issue 1", newer.text),
            ("Volume 1 | Issue 6", RAN.text),
        ]
        assert unit.archive.search("utrecht ohio") == ()
        assert len(unit.archive.search("utrecht", limit=1)) == 1


def test_changes_name_each_find_and_edition_once_with_its_last_event(database: Database) -> None:
    with database.unit() as unit:
        one, other = stored_find(unit, "a"), stored_find(unit, "b")
        start = unit.audit.latest()
        unit.finds.move(one, Move.HOLD, actor="ann", now=NOW)
        unit.audit.note("edition 3", "closed", "ann", NOW)
        unit.finds.move(other, Move.REJECT, reason="other", actor="ann", now=NOW)
        unit.finds.move(one, Move.RESTORE, actor="ann", now=NOW)
        unit.audit.note("find 999", "looked", "ann", NOW)
        changes = unit.audit.changes(start)
        edition, *moved = changes
        assert edition == EditionChange(event_id=edition.event_id, edition_id=3)
        assert [(c.find_id, c.state) for c in moved if isinstance(c, FindChange)] == [
            (other, FindState.REJECTED),
            (one, FindState.DRAFTED),
        ]
        assert [c.event_id for c in changes] == sorted(c.event_id for c in changes)
        assert unit.audit.changes(changes[0].event_id) == changes[1:]
        assert unit.audit.changes(unit.audit.latest()) == ()
        (last, first) = unit.audit.since(f"find {one}", start)
        assert (first.action, last.action) == (Move.HOLD, Move.RESTORE)


def test_batch_is_taken_back_once(database: Database) -> None:
    moved = MovedFind(find_id=1, seen=2, before=FindState.DRAFTED, after=FindState.HELD)
    with database.unit() as unit:
        batch_id = unit.batches.add([moved], "ann", NOW)
        assert unit.batches.take(batch_id, NOW) == (moved,)
        assert unit.batches.take(batch_id, NOW) == ()
        with pytest.raises(NotFound, match="no batch 99"):
            unit.batches.take(99, NOW)
        assert unit.batches.remove_before(NOW + timedelta(days=1)) == 1
