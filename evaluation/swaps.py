"""A set made from the sample web's articles: true sentences, and the same with one thing swapped.

Every sentence is tied to the one it was made of, as the sentences of a Find are. A swap counts
as caught when the changed sentence raises a flag that its true twin does not. The words that are
swapped stand here and not in the checks' tables; those in `HELD_OUT` are in none of them.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from core.article import Article
from core.dating import DateEvidence, DateOrigin
from core.find import Check, Evidence, Sentence
from core.text import sentences
from core.url import url_key
from evaluation.measure import Measurement, ratio
from evaluation.rewrites import rewrite
from evaluation.swap_words import Pool, change_of, names_of, places_of
from sampleweb.content import SampleArticle, Trait, load_articles
from sampleweb.outlets import load_outlets
from summarizer.grounding import RULES, check_grounding

TODAY = date(2026, 2, 3)
EACH = 500
ROUNDS = 12
"""How often a sentence may be changed again when there are not enough of a kind."""
KINDS = ("number", "unit", "date", "name", "place", "negation", "direction", "quote", "hedge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence with the articles it is checked against; `how` says how it was made."""

    text: str
    how: str
    start: int
    end: int
    story: tuple[Article, ...]

    def checks(self, text: str = "") -> frozenset[Check]:
        lead = self.story[0]
        evidence = Evidence(
            article_id=lead.article_id,
            start=self.start,
            end=self.end,
            quote=lead.text[self.start : self.end],
        )
        sentence = Sentence(text=text or self.text, evidence=(evidence,))
        return frozenset(c for c in check_grounding((sentence,), self.story) if c.rule in RULES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """`kind` is what was swapped, `way` how: `inside` the story's own words, or `outside`."""

    claim: Claim
    kind: str
    way: str
    text: str

    @property
    def is_caught(self) -> bool:
        return bool(self.claim.checks(self.text) - self.claim.checks())


def measure(each: int = EACH) -> Measurement:
    """`recall` by kind and by way, and the false alarms on the true sentences by how they were
    made: `verbatim`, `rewritten` by rule, `paraphrased` by hand."""
    claims = true_claims()
    alarms: dict[str, list[bool]] = defaultdict(list)
    for claim in claims:
        alarms[claim.how].append(bool(claim.checks()))
    caught: dict[str, list[bool]] = defaultdict(list)
    for swap in swaps(claims, each):
        for name in (swap.kind, f"{swap.kind}_{swap.way}"):
            caught[name].append(swap.is_caught)
    every = [alarm for some in alarms.values() for alarm in some]
    return Measurement(
        name="swaps",
        data="generated from the sample web",
        records=len(every) + sum(len(caught[kind]) for kind in KINDS),
        figures={
            **{f"recall_{kind}": _share(caught[kind]) for kind in KINDS},
            "false_alarm": _share(every),
            "false_alarm_by": {how: _share(some) for how, some in sorted(alarms.items())},
            "recall_by_way": {name: _share(some) for name, some in sorted(caught.items())},
            "count": {name: len(some) for name, some in sorted((caught | alarms).items())},
        },
    )


def true_claims() -> tuple[Claim, ...]:
    """For each sentence of the sample's English articles: itself and one rewrite; and the
    paraphrases written by hand."""
    stories = _stories()
    chance = random.Random("true sentences")  # noqa: S311  # repeatable, not secret
    found: list[Claim] = []
    for key, story in stories.items():
        for span in sentences(story[0].text):
            if not _is_prose(span.text):
                continue
            said = rewrite(span.text, story[0].outlet, chance)
            for text, how in ((span.text, "verbatim"), (said, "rewritten")):
                if how == "verbatim" or text != span.text:
                    found.append(
                        Claim(text=text, how=how, start=span.start, end=span.end, story=story)
                    )
        found += _by_hand(key, story)
    return tuple(found)


def swaps(claims: Sequence[Claim], each: int = EACH) -> tuple[Swap, ...]:
    """`each` swaps of every kind, of different sentences as far as there are enough; one in
    three of a verbatim sentence."""
    pools = _pools(claims)
    found: list[Swap] = []
    for kind in KINDS:
        chance = random.Random(kind)  # noqa: S311
        some = list(claims)
        chance.shuffle(some)
        some.sort(key=lambda claim: claim.how == "verbatim" and chance.random() < 0.66)
        seen: dict[str, Swap] = {}
        for claim in some * ROUNDS:
            if len(seen) == each:
                break
            changed = change_of(kind, claim.text, pools[claim.story[0].article_id], chance)
            if changed is not None and changed[0] not in seen:
                text, way = changed
                seen[text] = Swap(claim=claim, kind=kind, way=way, text=text)
        found += seen.values()
    return tuple(found)


def _share(marks: Sequence[bool]) -> float:
    return ratio(sum(marks), len(marks))


def _stories() -> dict[str, tuple[Article, ...]]:
    """Each English article of the sample web with the others of its story behind it."""
    english = {o.slug: o for o in load_outlets() if o.language.startswith("en")}
    own = [a for a in load_articles(TODAY) if a.outlet in english and _is_readable(a)]
    made = {a.id: _article(a, english[a.outlet].name) for a in own}
    by_story: dict[str, list[str]] = defaultdict(list)
    for sample in own:
        by_story[sample.story].append(sample.id)
    return {a.id: (made[a.id], *(made[o] for o in by_story[a.story] if o != a.id)) for a in own}


def _is_readable(sample: SampleArticle) -> bool:
    return sample.copy_of is None and not sample.traits & {Trait.MISSING}


def _article(sample: SampleArticle, outlet: str) -> Article:
    url = f"https://{sample.outlet}.example{sample.path}"
    moment = datetime.combine(sample.published.date(), datetime.min.time(), tzinfo=UTC)
    return Article(
        article_id=url_key(url),
        url=url,
        source=sample.outlet,
        outlet=outlet,
        title=sample.title,
        text=_MARKS.sub("", sample.body),
        summary=sample.teaser,
        authors=sample.authors,
        language="en",
        dates=(DateEvidence(day=sample.published.date(), origin=DateOrigin.META),),
        first_seen_at=moment,
        fetched_at=moment,
    )


_MARKS = re.compile(r"^(?:#+ .*|[-*>] )|\*\*|^\|.*$", re.MULTILINE)


def _is_prose(text: str) -> bool:
    """A whole sentence of eight to forty words whose quotation marks are paired."""
    whole = text[:1].isupper() or text[:1] in '"“'
    paired = text.count('"') % 2 == 0
    return whole and paired and text.endswith((".", '."', ".”")) and 8 <= len(text.split()) <= 40


def _by_hand(key: str, story: tuple[Article, ...]) -> Iterator[Claim]:
    for entry in _paraphrases().get(key, ()):
        start = story[0].text.index(entry["of"])
        yield Claim(
            text=entry["text"],
            how="paraphrased",
            start=start,
            end=start + len(entry["of"]),
            story=story,
        )


def _paraphrases() -> Mapping[str, Sequence[Mapping[str, str]]]:
    file = Path(__file__).with_name("paraphrases.yaml")
    found: Mapping[str, Sequence[Mapping[str, str]]] = yaml.safe_load(file.read_text("utf8"))
    return found


def _pools(claims: Sequence[Claim]) -> dict[str, Pool]:
    texts = {c.story[0].article_id: c.story[0].text for c in claims}
    names = {key: names_of(text) for key, text in texts.items()}
    spots = {key: places_of(text) for key, text in texts.items()}
    return {
        c.story[0].article_id: Pool(
            texts[c.story[0].article_id],
            _others(names, c.story[0].article_id),
            _others(spots, c.story[0].article_id),
        )
        for c in claims
    }


def _others(found: Mapping[str, Sequence[str]], key: str) -> tuple[str, ...]:
    return tuple(sorted({name for other, some in found.items() if other != key for name in some}))
