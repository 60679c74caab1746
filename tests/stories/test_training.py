"""What a model learns from decisions, when it does not, and how it moves a story."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.learning import Decided, LearnedModel, Outcome
from core.wire import from_json, to_json
from core.workflow import RejectReason
from stories.learning import LEARNED, MOST_POINTS, learned_reason, reorder
from stories.training import LEAST_DECISIONS, is_better, train
from tests.stories.decisions import decided, told_story

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
LIKED, DULL = "school bus", "podcast"


def lesson(number: int, term: str, outcome: Outcome, reason: str = "") -> Decided:
    story = told_story(number, terms=("V2G", term))
    return decided(number, story=story, outcome=outcome, reason=reason)


def lessons(each: int = 30) -> list[Decided]:
    """Nine of ten with the liked term approved, one of ten with the dull one."""
    made = []
    for number in range(each):
        odd = number % 10 == 0
        liked = Outcome.REJECTED if odd else Outcome.APPROVED
        dull = Outcome.APPROVED if odd else Outcome.REJECTED
        made.append(lesson(2 * number + 1, LIKED, liked, "old news"))
        made.append(lesson(2 * number + 2, DULL, dull, "off the beat"))
    return made


@pytest.fixture(scope="module")
def model() -> LearnedModel:
    made = train(lessons(), now=NOW)
    assert made is not None
    return replace(made, version=3)


def test_train_too_few_decisions_gives_none() -> None:
    assert train(lessons(LEAST_DECISIONS // 2 - 1), now=NOW) is None


def test_train_hardly_any_refusal_gives_none() -> None:
    kept = [lesson(n, LIKED, Outcome.APPROVED) for n in range(100)]
    assert (
        train([*kept, *(lesson(200 + n, DULL, Outcome.REJECTED) for n in range(7))], now=NOW)
        is None
    )


def test_train_weights_carry_the_sign_and_the_counts(model: LearnedModel) -> None:
    weights = {feature.name: feature for feature in model.features}
    liked, dull = weights[f"term:{LIKED}"], weights[f"term:{DULL}"]
    assert liked.weight > 0.5 > -0.5 > dull.weight
    assert (liked.wanted, liked.seen) == (27, 30)
    assert (model.decisions, model.wanted) == (60, 30)


def test_train_trait_of_every_story_is_no_feature(model: LearnedModel) -> None:
    assert "term:v2g" not in {feature.name for feature in model.features}


def test_train_figures_are_of_unseen_decisions_beside_the_rank_alone(model: LearnedModel) -> None:
    assert model.auc_of_rank == 0.5
    assert 0.8 < model.auc < 0.95
    assert is_better(model)


def test_train_decisions_by_chance_are_not_better() -> None:
    chance = random.Random(5)
    outcomes = (Outcome.APPROVED, Outcome.REJECTED)
    noise = [lesson(n, chance.choice((LIKED, DULL)), chance.choice(outcomes)) for n in range(120)]
    made = train(noise, now=NOW)
    assert made is not None
    assert not is_better(made)


@pytest.mark.parametrize("reason", [RejectReason.DUPLICATE, RejectReason.COVERED])
def test_train_what_was_only_told_before_is_no_lesson(reason: RejectReason) -> None:
    twice = [lesson(500 + n, LIKED, Outcome.REJECTED, reason) for n in range(40)]
    made = train([*lessons(), *twice], now=NOW)
    assert made is not None
    assert made.decisions == 60


def test_train_held_find_counts_less_than_an_approved_one() -> None:
    def weight_of(outcome: Outcome) -> float:
        made = train([*lessons(), *(lesson(900 + n, "pilot", outcome) for n in range(9))], now=NOW)
        assert made is not None
        return next(f.weight for f in made.features if f.name == "term:pilot")

    assert 0 < weight_of(Outcome.HELD) < weight_of(Outcome.APPROVED)


def test_model_travels_as_plain_json(model: LearnedModel) -> None:
    assert from_json(LearnedModel, to_json(model)) == model


def test_bands_hold_every_decision_and_rise(model: LearnedModel) -> None:
    assert sum(band.seen for band in model.bands) == model.decisions
    assert model.bands[0].wanted < model.bands[-1].wanted
    starts = [band.chance_from for band in model.bands]
    assert starts == sorted(starts)


def test_learned_reason_says_how_much_why_and_from_what(model: LearnedModel) -> None:
    reason = learned_reason(told_story(terms=("V2G", LIKED)), "grid-post", model)
    assert 0 < reason.weight <= MOST_POINTS
    assert reason.text.startswith("Learned: editors wanted ")
    assert f"for it: “{LIKED}”, 27 of 30" in reason.text
    assert reason.text.endswith("Model version 3, from 60 decisions.")
    against = learned_reason(told_story(terms=("V2G", DULL)), "grid-post", model)
    assert against.weight < 0
    assert f"against it: “{DULL}”, 3 of 30" in against.text


def test_learned_reason_story_like_no_other_moves_little(model: LearnedModel) -> None:
    strange = told_story(terms=("vehicle-to-barge",))
    assert abs(learned_reason(strange, "elsewhere", model).weight) < 3


def test_reorder_adds_one_part_and_takes_it_away_again(model: LearnedModel) -> None:
    story = told_story(terms=("V2G", LIKED))
    rank, reasons = reorder(story, "grid-post", model)
    assert rank == pytest.approx(60 + reasons[-1].weight)
    moved = replace(story, rank=rank, rank_reasons=reasons)
    assert [r.code for r in reorder(moved, "grid-post", model)[1]] == ["level", LEARNED]
    assert reorder(moved, "grid-post", None) == (60.0, story.rank_reasons)
