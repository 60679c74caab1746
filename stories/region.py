"""Where an article's event happens: in the US, elsewhere, or unclear, and what said so."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.regions import PlaceMark, Regions
from core.article import Article
from core.place import Region, RegionRule, RegionVerdict, RuleKind
from core.verdict import Reason
from stories.gazetteer import US, Candidate, PlaceKind, PlaceName
from stories.hints import Circumstances, HintReader, decided
from stories.phrases import Match, PhraseBook, tokens_of
from stories.places import BIG_CITY, Mention, Setting, mentions
from stories.signs import RULE, Sign, reasons_of, sums_of, unclear

READ_CHARS = 5_000
TITLE_CHARS = 500
_TITLE, _DATELINE, _BODY = "title", "dateline", "body"
_FACTOR = {_TITLE: 1.5, _DATELINE: 2.0, _BODY: 1.0}
_KIND = {
    PlaceKind.COUNTRY: 2.0, PlaceKind.STATE: 2.0, PlaceKind.STATE_SHORT: 2.0,
    PlaceKind.COUNTY: 1.5, PlaceKind.CITY: 1.0,
}  # fmt: skip
_SETTING = {
    Setting.CONTAINER: 1.3, Setting.PREPOSITION: 1.2, Setting.BARE: 0.8, Setting.DOUBTFUL: 0.3,
}  # fmt: skip
_SMALL_AND_BARE = 0.5
# Less than one doubtful name says nothing.
_LEAST = 0.35
_DOMINANT = 20
_BETTER_KNOWN = 3
_SMALL_TOWN = 100_000
_CONTAINER_GAP = re.compile(r",\s?|\s\(")
_DATELINE_START = re.compile(
    r"\s*(?P<line>[A-Z][A-Z .'’-]{2,28}(?:,[^-–—\n]{0,40})?(?:\([\w /.]{2,30}\))?)\s?[-–—]{1,2}\s"
)


@dataclass(frozen=True, slots=True)
class _Open:
    """A name that may mean places on both sides."""

    mention: Mention
    where: str


_Payload = PlaceMark | RegionRule | str


class RegionJudge:
    """Compiles the marks once; the gazetteer is shared by all judges of a process.

    `rules` are what editors decided; a revoked one plays no part.
    """

    def __init__(self, regions: Regions, rules: Sequence[RegionRule] = ()) -> None:
        rules = [rule for rule in rules if rule.revoked_at is None]
        self._margin = regions.margin
        self._ambiguous = frozenset(regions.ambiguous)
        self._ignored = frozenset(regions.ignored)
        self._hints = HintReader(regions, rules)
        self._marks = PhraseBook[_Payload]()
        # Before the marks: where both know a name, the editor's word is found.
        for rule in rules:
            if rule.kind is RuleKind.NAME:
                self._marks.add(rule.subject, rule, exact=rule.subject != rule.subject.lower())
        for name in regions.ignored:
            # A single word hides only itself: `San` must not hide `San Francisco`.
            if " " in name:
                self._marks.add(name, name, exact=True)
        for mark in regions.every_mark():
            self._marks.add(mark.text, mark, exact=mark.text != mark.text.lower())

    def judge(self, article: Article) -> RegionVerdict:
        known = Circumstances(
            source=article.source, coverage=article.region_hint, language=article.language
        )
        text = article.text or article.summary
        return self.judge_text(article.title, text, circumstances=known)

    def judge_text(
        self,
        title: str,
        text: str,
        dateline: str = "",
        *,
        circumstances: Circumstances = Circumstances(),
    ) -> RegionVerdict:
        """`dateline` is the place line when it is kept apart from the text; `circumstances` are
        read only when the text does not say where."""
        if not dateline:
            dateline, text = split_dateline(text)
        parts = (
            (_DATELINE, dateline[:TITLE_CHARS].title()),
            (_TITLE, title[:TITLE_CHARS]),
            (_BODY, text[:READ_CHARS]),
        )
        signs: list[Sign] = []
        unsettled: list[_Open] = []
        for where, part in parts:
            for item in self._read(where, part):
                (signs if isinstance(item, Sign) else unsettled).append(item)  # type: ignore[arg-type]
        signs.extend(self._settle(unsettled, signs))
        verdict = _verdict(signs, self._margin)
        if verdict.ok:
            return verdict
        both = verdict.reasons[0].code == "even"
        title, text = title[:TITLE_CHARS], text[:READ_CHARS]
        return self._hints.propose(title, text, circumstances, both=both) or verdict

    def _read(self, where: str, text: str) -> Iterator[Sign | _Open]:
        shouted = text.isupper()
        tokens = tokens_of(text)
        found = self._marks.find(text, tokens, shouted=shouted)
        # Elsewhere sums are given in US$ too: it says money, not place.
        marks = [match for match in found if not text.startswith("$", match.end)]
        taken = {i for match in marks for i in range(match.first, match.last + 1)}
        followers: dict[int, frozenset[str]] = {}
        for match in marks:
            if isinstance(match.payload, RegionRule):
                yield _rule_sign(match.payload, where, text, match)
            elif isinstance(match.payload, PlaceMark):
                followers[match.start] = frozenset({match.payload.country} - {""})
                yield _mark_sign(match.payload, where, text, match)
        named = mentions(text, tokens, taken, shouted=shouted)
        places = [mention for mention in named if not self._is_ignored(mention)]
        followers |= {m.start: m.name.countries for m in places if _contains(m)}
        for mention in places:
            yield self._sign(mention, where, _container(text, mention, followers))

    def _is_ignored(self, mention: Mention) -> bool:
        return mention.name.kind is PlaceKind.CITY and mention.name.name in self._ignored

    def _sign(self, mention: Mention, where: str, container: str) -> Sign | _Open:
        name = mention.name
        if container and name.kind is PlaceKind.CITY:
            settled = Mention(name, mention.start, mention.end, Setting.CONTAINER)
            return _place_sign(settled, Candidate(container, 0), where)
        sides = {candidate.country == US for candidate in name.candidates}
        if len(sides) == 1 and name.name not in self._ambiguous and not _is_slight(mention):
            return _place_sign(mention, name.candidates[0], where)
        return _Open(mention, where)

    def _settle(self, unsettled: list[_Open], signs: list[Sign]) -> Iterator[Sign]:
        """Names with two meanings follow the sure signs; without any, the far larger place."""
        countries = Counter[str]()
        for sign in signs:
            countries[sign.country] += int(10 * sign.weight)
        sums = sums_of(signs)
        for item in unsettled:
            if item.where == _DATELINE:
                candidate = _best_known(item.mention.name)
            else:
                candidate = self._choose(item.mention, countries, sums)
            if candidate is not None:
                yield _place_sign(item.mention, candidate, item.where)

    def _choose(
        self, mention: Mention, countries: Counter[str], sums: dict[Region, float]
    ) -> Candidate | None:
        name = mention.name
        if _is_slight(mention):
            return next((c for c in name.candidates if countries[c.country]), None)
        us = next((c for c in name.candidates if c.country == US), None)
        other = next(
            (c for c in name.candidates if c.country in countries and c.country != US), None
        )
        elsewhere = other or next((c for c in name.candidates if c.country != US), None)
        if us and sums[Region.US] > 2 * sums[Region.GLOBAL]:
            return us
        if other and countries[other.country] > countries[US]:
            return other
        if us and countries[US] and sums[Region.US] > sums[Region.GLOBAL]:
            return us
        if name.name in self._ambiguous:
            return None
        first = name.candidates[0]
        rival = elsewhere if first is us else us
        return first if rival is None or first.people > _DOMINANT * rival.people else None


def _best_known(name: PlaceName) -> Candidate | None:
    """Newspapers let a city stand alone in a dateline only when everybody knows which."""
    first, rest = name.candidates[0], name.candidates[1:]
    rival = max((c.people for c in rest if c.country != first.country), default=0)
    return first if first.people > _BETTER_KNOWN * rival else None


def split_dateline(text: str) -> tuple[str, str]:
    """`BERLIN, Feb. 2 (Wire) - Text` as its place line and the rest; nothing when it has none."""
    match = _DATELINE_START.match(text[:120])
    return (match.group("line").strip(), text[match.end() :]) if match else ("", text)


def _contains(mention: Mention) -> bool:
    return mention.name.kind in (PlaceKind.STATE, PlaceKind.STATE_SHORT, PlaceKind.COUNTRY)


def _is_slight(mention: Mention) -> bool:
    """A small town without a word that makes it a place: as well a surname, or any word."""
    name = mention.name
    small = name.kind is PlaceKind.CITY and name.candidates[0].people < _SMALL_TOWN
    return small and mention.setting in (Setting.BARE, Setting.DOUBTFUL)


def _container(text: str, mention: Mention, followers: dict[int, frozenset[str]]) -> str:
    """The country of what follows a name after a comma: of a state, or of a country."""
    gap = _CONTAINER_GAP.match(text, mention.end)
    countries = followers.get(gap.end(), frozenset()) if gap else frozenset()
    for candidate in mention.name.candidates:
        if candidate.country in countries:
            return candidate.country
    # "Singapore, Thailand and India" is a list: a large city is in no country but its own.
    if mention.name.candidates[0].people >= BIG_CITY:
        return ""
    return next(iter(countries)) if len(countries) == 1 else ""


def _rule_sign(rule: RegionRule, where: str, text: str, match: Match[_Payload]) -> Sign:
    country = US if rule.region is Region.US else ""
    quote = " ".join(text[match.start : match.end].split())
    says = f"“{quote}” in the {where} {decided(rule)}."
    return Sign(rule.region, country, RULE, where, quote, 1.0, says)


def _mark_sign(mark: PlaceMark, where: str, text: str, match: Match[_Payload]) -> Sign:
    country = mark.country or (US if mark.region is Region.US else "")
    weight = mark.weight * _FACTOR[where]
    # The full stop of "U.S." belongs to it.
    end = match.end + (mark.text[-1] == "." and text.startswith(".", match.end))
    quote = " ".join(text[match.start : end].split())
    return Sign(mark.region, country, mark.note, where, quote, weight)


def _place_sign(mention: Mention, place: Candidate, where: str) -> Sign:
    name = mention.name
    weight = _KIND[name.kind] * _SETTING[mention.setting]
    small = name.kind is PlaceKind.CITY and name.candidates[0].people < BIG_CITY
    if small and mention.setting is Setting.BARE and where == _BODY:
        weight *= _SMALL_AND_BARE
    region = Region.US if place.country == US else Region.GLOBAL
    return Sign(region, place.country, name.kind.value, where, name.name, weight * _FACTOR[where])


def _verdict(signs: list[Sign], margin: float) -> RegionVerdict:
    sums = sums_of(signs)
    us, elsewhere = sums[Region.US], sums[Region.GLOBAL]
    whole = us + elsewhere
    if whole < _LEAST:
        text = "No place, regulator, utility or currency is named that says where it happens."
        return unclear(Reason(code="no place", text=text))
    reasons = tuple(reasons_of(signs))
    if abs(us - elsewhere) / whole < margin:
        text = "The signs for the US and for elsewhere weigh about the same."
        return unclear(Reason(code="even", text=text), *reasons)
    region = Region.US if us > elsewhere else Region.GLOBAL
    return RegionVerdict(ok=True, code=region.value, reasons=reasons, region=region)
