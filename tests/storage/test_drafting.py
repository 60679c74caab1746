"""What drafts were made of, batches under way, endpoints, and rules from the red pen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.batch import BatchItem, BatchState, ModelBatch
from core.endpoint import EndpointState
from core.errors import NotFound
from core.find import Author, AuthorKind, Sentence
from core.house import Replacement, RuleState
from core.spend import Caps, Held, Purpose, SpendScope, Wanted
from core.workflow import Move
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import ANN, MODEL, NOW, draft, stored_find, stored_story

HYPE = Replacement(wrong="groundbreaking", right="", find_ids=(1, 2, 3), editors=("ann",))


def rewrite(unit: Unit, find_id: int, text: str) -> None:
    find = unit.finds.get(find_id)
    unit.finds.save_revision(
        find_id,
        seen=find.revision.number,
        headline="",
        sentences=(Sentence(text=text),),
        checks=(),
        author=ANN,
        now=NOW,
    )


def approve(unit: Unit, find_id: int) -> None:
    unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)


def test_input_is_kept_and_replaced(database: Database) -> None:
    with database.unit() as unit:
        story_id = stored_story(unit).story_id
        assert unit.drafting.input_of(story_id) is None
        unit.drafting.note_input(story_id, "a", "lead", NOW)
        unit.drafting.note_input(story_id, "b", "other", NOW + timedelta(days=1))
        kept = unit.drafting.input_of(story_id)
        assert kept is not None
        assert (kept.fingerprint, kept.lead_id) == ("b", "other")


@pytest.mark.parametrize("touched", [False, True])
def test_led_anew_names_untouched_finds_with_another_lead(
    database: Database,
    touched: bool,  # noqa: FBT001
) -> None:
    with database.unit() as unit:
        find_id = stored_find(unit, "utrecht")
        story = unit.stories.get(unit.finds.get(find_id).story_id)
        unit.drafting.note_input(story.story_id, "a", story.lead_id, NOW)
        assert unit.drafting.led_anew() == ()
        unit.drafting.note_input(story.story_id, "a", "an echo", NOW)
        if touched:
            rewrite(unit, find_id, "A person wrote this.")
        assert unit.drafting.led_anew() == (() if touched else (story.story_id,))


def test_edited_shows_the_machines_text_beside_the_printed(database: Database) -> None:
    with database.unit() as unit:
        same, changed, waiting = (stored_find(unit, name) for name in ("a", "b", "c"))
        again = replace(draft("x"), sentences=(), author=replace(MODEL, prompt_version="4"))
        assert unit.finds.replace_draft(changed, again, now=NOW)
        rewrite(unit, changed, "First try.")
        rewrite(unit, changed, "Quite another text.")
        approve(unit, same)
        approve(unit, changed)
        rows = {row.find_id: row for row in unit.drafting.edited()}
        assert set(rows) == {same, changed}
        assert rows[same].drafted == rows[same].printed
        assert (rows[same].editor, rows[same].source) == ("", "grid-post")
        assert rows[changed].drafted == ""
        assert rows[changed].printed == "Quite another text."
        assert (rows[changed].editor, rows[changed].author.prompt_version) == ("ann", "4")
        assert waiting not in rows


def test_edited_leaves_out_what_a_person_wrote_alone(database: Database) -> None:
    with database.unit() as unit:
        story = stored_story(unit)
        by_hand = replace(draft(story.lead_id), author=Author(kind=AuthorKind.HUMAN, name="ann"))
        find_id = unit.finds.add(story, by_hand, now=NOW)
        approve(unit, find_id)
        assert unit.drafting.edited() == ()


def test_rules_are_proposed_once_and_stay_decided(database: Database) -> None:
    with database.unit() as unit:
        assert unit.drafting.propose_rules([HYPE], NOW) == 1
        (rule,) = unit.drafting.rules(RuleState.PROPOSED)
        unit.drafting.decide_rule(rule.rule_id, RuleState.DECLINED, "carla", NOW)
        seen_again = replace(HYPE, find_ids=(1, 2, 3, 4))
        assert unit.drafting.propose_rules([seen_again], NOW) == 0
        (rule,) = unit.drafting.rules()
        assert (rule.state, rule.decided_by) == (RuleState.DECLINED, "carla")
        assert rule.find_ids == (1, 2, 3, 4)
        with pytest.raises(NotFound):
            unit.drafting.decide_rule(99, RuleState.ACCEPTED, "carla", NOW)


def test_endpoint_is_remembered(database: Database) -> None:
    known = EndpointState(
        endpoint="http://127.0.0.1/v1", model="m", rung="chat", learned_at=NOW, failures=2
    )
    with database.unit() as unit:
        assert unit.endpoints.get("http://127.0.0.1/v1", "m").rung == ""
        unit.endpoints.put(replace(known, failures=0))
        unit.endpoints.put(known)
        assert unit.endpoints.get("http://127.0.0.1/v1", "m") == known
        assert unit.endpoints.all() == (known,)


def stored_batch(unit: Unit) -> ModelBatch:
    story_id = stored_story(unit).story_id
    scope = SpendScope(run_key="r")
    wanted = Wanted(purpose=Purpose.FIND, model="m", microdollars=5)
    held = unit.spending.reserve(wanted, scope, Caps(), now=NOW, lease_seconds=60)
    assert isinstance(held, Held)
    item = BatchItem(
        custom_id=f"{story_id}:f:find.v1",
        story_id=story_id,
        request="{}",
        prompt_version="find.v1",
        prompt_hash="h",
        reservation_id=held.reservation_id,
    )
    batch = ModelBatch(
        batch_id=0,
        key="k",
        endpoint="e",
        model="m",
        rung="r",
        state=BatchState.PREPARED,
        items=(item,),
        created_at=NOW,
        run_key="r",
    )
    return unit.model_batches.get(unit.model_batches.add(batch))


def test_batch_goes_on_from_where_it_was(database: Database) -> None:
    with database.unit() as unit:
        batch = stored_batch(unit)
        (item,) = batch.items
        unit.model_batches.change(batch.batch_id, BatchState.UPLOADED, now=NOW, file_id="file-1")
        unit.model_batches.change(batch.batch_id, BatchState.RUNNING, now=NOW, remote_id="batch-1")
        (there,) = unit.model_batches.open()
        assert (there.file_id, there.remote_id) == ("file-1", "batch-1")
        assert unit.model_batches.stories_under_way() == {item.story_id}
        assert unit.model_batches.answered(batch.batch_id, item.custom_id, "ok")
        assert not unit.model_batches.answered(batch.batch_id, item.custom_id, "ok")
        assert unit.model_batches.stories_under_way() == frozenset()
        unit.model_batches.change(batch.batch_id, BatchState.COLLECTED, now=NOW)
        assert unit.model_batches.open() == ()
        assert unit.model_batches.page()[0].state is BatchState.COLLECTED
        with pytest.raises(NotFound):
            unit.model_batches.get(99)
