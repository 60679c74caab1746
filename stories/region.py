"""Where an article's event happens: in the US, elsewhere, or unclear, and what said so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from config.regions import PlaceMark, Regions
from core.article import Article
from core.place import Region, RegionVerdict
from core.verdict import Reason
from stories.gazetteer import US, Candidate, PlaceKind, PlaceName, country_name, gazetteer
from stories.phrases import Match, PhraseBook, Token, tokens_of

READ_CHARS = 6_000
_TITLE, _DATELINE, _BODY = "title", "dateline", "body"
_FACTOR = {_TITLE: 2.0, _DATELINE: 2.0, _BODY: 1.0}
_WEIGHT = {
    PlaceKind.COUNTRY: 2.0, PlaceKind.STATE: 2.0, PlaceKind.COUNTY: 1.5, PlaceKind.CITY: 1.0,
}  # fmt: skip
_DOMINANT = 20
_SEAT = re.compile(r"^[-‐‑ ]based\b|^[-‐‑ ]headquartered\b", re.I)
_IN_PLACE = re.compile(r"\b(?:in|across|near|at|throughout|around)\s(?:the\s)?$", re.I)


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that points to a region."""

    region: Region
    name: str
    what: str
    where: str
    quote: str
    weight: float


class RegionJudge:
    """Compiles the marks once; the gazetteer is shared by all judges of a process."""

    def __init__(self, regions: Regions) -> None:
        self._margin = regions.margin
        self._ambiguous = frozenset(regions.ambiguous)
        self._marks = PhraseBook[PlaceMark | None]()
        for mark in regions.marks:
            self._marks.add(mark.text, mark, exact=mark.text != mark.text.lower())
        for name in regions.ignored:
            self._marks.add(name, None, exact=True)
        self._places = gazetteer()

    def judge(self, article: Article) -> RegionVerdict:
        return self.judge_text(article.title, article.text or article.summary)

    def judge_text(self, title: str, text: str, dateline: str = "") -> RegionVerdict:
        parts = ((_TITLE, title), (_DATELINE, dateline), (_BODY, text[:READ_CHARS]))
        signs: list[Sign] = []
        open_names: list[tuple[str, Match[PlaceName]]] = []
        for where, part in parts:
            for item in self._read(where, part):
                if isinstance(item, Sign):
                    signs.append(item)
                else:
                    open_names.append((where, item))
        signs.extend(self._resolve(open_names, signs))
        return _verdict(signs, self._margin)

    def _read(self, where: str, text: str) -> Iterator[Sign | Match[PlaceName]]:
        tokens = tokens_of(text)
        marks = self._marks.find(text, tokens)
        taken = {i for match in marks for i in range(match.first, match.last + 1)}
        for match in marks:
            if match.payload is not None:
                yield _mark_sign(match.payload, where, text, match.start, match.end)
        for found in self._places.find(text, tokens):
            if not taken.isdisjoint(range(found.first, found.last + 1)):
                continue
            if _SEAT.match(text[found.end : found.end + 14]) or _is_person(text, tokens, found):
                continue
            name = found.payload
            if len(name.countries) == 1 and name.name not in self._ambiguous:
                yield _place_sign(name, name.candidates[0], where, text, found.start)
            else:
                yield found

    def _resolve(
        self, names: list[tuple[str, Match[PlaceName]]], signs: list[Sign]
    ) -> Iterator[Sign]:
        countries = {sign.name for sign in signs}
        for where, match in names:
            candidate = self._choose(match.payload, countries)
            if candidate:
                yield _place_sign(match.payload, candidate, where, "", match.start)

    def _choose(self, name: PlaceName, countries: set[str]) -> Candidate | None:
        for candidate in name.candidates:
            if candidate.country in countries:
                return candidate
        if name.name in self._ambiguous:
            return None
        first, rest = name.candidates[0], name.candidates[1:]
        rival = max(
            (c.people for c in rest if (c.country == US) != (first.country == US)), default=0
        )
        return first if first.people > _DOMINANT * rival else None


def _mark_sign(mark: PlaceMark, where: str, text: str, start: int, end: int) -> Sign:
    country = mark.country or (US if mark.region is Region.US else "")
    return Sign(
        mark.region, country, mark.note, where, text[start:end], mark.weight * _FACTOR[where]
    )


def _place_sign(name: PlaceName, place: Candidate, where: str, text: str, start: int) -> Sign:
    region = Region.US if place.country == US else Region.GLOBAL
    weight = _WEIGHT[name.kind] * _FACTOR[where]
    if text and _IN_PLACE.search(text[max(0, start - 20) : start]):
        weight *= 1.5
    return Sign(region, place.country, name.kind.value, where, name.name, weight)


def _is_person(text: str, tokens: list[Token], match: Match[PlaceName]) -> bool:
    if match.payload.kind is not PlaceKind.CITY or match.first == 0:
        return False
    before = tokens[match.first - 1]
    word = text[before.start : before.end]
    gap = text[before.end : match.start]
    return gap == " " and word[0].isupper() and len(word) > 2 and not word.isupper()


def _verdict(signs: list[Sign], margin: float) -> RegionVerdict:
    us = sum(sign.weight for sign in signs if sign.region is Region.US)
    elsewhere = sum(sign.weight for sign in signs if sign.region is Region.GLOBAL)
    reasons = tuple(_reasons(signs))
    whole = us + elsewhere
    if not whole:
        text = "No place, regulator, utility or currency is named that says where it happens."
        nothing = Reason(code="no place", text=text)
        return RegionVerdict(ok=False, code="unclear", reasons=(nothing,), region=Region.UNCLEAR)
    if abs(us - elsewhere) / whole < margin:
        text = "The signs for the US and for elsewhere weigh about the same."
        even = Reason(code="even", text=text)
        return RegionVerdict(
            ok=False, code="unclear", reasons=(even, *reasons), region=Region.UNCLEAR
        )
    region = Region.US if us > elsewhere else Region.GLOBAL
    return RegionVerdict(ok=True, code=region.value, reasons=reasons, region=region)


def _reasons(signs: list[Sign], most: int = 8) -> Iterator[Reason]:
    """One reason for each name, the heaviest first; US weights positive, others negative."""
    grouped: dict[tuple[Region, str], list[Sign]] = {}
    for sign in signs:
        grouped.setdefault((sign.region, sign.quote), []).append(sign)
    ordered = sorted(grouped.items(), key=lambda item: -sum(s.weight for s in item[1]))
    for (region, quote), same in ordered[:most]:
        weight = round(sum(sign.weight for sign in same), 2)
        times = "" if len(same) == 1 else f" ({len(same)} times)"
        first = same[0]
        place = "the US" if region is Region.US else country_name(first.name) or "elsewhere"
        text = f"“{quote}” in the {first.where}{times} points to {place}."
        signed = weight if region is Region.US else -weight
        yield Reason(
            code=first.what or "mark", text=text, where=first.where, quote=quote, weight=signed
        )
