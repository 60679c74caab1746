"""Where it may happen when the text does not say: weak signs, for an editor to look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.regions import PlaceMark, Regions
from core.clock import print_date
from core.place import Region, RegionRule, RegionVerdict, RuleKind
from core.verdict import Reason
from stories.phrases import PhraseBook
from stories.signs import RULE, Sign, sums_of

_TITLE_FACTOR = 1.5
_COVERAGE = 0.6
_LANGUAGE = 1.0
# Spoken by many in the US too.
_SAYS_NOTHING = frozenset({"", "en", "es", "und"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of an article besides its words. `source` is a slug, `coverage` where that
    source's news mostly happens, as its configuration says, `language` an ISO 639-1 code."""

    source: str = ""
    coverage: Region | None = None
    language: str = ""


class HintReader:
    """Compiles the hints once."""

    def __init__(self, regions: Regions, rules: Sequence[RegionRule] = ()) -> None:
        self._book = PhraseBook[PlaceMark]()
        for hint in regions.every_hint():
            self._book.add(hint.text, hint, exact=hint.text != hint.text.lower())
        self._rules = {rule.subject: rule for rule in rules if rule.kind is RuleKind.SOURCE}

    def propose(
        self, title: str, text: str, circumstances: Circumstances, *, both: bool = False
    ) -> RegionVerdict | None:
        """What editors decided about the source; else the side the weak signs lean to, as a
        verdict that is not `ok`; None when they lean to neither. `both` says that the text names
        places on both sides, and not that it names none."""
        rule = self._rules.get(circumstances.source)
        if rule is not None:
            return _as_decided(rule)
        signs = [*self._named(title, "title"), *self._named(text, "body")]
        signs.extend(_around(circumstances))
        sums = sums_of(signs)
        if sums[Region.US] == sums[Region.GLOBAL]:
            return None
        return _proposal(max(sums, key=lambda region: sums[region]), signs, both=both)

    def _named(self, text: str, where: str) -> Iterator[Sign]:
        factor = _TITLE_FACTOR if where == "title" else 1.0
        for match in self._book.find(text):
            hint, quote = match.payload, text[match.start : match.end]
            says = f"“{quote}” in the {where} leans to {_side(hint.region)}: it {hint.note}."
            yield Sign(
                hint.region, hint.country, "market", where, quote, hint.weight * factor, says
            )


def decided(rule: RegionRule) -> str:
    """The end of a sentence about the rule's subject."""
    side = "belongs to US" if rule.region is Region.US else "belongs to Global"
    return f"{side}, as decided by {rule.decided_by} on {print_date(rule.decided_at.date())}"


def _around(known: Circumstances) -> Iterator[Sign]:
    if known.language not in _SAYS_NOTHING:
        says = f"It is not written in English ({known.language}): that leans to Global."
        yield Sign(Region.GLOBAL, "", "language", "language", known.language, _LANGUAGE, says)
    if known.coverage in (Region.US, Region.GLOBAL):
        says = f"Most of what this source reports happens {_there(known.coverage)}."
        yield Sign(known.coverage, "", "coverage", "source", "source", _COVERAGE, says)


def _proposal(region: Region, signs: list[Sign], *, both: bool) -> RegionVerdict:
    says = "names both sides about equally" if both else "does not say where it happens"
    text = f"The text {says}. {region.value} is only proposed, on weak signs: please check."
    reasons = [Reason(code="weak", text=text)]
    for quote in dict.fromkeys(sign.quote for sign in signs):
        sign = next(sign for sign in signs if sign.quote == quote)
        weight = sign.weight if sign.region is Region.US else -sign.weight
        reasons.append(
            Reason(
                code=sign.what,
                text=sign.says,
                where=sign.where,
                quote=sign.quote,
                weight=round(weight, 2),
            )
        )
    return RegionVerdict(ok=False, code="weak", reasons=tuple(reasons), region=region)


def _as_decided(rule: RegionRule) -> RegionVerdict:
    text = f"The text names no place, and this source {decided(rule)}."
    reason = Reason(code=RULE, text=text, where="source", quote=rule.subject)
    return RegionVerdict(ok=True, code=rule.region.value, reasons=(reason,), region=rule.region)


def _side(region: Region) -> str:
    return "the US" if region is Region.US else "Global"


def _there(region: Region) -> str:
    return "in the US" if region is Region.US else "outside the US"
