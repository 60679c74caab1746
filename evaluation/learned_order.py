"""Whether learning from decisions orders a queue better than its sum alone, on made-up editors.

An editor who is made up likes and dislikes some traits, follows the sum in part, and is moody: no
order can be perfect. A model learns from so many of that editor's decisions, and orders a
thousand others it has not seen.

Figures, each by the number of decisions and as a mean over the editors: `auc_learned` is how often
a wanted story comes before an unwanted one with the learned part in the rank, `auc_rank` the same
by the sum alone, `in_use` the share of editors whose model was found good enough to be used.
`auc_indifferent` is `auc_learned` less `auc_rank` for editors who only follow the sum: learning
should then do no harm.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import exp
from statistics import fmean

from sklearn.metrics import roc_auc_score

from core.dating import DateEvidence, DateOrigin, DateVerdict
from core.learning import Decided, Outcome
from core.place import Region, RegionVerdict
from core.relevance import Relevance
from core.story import Part, Story, StoryMember
from core.verdict import Reason
from evaluation.measure import Measurement
from stories.learning import reorder
from stories.ranking import rank
from stories.training import is_better, rank_alone, train

DECISIONS = (20, 60, 120, 240)
EDITORS = 10
UNSEEN = 1_000
_TODAY = date(2026, 2, 3)
_NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
_TERMS = """school bus;pilot program;backup power;demand response;interconnection;CHAdeMO;OpenADR;
aggregator;grid services;fleet;tariff;standard;patent;review;podcast;wallbox""".split(";")
_BODIES = "PG&E;Ofgem;Stedin;BGE;CPUC;Statnett;Ausgrid;Duke Energy".split(";")
_SOURCES = 12


@dataclass(frozen=True, slots=True)
class _Editor:
    """What each trait counts for this person, in log odds, and how much the sum does."""

    tastes: dict[str, float]
    follows: float
    mood: float = 0.7

    def wants(self, one: Decided, chance: random.Random) -> bool:
        quotes = (r.quote for r in (*one.story.relevance_reasons, *one.story.region.reasons))
        liked = sum(self.tastes.get(word, 0.0) for word in (*quotes, one.source))
        odds = self.follows * (rank_alone(one) - 50) / 20 + liked + chance.gauss(0, self.mood)
        return chance.random() < 1 / (1 + exp(-odds))


def measure(
    *, decisions: Sequence[int] = DECISIONS, editors: int = EDITORS, unseen: int = UNSEEN
) -> Measurement:
    figures: dict[str, dict[str, float]] = {}
    for count in decisions:
        told = [_tell(_editor(seed), count, unseen, seed) for seed in range(editors)]
        plain = [_tell(_Editor({}, 1.0), count, unseen, seed) for seed in range(editors)]
        for name, values in {
            "auc_rank": [alone for alone, _, _ in told],
            "auc_learned": [learned for _, learned, _ in told],
            "in_use": [float(used) for _, _, used in told],
            "auc_indifferent": [learned - alone for alone, learned, _ in plain],
        }.items():
            figures.setdefault(name, {})[str(count)] = round(fmean(values), 3)
    return Measurement(
        name="learn", data="decisions of made-up editors", records=unseen, figures=figures
    )


def _editor(seed: int) -> _Editor:
    chance = random.Random(1_000 + seed)  # noqa: S311  # nobody is to be kept from guessing it
    words = [*_TERMS, *_BODIES, *(f"source-{n}" for n in range(_SOURCES))]
    return _Editor({word: chance.choice((-1.5, 0.0, 0.0, 1.5)) for word in words}, follows=0.7)


def _tell(editor: _Editor, count: int, unseen: int, seed: int) -> tuple[float, float, bool]:
    """(by the sum alone, as the desk would order, whether the model came into use)."""
    chance = random.Random(seed)  # noqa: S311
    decided = [_decide(editor, _story(n, chance), chance) for n in range(count + unseen)]
    seen, new = decided[:count], decided[count:]
    made = train(seen, now=_NOW)
    model = made if made is not None and is_better(made) else None
    wanted = [one.outcome is Outcome.APPROVED for one in new]
    ranks = [reorder(one.story, one.source, model)[0] for one in new]
    alone = float(roc_auc_score(wanted, [rank_alone(one) for one in new]))
    return alone, float(roc_auc_score(wanted, ranks)), model is not None


def _decide(editor: _Editor, told: tuple[Story, str], chance: random.Random) -> Decided:
    story, source = told
    one = Decided(
        story=story,
        source=source,
        region=story.region.region,
        outcome=Outcome.APPROVED,
        reason="",
        actor="made up",
        at=_NOW,
    )
    return one if editor.wants(one, chance) else replace(one, outcome=Outcome.REJECTED)


def _story(number: int, chance: random.Random) -> tuple[Story, str]:
    level = chance.choice((Relevance.CORE, Relevance.CORE, Relevance.ADJACENT))
    day = _TODAY - timedelta(days=chance.randrange(12))
    origins = chance.choice((1, 1, 1, 2, 3))
    place, reasons = rank(
        relevance=level,
        origins=origins,
        source_weight=1.0,
        day=day,
        today=_TODAY,
        partial=chance.random() < 0.2,
        advertisement=False,
    )
    parts = (Part.LEAD, *[Part.INDEPENDENT] * (origins - 1))
    terms = ("V2G", *chance.sample(_TERMS, 2))
    region = chance.choice((Region.US, Region.GLOBAL))
    body = Reason(code="utility", text="", where="body", quote=chance.choice(_BODIES), weight=1.5)
    chosen = DateEvidence(day=day, origin=DateOrigin.FEED)
    story = Story(
        story_id=number,
        title=f"Story {number}",
        members=tuple(StoryMember(article_id=f"{number}-{n}", part=p) for n, p in enumerate(parts)),
        region=RegionVerdict(ok=True, code=region.value, reasons=(body,), region=region),
        relevance=level,
        relevance_reasons=tuple(
            Reason(code="support", text="", where="lead", quote=term) for term in terms
        ),
        date=DateVerdict(ok=True, code="single", day=day, chosen=chosen),
        rank=place,
        rank_reasons=reasons,
        first_seen_at=_NOW,
        updated_at=_NOW,
    )
    return story, f"source-{chance.randrange(_SOURCES)}"
