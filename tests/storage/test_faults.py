"""Every public function of storage, through a locked and through a missing database."""

import inspect
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest

from core.archive import ArchiveEdition, ArchiveFind
from core.batch import BatchState, ModelBatch
from core.coverage import FollowUp
from core.delivery import DeliveryState, Target
from core.discovery import Discovery
from core.endpoint import EndpointState
from core.errors import StorageError
from core.house import RuleState
from core.introduction import IntroductionOffer
from core.links import LinkAnswer
from core.people import AuditEvent, Role
from core.place import Region
from core.run import Job, RunState
from core.spend import Cap, Caps, Held, Purpose, SpendScope, Wanted
from core.trace import Trace
from core.version import ArticleChange
from core.workflow import FindState, Move
from core.writing import OfferState
from storage.database import Database
from storage.repositories.base import Repository
from storage.tables import metadata
from storage.unit import Unit
from tests.storage.test_bulk import edition, find
from tests.storage.values import (
    ANN,
    DAY,
    NOW,
    article,
    document,
    draft,
    dropped,
    intent,
    judged,
    learned_model,
    model_call,
    poll,
    region_rule,
    source,
    story,
    working_copy,
)

KEY = article().article_id
SCOPE = SpendScope(run_key="r")
WANTED = Wanted(purpose=Purpose.FIND, model="m", microdollars=1)
HELD = Held(reservation_id=1, microdollars=1)
BATCH = ModelBatch(
    batch_id=0,
    key="k",
    endpoint="e",
    model="m",
    rung="r",
    state=BatchState.PREPARED,
    items=(),
    created_at=NOW,
    run_key="r",
)
TRACE = Trace(
    article_id=KEY, day=DAY, terms=frozenset({1}), bands=frozenset(), words=frozenset({1})
)

CALLS: dict[str, Callable[[Unit], object]] = {
    "sources.sync": lambda unit: unit.sources.sync([source()], NOW),
    "sources.add": lambda unit: unit.sources.add(source(), NOW),
    "sources.all": lambda unit: unit.sources.all(),
    "sources.get": lambda unit: unit.sources.get("a"),
    "sources.set_paused": lambda unit: unit.sources.set_paused("a", True),
    "sources.states": lambda unit: unit.sources.states(),
    "sources.state": lambda unit: unit.sources.state("a"),
    "sources.record_poll": lambda unit: unit.sources.record_poll(poll()),
    "sources.due": lambda unit: unit.sources.due(NOW),
    "articles.known_keys": lambda unit: unit.articles.known_keys(),
    "articles.to_ask_again": lambda unit: unit.articles.to_ask_again(NOW),
    "articles.add": lambda unit: unit.articles.add(article()),
    "articles.add_dropped": lambda unit: unit.articles.add_dropped(dropped()),
    "articles.get": lambda unit: unit.articles.get(KEY),
    "articles.whole_keys": lambda unit: unit.articles.whole_keys(),
    "articles.by_address": lambda unit: unit.articles.by_address("https://a.test"),
    "articles.many": lambda unit: unit.articles.many([KEY]),
    "articles.unjudged": lambda unit: unit.articles.unjudged(),
    "articles.save_judgements": lambda unit: unit.articles.save_judgements([judged(KEY)]),
    "articles.judged_otherwise": lambda unit: unit.articles.judged_otherwise("a", NOW),
    "articles.judged_the_same": lambda unit: unit.articles.judged_the_same([KEY], "a"),
    "articles.judgement": lambda unit: unit.articles.judgement(KEY),
    "articles.judgements": lambda unit: unit.articles.judgements([KEY]),
    "articles.page": lambda unit: unit.articles.page(query="grid"),
    "articles.counts": lambda unit: unit.articles.counts(),
    "articles.dropped": lambda unit: unit.articles.dropped(),
    "articles.off_codes": lambda unit: unit.articles.off_codes(),
    "articles.fingerprints": lambda unit: unit.articles.fingerprints(NOW),
    "articles.visited": lambda unit: unit.articles.visited(NOW),
    "articles.looked_again": lambda unit: unit.articles.looked_again(KEY, NOW),
    "articles.correct": lambda unit: unit.articles.correct(
        article(), article(), ArticleChange(added=1)
    ),
    "articles.corrected": lambda unit: unit.articles.corrected([KEY]),
    "articles.versions": lambda unit: unit.articles.versions(KEY),
    "articles.ungrouped": lambda unit: unit.articles.ungrouped(),
    "stories.get": lambda unit: unit.stories.get(1),
    "stories.leads": lambda unit: unit.stories.leads([1]),
    "stories.of_article": lambda unit: unit.stories.of_article(KEY),
    "stories.recent": lambda unit: unit.stories.recent(NOW),
    "stories.page": lambda unit: unit.stories.page(),
    "stories.undrafted": lambda unit: unit.stories.undrafted(),
    "stories.counts": lambda unit: unit.stories.counts(),
    "stories.apply": lambda unit: unit.stories.apply(intent(story(KEY)), NOW),
    "stories.apply_all": lambda unit: unit.stories.apply_all([intent(story(KEY))], NOW),
    "stories.replace_members": lambda unit: unit.stories.replace_members(
        1, story(KEY).members, by_hand=(), now=NOW
    ),
    "stories.add_like": lambda unit: unit.stories.add_like(story(KEY), NOW),
    "stories.members_by_hand": lambda unit: unit.stories.members_by_hand(1),
    "stories.lead_to": lambda unit: unit.stories.lead_to(1, 2),
    "stories.merge": lambda unit: unit.stories.merge(1, 2, "ann", NOW),
    "stories.let_live": lambda unit: unit.stories.let_live(1),
    "stories.unmerge": lambda unit: unit.stories.unmerge(1, 2, "ann", NOW),
    "stories.choose_lead": lambda unit: unit.stories.choose_lead(1, KEY, "ann", NOW),
    "stories.split": lambda unit: unit.stories.split(1, [KEY], "ann", NOW),
    "finds.add": lambda unit: unit.finds.add(story(KEY), draft(KEY), now=NOW),
    "finds.replace_draft": lambda unit: unit.finds.replace_draft(1, draft(KEY), now=NOW),
    "finds.get": lambda unit: unit.finds.get(1),
    "finds.many": lambda unit: unit.finds.many([1]),
    "finds.of_story": lambda unit: unit.finds.of_story(1),
    "finds.page": lambda unit: unit.finds.page(),
    "finds.revisions": lambda unit: unit.finds.revisions(1),
    "finds.with_revisions": lambda unit: unit.finds.with_revisions(1),
    "finds.counts": lambda unit: unit.finds.counts(),
    "finds.save_revision": lambda unit: unit.finds.save_revision(
        1, seen=1, headline="", sentences=(), checks=(), author=ANN, now=NOW
    ),
    "finds.move": lambda unit: unit.finds.move(1, Move.APPROVE, actor="ann", now=NOW),
    "finds.release_due": lambda unit: unit.finds.release_due("timetable", NOW),
    "finds.set_region": lambda unit: unit.finds.set_region(1, Region.US, "", "ann", NOW),
    "finds.set_printed_on": lambda unit: unit.finds.set_printed_on(1, DAY, "", "ann", NOW),
    "finds.own_of_story": lambda unit: unit.finds.own_of_story(1),
    "finds.give_to": lambda unit: unit.finds.give_to(1, 2, NOW),
    "editions.create": lambda unit: unit.editions.create(2, 3, DAY, NOW),
    "editions.get": lambda unit: unit.editions.get(1),
    "editions.by_number": lambda unit: unit.editions.by_number(2, 3),
    "editions.all": lambda unit: unit.editions.all(),
    "editions.place": lambda unit: unit.editions.place(1, 1, actor="ann", now=NOW),
    "editions.unplace": lambda unit: unit.editions.unplace(1, 1, actor="ann", now=NOW),
    "editions.reorder": lambda unit: unit.editions.reorder(1, [1], now=NOW),
    "editions.set_introduction": lambda unit: unit.editions.set_introduction(1, "", now=NOW),
    "editions.set_features": lambda unit: unit.editions.set_features(1, (), now=NOW),
    "editions.export": lambda unit: unit.editions.export(1, document(), actor="ann", now=NOW),
    "editions.begin_correction": lambda unit: unit.editions.begin_correction(
        1, "Wrong.", actor="ann", now=NOW
    ),
    "editions.open_beside": lambda unit: unit.editions.open_beside(1),
    "editions.rows": lambda unit: unit.editions.rows(),
    "editions.texts_before": lambda unit: unit.editions.texts_before(DAY),
    "editions.revisions": lambda unit: unit.editions.revisions(1),
    "introductions.offer": lambda unit: unit.introductions.offer(
        IntroductionOffer(edition_id=1, text="New.", author=ANN, seen="", created_at=NOW)
    ),
    "introductions.of": lambda unit: unit.introductions.of(1),
    "introductions.settle": lambda unit: unit.introductions.settle(1),
    "links.save": lambda unit: unit.links.save([LinkAnswer(url="u", asked_at=NOW, ok=True)]),
    "links.answers": lambda unit: unit.links.answers(["u"]),
    "bulk.articles": lambda unit: unit.bulk.articles([article()], [judged(KEY)]),
    "bulk.stories": lambda unit: unit.bulk.stories([story(KEY, story_id=1)]),
    "bulk.finds": lambda unit: unit.bulk.finds([find()], {}),
    "bulk.editions": lambda unit: unit.bulk.editions([edition()], NOW),
    "bulk.events": lambda unit: unit.bulk.events(
        [AuditEvent(at=NOW, actor="ann", action="looked", subject="find 1")]
    ),
    "bulk.finish": lambda unit: unit.bulk.finish(),
    "users.create": lambda unit: unit.users.create("ann", "x", Role.EDITOR, NOW),
    "users.by_name": lambda unit: unit.users.by_name("ann"),
    "users.get": lambda unit: unit.users.get(1),
    "users.all": lambda unit: unit.users.all(),
    "users.count": lambda unit: unit.users.count(),
    "users.set_role": lambda unit: unit.users.set_role(1, Role.CHIEF),
    "users.set_password_hash": lambda unit: unit.users.set_password_hash(1, "x"),
    "users.set_disabled": lambda unit: unit.users.set_disabled(1, True),
    "users.set_keys": lambda unit: unit.users.set_keys(1, {"approve": "y"}),
    "users.open_session": lambda unit: unit.users.open_session(1, "t", NOW, NOW),
    "users.session": lambda unit: unit.users.session("t", NOW),
    "users.close_session": lambda unit: unit.users.close_session("t"),
    "users.close_sessions": lambda unit: unit.users.close_sessions(1),
    "users.sessions_of": lambda unit: unit.users.sessions_of(1),
    "users.note_sign_in": lambda unit: unit.users.note_sign_in("ann", True, NOW),
    "users.forget_before": lambda unit: unit.users.forget_before(NOW),
    "users.by_identity": lambda unit: unit.users.by_identity("https://id.example", "7"),
    "users.bind": lambda unit: unit.users.bind(1, issuer="https://id.example", subject="7"),
    "users.failed_from": lambda unit: unit.users.failed_from("here", NOW),
    "users.failed_sign_ins": lambda unit: unit.users.failed_sign_ins("ann", NOW),
    "runs.request": lambda unit: unit.runs.request(Job.GROUP, slot="1", why="", now=NOW),
    "runs.claim": lambda unit: unit.runs.claim([Job.GROUP], now=NOW, lease_seconds=1, holder=""),
    "runs.heartbeat": lambda unit: unit.runs.heartbeat(1, NOW, 1),
    "runs.finish": lambda unit: unit.runs.finish(1, RunState.DONE, now=NOW),
    "runs.recover": lambda unit: unit.runs.recover(NOW),
    "runs.open_subjects": lambda unit: unit.runs.open_subjects(Job.COLLECT),
    "runs.remove_before": lambda unit: unit.runs.remove_before(NOW),
    "runs.get": lambda unit: unit.runs.get(1),
    "runs.page": lambda unit: unit.runs.page(),
    "runs.last": lambda unit: unit.runs.last(Job.GROUP),
    "runs.about": lambda unit: unit.runs.about(Job.DRAFT, "1"),
    "runs.keep_found": lambda unit: unit.runs.keep_found(1, Discovery(url="https://a.test/")),
    "runs.found": lambda unit: unit.runs.found(1),
    "sources.names": lambda unit: unit.sources.names(),
    "editions.open": lambda unit: unit.editions.open(),
    "editions.dates": lambda unit: unit.editions.dates(),
    "runs.counts": lambda unit: unit.runs.counts(),
    "model_calls.add": lambda unit: unit.model_calls.add(model_call()),
    "model_calls.spend": lambda unit: unit.model_calls.spend(),
    "model_calls.page": lambda unit: unit.model_calls.page(),
    "model_calls.of_story": lambda unit: unit.model_calls.of_story(1),
    "spending.reserve": lambda unit: unit.spending.reserve(
        WANTED, SCOPE, Caps(), now=NOW, lease_seconds=1
    ),
    "spending.settle": lambda unit: unit.spending.settle(HELD, model_call(), SCOPE),
    "spending.release": lambda unit: unit.spending.release(HELD),
    "spending.extend": lambda unit: unit.spending.extend(HELD, NOW),
    "spending.taken": lambda unit: unit.spending.taken(Cap.DAY, SCOPE, NOW),
    "spending.by_edition": lambda unit: unit.spending.by_edition(),
    "spending.by_model": lambda unit: unit.spending.by_model(),
    "spending.by_purpose": lambda unit: unit.spending.by_purpose(),
    "spending.by_find": lambda unit: unit.spending.by_find(),
    "spending.stops": lambda unit: unit.spending.stops(),
    "endpoints.get": lambda unit: unit.endpoints.get("e", "m"),
    "endpoints.put": lambda unit: unit.endpoints.put(EndpointState(endpoint="e", model="m")),
    "endpoints.all": lambda unit: unit.endpoints.all(),
    "model_batches.add": lambda unit: unit.model_batches.add(BATCH),
    "model_batches.get": lambda unit: unit.model_batches.get(1),
    "model_batches.open": lambda unit: unit.model_batches.open(),
    "model_batches.page": lambda unit: unit.model_batches.page(),
    "model_batches.stories_under_way": lambda unit: unit.model_batches.stories_under_way(),
    "model_batches.change": lambda unit: unit.model_batches.change(1, BatchState.FAILED, now=NOW),
    "model_batches.answered": lambda unit: unit.model_batches.answered(1, "1:f:p", "ok"),
    "drafting.note_input": lambda unit: unit.drafting.note_input(1, "f", KEY, NOW),
    "drafting.input_of": lambda unit: unit.drafting.input_of(1),
    "drafting.led_anew": lambda unit: unit.drafting.led_anew(),
    "drafting.edited": lambda unit: unit.drafting.edited(),
    "drafting.propose_rules": lambda unit: unit.drafting.propose_rules((), NOW),
    "drafting.rules": lambda unit: unit.drafting.rules(),
    "drafting.decide_rule": lambda unit: unit.drafting.decide_rule(
        1, RuleState.ACCEPTED, "ann", NOW
    ),
    "audit.add": lambda unit: unit.audit.add(
        AuditEvent(at=NOW, actor="ann", action="looked", subject="find 1")
    ),
    "audit.note": lambda unit: unit.audit.note("find 1", "looked", "ann", NOW),
    "audit.of": lambda unit: unit.audit.of("find 1"),
    "audit.page": lambda unit: unit.audit.page(),
    "audit.latest": lambda unit: unit.audit.latest(),
    "audit.changes": lambda unit: unit.audit.changes(0),
    "audit.since": lambda unit: unit.audit.since("find 1", 0),
    "batches.add": lambda unit: unit.batches.add((), "ann", NOW),
    "batches.take": lambda unit: unit.batches.take(1, NOW),
    "batches.remove_before": lambda unit: unit.batches.remove_before(NOW),
    "feedback.of_story": lambda unit: unit.feedback.of_story(1),
    "feedback.page": lambda unit: unit.feedback.page(),
    "feedback.add_on_story": lambda unit: unit.feedback.add_on_story(1, "merged", "ann", NOW),
    "archive.add_find": lambda unit: unit.archive.add_find(
        ArchiveFind(volume=1, issue=1, position=0, text="Ran.", dated=date(2025, 1, 7))
    ),
    "archive.replace_edition": lambda unit: unit.archive.replace_edition(
        ArchiveEdition(volume=1, issue=1)
    ),
    "archive.edition": lambda unit: unit.archive.edition(1, 1),
    "archive.editions": lambda unit: unit.archive.editions(),
    "archive.addresses": lambda unit: unit.archive.addresses(),
    "archive.search_texts": lambda unit: unit.archive.search_texts("grid"),
    "archive.all": lambda unit: unit.archive.all(),
    "archive.search": lambda unit: unit.archive.search("grid"),
    "archive.counts": lambda unit: unit.archive.counts(),
    "articles.placed": lambda unit: unit.articles.placed([KEY]),
    "stories.of_articles": lambda unit: unit.stories.of_articles([KEY]),
    "stories.many": lambda unit: unit.stories.many([1]),
    "stories.touched_by_hand": lambda unit: unit.stories.touched_by_hand([1]),
    "stories.grouping_reasons": lambda unit: unit.stories.grouping_reasons(1),
    "stories.settled": lambda unit: unit.stories.settled([1]),
    "filling.next_story": lambda unit: unit.filling.next_story(),
    "grouping.add": lambda unit: unit.grouping.add([TRACE]),
    "grouping.counts": lambda unit: unit.grouping.counts([1], DAY, DAY),
    "grouping.sharing": lambda unit: unit.grouping.sharing([1], DAY, DAY),
    "grouping.forget_before": lambda unit: unit.grouping.forget_before(DAY),
    "coverage.of_story": lambda unit: unit.coverage.of_story(1),
    "coverage.of_stories": lambda unit: unit.coverage.of_stories([1]),
    "coverage.save": lambda unit: unit.coverage.save(1, (), mark="m"),
    "coverage.to_compare": lambda unit: unit.coverage.to_compare("m", NOW),
    "coverage.past_finds": lambda unit: unit.coverage.past_finds(),
    "coverage.add_follow_up": lambda unit: unit.coverage.add_follow_up(
        FollowUp(story_id=1, earlier_id=2, reasons=())
    ),
    "coverage.earlier_than": lambda unit: unit.coverage.earlier_than(1),
    "coverage.later_than": lambda unit: unit.coverage.later_than(1),
    "deliveries.begin": lambda unit: unit.deliveries.begin(
        1, Target.GHOST, "k", actor="ann", now=NOW
    ),
    "deliveries.attempt": lambda unit: unit.deliveries.attempt(1, now=NOW),
    "deliveries.end": lambda unit: unit.deliveries.end(1, DeliveryState.DRAFTED, note="", now=NOW),
    "deliveries.get": lambda unit: unit.deliveries.get(1),
    "deliveries.of_edition": lambda unit: unit.deliveries.of_edition(1),
    "offers.add": lambda unit: unit.offers.add(1, draft(KEY), seen=1, instruction="", now=NOW),
    "offers.get": lambda unit: unit.offers.get(1),
    "offers.waiting": lambda unit: unit.offers.waiting(1),
    "offers.of": lambda unit: unit.offers.of(1),
    "offers.settle": lambda unit: unit.offers.settle(1, OfferState.TAKEN, "ann", NOW),
    "working_copies.keep": lambda unit: unit.working_copies.keep(working_copy()),
    "working_copies.get": lambda unit: unit.working_copies.get(1, 1),
    "working_copies.of_user": lambda unit: unit.working_copies.of_user(1),
    "working_copies.drop": lambda unit: unit.working_copies.drop(1, 1),
    "presences.show": lambda unit: unit.presences.show(1, 1, editing=True, now=NOW, until=NOW),
    "presences.leave": lambda unit: unit.presences.leave(1, 1),
    "presences.there": lambda unit: unit.presences.there([1], NOW),
    "learning.decided": lambda unit: unit.learning.decided(),
    "learning.count_decided": lambda unit: unit.learning.count_decided(),
    "learning.flips": lambda unit: unit.learning.flips(),
    "learning.rules": lambda unit: unit.learning.rules(),
    "learning.add_rules": lambda unit: unit.learning.add_rules([region_rule()]),
    "learning.revoke_rule": lambda unit: unit.learning.revoke_rule(1, "ann", NOW),
    "learning.restore_rule": lambda unit: unit.learning.restore_rule(1),
    "learning.placed_by_rules": lambda unit: unit.learning.placed_by_rules(),
    "learning.models": lambda unit: unit.learning.models(),
    "learning.model_in_use": lambda unit: unit.learning.model_in_use(),
    "learning.add_model": lambda unit: unit.learning.add_model(learned_model(), use=True),
    "learning.use_model": lambda unit: unit.learning.use_model(None),
    "learning.waiting_stories": lambda unit: unit.learning.waiting_stories(),
    "learning.set_rank": lambda unit: unit.learning.set_rank(1, 1.0, ()),
    "desk.queue": lambda unit: unit.desk.queue(),
    "desk.queue_size": lambda unit: unit.desk.queue_size(),
    "desk.neighbours": lambda unit: unit.desk.neighbours(1, FindState.DRAFTED),
    "desk.unplaced": lambda unit: unit.desk.unplaced(),
    "desk.find_page": lambda unit: unit.desk.find_page(1),
    "desk.overview": lambda unit: unit.desk.overview(),
    "desk.source_rows": lambda unit: unit.desk.source_rows(),
}
# Takes a find that only a working database can give.
NEEDS_A_FIND = {"feedback.add"}
SQLITE_ONLY = {"filling.add_articles", "filling.put_stories"}

LOCKED = "The database is locked by another program. Try again in a moment."
MISSING = 'Run "desk db upgrade".'


def public_functions() -> set[str]:
    unit = Unit(None)  # type: ignore[arg-type]
    return {
        f"{name}.{function}"
        for name, repository in vars(unit).items()
        if isinstance(repository, Repository)
        for function, _ in inspect.getmembers(type(repository), inspect.isfunction)
        if not function.startswith("_")
    }


def test_list_names_every_public_function() -> None:
    assert set(CALLS) == public_functions() - NEEDS_A_FIND - SQLITE_ONLY


def failures(database: Database, sentence: str) -> dict[str, str]:
    """What did not end as it should, by function."""
    wrong: dict[str, str] = {}
    for name, call in CALLS.items():
        try:
            with database.read() if is_read(name) else database.unit() as unit:
                call(unit)
            wrong[name] = "It succeeded."
        except StorageError as error:
            if sentence not in str(error):
                wrong[name] = str(error)
    return wrong


READS = frozenset(
    """all get states state due known_keys to_ask_again whole_keys many unjudged ungrouped
    judgement judgements page counts dropped fingerprints
    of_article recent undrafted members_by_hand
    of_story revisions with_revisions
    by_number by_name count session sessions_of failed_sign_ins failed_from by_identity
    last spend of search queue
    find_page overview source_rows edition editions addresses of_edition search_texts
    latest changes since queue_size
    grouping_reasons next_story of_articles touched_by_hand settled sharing
    of_stories to_compare past_finds earlier_than later_than
    waiting of_user there about own_of_story decided count_decided flips models model_in_use
    waiting_stories by_address neighbours judged_otherwise placed_by_rules""".split()
)


def is_read(name: str) -> bool:
    return name.split(".")[1] in READS


@pytest.fixture
def locked_sqlite(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    database = Database(f"sqlite:///{path}", lock_timeout_seconds=0.01)
    database.upgrade()
    database.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield database
    database.check()
    database.close()


@pytest.fixture
def locked_postgresql(postgresql_database: Database, postgresql_url: str) -> Iterator[Database]:
    database = Database(postgresql_url, lock_timeout_seconds=0.01)
    names = ", ".join([*metadata.tables, "search_articles", "search_finds", "search_archive"])
    with psycopg.connect(postgresql_url) as other:
        other.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE".encode())
        yield database
    database.check()
    database.close()


@pytest.fixture
def locked(kind: str, request: pytest.FixtureRequest) -> Database:
    database: Database = request.getfixturevalue(f"locked_{kind}")
    return database


def test_locked_database_every_function_says_so(locked: Database) -> None:
    assert failures(locked, LOCKED) == {}


def test_database_without_tables_every_function_names_the_way_out(
    new_url: Callable[[], str], kind: str
) -> None:
    url = new_url()
    if kind == "sqlite":
        Path(url.removeprefix("sqlite:///")).touch()
    database = Database(url)
    assert failures(database, MISSING) == {}
    database.close()


def test_missing_file_every_function_names_the_way_out(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/none.db")
    assert failures(database, MISSING) == {}
    assert list(tmp_path.iterdir()) == []


@contextmanager
def full_disk(database: Database) -> Iterator[Unit]:
    """SQLite's own limit on pages stands in for a disk without room.

    The pages that earlier tests left empty inside the file are given back first.
    """
    with closing(sqlite3.connect(database._engine.url.database or "")) as file:
        file.execute("VACUUM")
    try:
        with database.unit() as unit:
            connection = unit.sources._connection
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
            yield unit
    finally:
        # The limit belongs to the connection: none that has it may wait in the pool for another
        # test.
        database.close()


def test_full_disk_says_so_and_saves_nothing(sqlite_database: Database) -> None:
    with pytest.raises(StorageError, match="disk is full"), full_disk(sqlite_database) as unit:
        unit.articles.add(article(text="word " * 200_000))
    with sqlite_database.unit() as unit:
        assert unit.articles.counts().total == 0
