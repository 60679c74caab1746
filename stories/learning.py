"""The learned part of a story's rank: how a model of editors' decisions moves it, and why."""

from bisect import bisect_right
from collections.abc import Iterable
from math import exp, log

from core.learning import Band, LearnedFeature, LearnedModel
from core.story import Story
from core.verdict import Reason
from stories.traits import traits_of

LEARNED = "learned"
POINTS_A_LOG_ODD = 6.0
# Half the distance of core and adjacent: what is learned orders within a level, and a step
# between levels takes more than habit.
MOST_POINTS = 17.0
_NAMED = 3
_WORTH_NAMING = 0.05


def reorder(
    story: Story, source: str, model: LearnedModel | None
) -> tuple[float, tuple[Reason, ...]]:
    """The rank with the model's part anew, or without it when there is none."""
    reasons = tuple(reason for reason in story.rank_reasons if reason.code != LEARNED)
    if model is not None:
        reasons = (*reasons, learned_reason(story, source, model))
    return round(sum(reason.weight for reason in reasons), 2), reasons


def reordered(
    waiting: Iterable[tuple[str, Story]], model: LearnedModel | None
) -> list[tuple[int, float, tuple[Reason, ...]]]:
    """The stories that move, each given with its source: its id, its rank and the parts of it."""
    return [
        (story.story_id, *placed)
        for source, story in waiting
        if (placed := reorder(story, source, model))[1] != story.rank_reasons
    ]


def learned_reason(story: Story, source: str, model: LearnedModel) -> Reason:
    present = {trait.name for trait in traits_of(story, source)}
    counted = [feature for feature in model.features if feature.name in present]
    odds = model.intercept + sum(feature.weight for feature in counted)
    points = points_of(odds, model)
    band = band_of(chance(odds), model.bands)
    text = (
        f"Learned: editors wanted {band.wanted} of {band.seen} stories that looked like this"
        f"{_named(counted, points)}. Model version {model.version}, "
        f"from {model.decisions} decisions."
    )
    return Reason(code=LEARNED, text=text, where="rank", weight=points)


def points_of(odds: float, model: LearnedModel) -> float:
    """Points for the rank: none where a story is as likely to be wanted as any."""
    share = min(max(model.wanted / model.decisions, 0.01), 0.99)
    usual = log(share / (1 - share))
    points = POINTS_A_LOG_ODD * (odds - usual)
    return round(min(max(points, -MOST_POINTS), MOST_POINTS), 1)


def chance(odds: float) -> float:
    return 1 / (1 + exp(-min(max(odds, -30.0), 30.0)))


def band_of(value: float, bands: tuple[Band, ...]) -> Band:
    starts = [band.chance_from for band in bands]
    return bands[max(bisect_right(starts, value) - 1, 0)]


def _named(counted: list[LearnedFeature], points: float) -> str:
    """The features that moved it most, those of its own direction."""
    sign = 1 if points >= 0 else -1
    strong = [f for f in counted if f.weight * sign > _WORTH_NAMING]
    strong.sort(key=lambda feature: -abs(feature.weight))
    if not strong:
        return ""
    names = ", ".join(_told(feature) for feature in strong[:_NAMED])
    return f" ({'for it' if sign > 0 else 'against it'}: {names})"


def _told(feature: LearnedFeature) -> str:
    return f"{feature.label}, {feature.wanted} of {feature.seen}"
