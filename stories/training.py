"""From editors' decisions to a small model: logistic regression on traits, as plain numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from core.learning import Band, Decided, LearnedFeature, LearnedModel, Outcome
from core.workflow import RejectReason
from stories.learning import LEARNED, chance, points_of
from stories.traits import Trait, traits_of

LEAST_DECISIONS = 40
LEAST_OF_EACH = 8
"""Fewer wanted or unwanted stories than that say nothing about the difference."""
NEW_DECISIONS = 10
_SEEN_OFTEN_ENOUGH = 3
_FOLDS = 5
_STRENGTH = 0.5
_SEED = 7
_BANDS = 5
# Such a find was good enough, and only not to be told twice.
_NO_LESSON = (RejectReason.DUPLICATE, RejectReason.COVERED)
Matrix = NDArray[np.float64]


def train(decided: Sequence[Decided], *, now: datetime) -> LearnedModel | None:
    """A model without a version yet; None when there are too few decisions.

    An approved find was wanted, a rejected one was not, a held one was wanted, half. Duplicates
    and what was covered before are no lesson. The figures are cross-validated: each decision is
    guessed by a model that has not seen it.
    """
    lessons = lessons_of(decided)
    wanted = np.array([one.outcome is not Outcome.REJECTED for one in lessons], dtype=float)
    if not enough(wanted):
        return None
    weights = np.array([0.5 if one.outcome is Outcome.HELD else 1.0 for one in lessons])
    told = [traits_of(one.story, one.source, one.region) for one in lessons]
    columns = _columns(told)
    table = _table(told, columns)
    guessed = _guessed(table, wanted, weights)
    fitted = _fit(table, wanted, weights)
    draft = LearnedModel(
        version=0,
        trained_at=now,
        decisions=len(lessons),
        wanted=int(wanted.sum()),
        intercept=round(float(fitted.intercept_[0]), 4),
        features=_features(columns, table, wanted, fitted.coef_[0]),
        bands=_bands(guessed, wanted),
        auc=0.0,
        auc_of_rank=0.0,
    )
    return _measured(draft, lessons, guessed, wanted)


def lessons_of(decided: Sequence[Decided]) -> list[Decided]:
    return [
        one
        for one in decided
        if one.outcome is not Outcome.REJECTED or not one.reason.startswith(_NO_LESSON)
    ]


def enough(wanted: Matrix) -> bool:
    yes = int(wanted.sum())
    return len(wanted) >= LEAST_DECISIONS and LEAST_OF_EACH <= yes <= len(wanted) - LEAST_OF_EACH


def is_better(model: LearnedModel) -> bool:
    """Whether the order with the model was better than the sum alone, on decisions unseen, by more
    than chance does: the standard error of the area for so many decisions that say nothing."""
    yes, no = model.wanted, model.decisions - model.wanted
    by_chance = sqrt((yes + no + 1) / (12 * yes * no))
    return model.auc > model.auc_of_rank + by_chance


def rank_alone(one: Decided) -> float:
    """The sum without what was learned."""
    return sum(reason.weight for reason in one.story.rank_reasons if reason.code != LEARNED)


def _columns(told: Sequence[Sequence[Trait]]) -> list[Trait]:
    """Traits seen often enough, and not in every story."""
    times = Counter(trait for traits in told for trait in traits)
    return sorted(
        (t for t, seen in times.items() if _SEEN_OFTEN_ENOUGH <= seen < len(told)),
        key=lambda trait: trait.name,
    )


def _table(told: Sequence[Sequence[Trait]], columns: Sequence[Trait]) -> Matrix:
    return np.array([[float(column in traits) for column in columns] for traits in told])


def _fit(table: Matrix, wanted: Matrix, weights: Matrix) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=2_000).fit(table, wanted, weights)


def _guessed(table: Matrix, wanted: Matrix, weights: Matrix) -> Matrix:
    """The log odds of each decision by a model trained on the others."""
    odds = np.zeros(len(wanted))
    folds = StratifiedKFold(n_splits=_FOLDS, shuffle=True, random_state=_SEED)
    for learn, test in folds.split(table, wanted):
        fitted = _fit(table[learn], wanted[learn], weights[learn])
        odds[test] = fitted.decision_function(table[test])
    return odds


def _features(
    columns: Sequence[Trait], table: Matrix, wanted: Matrix, weights: Matrix
) -> tuple[LearnedFeature, ...]:
    """The heaviest first."""
    found = [
        LearnedFeature(
            name=trait.name,
            label=trait.label,
            weight=round(float(weight), 4),
            wanted=int(wanted[table[:, place] == 1].sum()),
            seen=int(table[:, place].sum()),
        )
        for place, (trait, weight) in enumerate(zip(columns, weights, strict=True))
    ]
    return tuple(sorted(found, key=lambda feature: (-abs(feature.weight), feature.name)))


def _bands(guessed: Matrix, wanted: Matrix) -> tuple[Band, ...]:
    """The decisions in fifths by their guessed chance."""
    bands: list[Band] = []
    for part in np.array_split(np.argsort(guessed, kind="stable"), _BANDS):
        start = 0.0 if not bands else round(chance(float(guessed[part].min())), 4)
        bands.append(Band(chance_from=start, wanted=int(wanted[part].sum()), seen=len(part)))
    return tuple(bands)


def _measured(
    model: LearnedModel, lessons: Sequence[Decided], guessed: Matrix, wanted: Matrix
) -> LearnedModel:
    alone = np.array([rank_alone(one) for one in lessons])
    learned = np.array([points_of(float(odds), model) for odds in guessed])
    return replace(
        model,
        auc=round(float(roc_auc_score(wanted, alone + learned)), 3),
        auc_of_rank=round(float(roc_auc_score(wanted, alone)), 3),
    )
