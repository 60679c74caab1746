"""How near an article is to the beat: core, adjacent or off, and which words said so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from config.beat import Beat, Term, TermKind
from core.article import Article
from core.relevance import Relevance, RelevanceVerdict
from core.verdict import Reason
from stories.phrases import Match, PhraseBook

CORE_AT = 2.5
ADJACENT_AT = 0.3
ADVERTISEMENT_AT = 2.0
LEAD_CHARS = 700
# More hits in one part say nothing new, and a hostile page may hold any number.
_MOST_HITS = 100
_TITLE_CHARS = 500
_FURTHER = 0.5
_FURTHER_MOST = 1.0
_SUPPORT_MOST = 1.0
_PASSING = 0.35
_NO_TERM = "No term of the beat stands in it."


class Where(StrEnum):
    TITLE = "title"
    LEAD = "lead"
    BODY = "body"


_PLACE_FACTOR = {Where.TITLE: 3.0, Where.LEAD: 2.0, Where.BODY: 1.0}
# An advertisement or a false friend far down says less about the article than one on top.
_AGAINST_FACTOR = {Where.TITLE: 3.0, Where.LEAD: 2.0, Where.BODY: 0.5}

_INTRODUCES_A_LIST = re.compile(
    r"\b(?:such as|includ(?:ing|es)|like|e\.g\.|as well as|along with|"
    r"(?:everything|ranging|rang(?:es?|ed)) from)\s"
    r"(?P<list>[^.;:!?]{0,90})$",
    re.I,
)
# Of things, not of clauses: what stands before the last comma is short.
_CLOSES_A_LIST = re.compile(
    r"(?:^|[,.;:!?])\s*(?:[^\s,.;:!?]+\s){0,5}[^\s,.;:!?]+,\s(?:and|or|und|en|et)\s(?:\w+\s)?$",
    re.I,
)
_A_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|that|which|who|why)\b", re.I
)
_INSIDE_A_LIST = re.compile(r",\s(?:\w+\s)?$")
_LIST_GOES_ON = re.compile(r"[^.;:!?,]{0,25}(?:,|\s(?:and|or)\b)", re.I)
_A_CAPABILITY = re.compile(
    r"^[^.;:!?,]{0,20}\b(?:capabilit(?:y|ies)|function(?:s|ality)?|support)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a term of the beat stands."""

    term: Term
    where: Where
    quote: str
    passing: bool

    @property
    def weight(self) -> float:
        if self.term.kind is TermKind.FALSE_FRIEND:
            return -self.term.weight * _AGAINST_FACTOR[self.where]
        factor = _PASSING if self.passing else 1.0
        return self.term.weight * _PLACE_FACTOR[self.where] * factor


class RelevanceJudge:
    """Compiles a beat's terms once; judging reads an article once."""

    def __init__(self, beat: Beat) -> None:
        self._terms = PhraseBook[Term]()
        self._needs = PhraseBook[str]()
        for term in beat.terms:
            self._terms.add(term.text, term, exact=_written_in_capitals(term.text))
            for need in term.needs:
                self._needs.add(need, need)

    def judge(self, article: Article) -> RelevanceVerdict:
        return self.judge_text(article.title, article.summary, article.text, article.language)

    def judge_text(
        self, title: str, summary: str, text: str, language: str = ""
    ) -> RelevanceVerdict:
        lead, body = _lead_and_body(summary, text)
        parts = ((Where.TITLE, title[:_TITLE_CHARS]), (Where.LEAD, lead), (Where.BODY, body))
        hits = [hit for where, part in parts for hit in self._hits(where, part, language)]
        if any(hit.term.needs for hit in hits):
            present = set[str]().union(*(self._needs.standing_in(part) for _, part in parts))
            hits = [hit for hit in hits if _has_what_it_needs(hit.term, present)]
        return _verdict(hits)

    def _hits(self, where: Where, text: str, language: str) -> Iterator[Hit]:
        for match in self._terms.find(text)[:_MOST_HITS]:
            term = match.payload
            if term.languages and language and language not in term.languages:
                continue
            passing = where is not Where.TITLE and _in_passing(text, match)
            yield Hit(term, where, text[match.start : match.end], passing)


def _verdict(hits: list[Hit]) -> RelevanceVerdict:
    core = _reasons(hits, TermKind.CORE)
    support = _reasons(hits, TermKind.SUPPORT)
    adjacent = _reasons(hits, TermKind.ADJACENT)
    against = _reasons(hits, TermKind.FALSE_FRIEND)
    selling = _selling(hits)
    core_sum = _total(core) + _total(against)
    if core and core_sum > 0:
        core_sum += min(_total(support), _SUPPORT_MOST)
    score = max(core_sum, 0.0) if core else 0.0
    score += _total(adjacent) if adjacent else 0.0
    level = _level(core_sum if core else 0.0, score)
    advertisement = len(selling) > 1 and _total(selling) >= ADVERTISEMENT_AT
    named = () if core or adjacent else (Reason(code="no term", text=_NO_TERM),)
    reasons = (*named, *core, *(support if core else ()), *adjacent, *against, *selling)
    return RelevanceVerdict(
        ok=level is not Relevance.OFF,
        code=_code(level, named=bool(core or adjacent), against=bool(against), sold=advertisement),
        reasons=reasons,
        level=level,
        score=round(score, 3),
        advertisement=advertisement,
    )


def _code(level: Relevance, *, named: bool, against: bool, sold: bool) -> str:
    """What is counted: for a dropped article why, otherwise how near it is."""
    if level is not Relevance.OFF:
        return "advertisement" if sold else level.value
    if against:
        return "false friend"
    return "named in passing" if named else "no term"


def _level(core_sum: float, score: float) -> Relevance:
    if core_sum >= CORE_AT:
        return Relevance.CORE
    return Relevance.ADJACENT if score >= ADJACENT_AT else Relevance.OFF


def _reasons(hits: list[Hit], kind: TermKind) -> tuple[Reason, ...]:
    """The strongest hit in full, and a little for each further mention, up to a limit."""
    mine = sorted((h for h in hits if h.term.kind is kind), key=lambda h: -abs(h.weight))
    if not mine:
        return ()
    best, further = mine[0], [hit for hit in mine[1:] if not hit.passing]
    reasons = [_reason(best)]
    if further:
        sign = -1.0 if best.weight < 0 else 1.0
        reasons.append(_further(further, sign * min(_FURTHER * len(further), _FURTHER_MOST)))
    return tuple(reasons)


def _selling(hits: list[Hit]) -> tuple[Reason, ...]:
    """One reason for each term of advertisements: it takes several, and none counts twice."""
    found: dict[Term, Hit] = {}
    for hit in hits:
        if hit.term.kind is TermKind.ADVERTISEMENT:
            found.setdefault(hit.term, hit)
    return tuple(replace(_reason(hit), weight=hit.term.weight) for hit in found.values())


def _reason(hit: Hit) -> Reason:
    kind = hit.term.kind
    where = f" in the {hit.where.value}"
    where = f", named in passing{where}," if hit.passing else where
    says = {
        TermKind.CORE: "is of the beat",
        TermKind.SUPPORT: "supports it",
        TermKind.ADJACENT: "is near the beat",
        TermKind.FALSE_FRIEND: "speaks against it",
        TermKind.ADVERTISEMENT: "is the language of a market-research advertisement",
    }[kind]
    note = f" ({hit.term.note})" if hit.term.note else ""
    return Reason(
        code=kind.value,
        text=f"“{hit.quote}”{where} {says}{note}.",
        where=hit.where.value,
        quote=hit.quote,
        weight=round(hit.weight, 3),
    )


def _further(hits: list[Hit], weight: float) -> Reason:
    names = list({hit.quote.lower(): hit.quote for hit in reversed(hits)}.values())[::-1]
    shown = ", ".join(f"“{name}”" for name in names[:4])
    mentions = "And once more" if len(hits) == 1 else f"And {len(hits)} times more"
    return Reason(
        code=hits[0].term.kind.value,
        text=f"{mentions}: {shown}.",
        where=hits[0].where.value,
        quote=names[0],
        weight=round(weight, 3),
    )


def _total(reasons: tuple[Reason, ...]) -> float:
    return sum(reason.weight for reason in reasons)


def _has_what_it_needs(term: Term, present: set[str]) -> bool:
    return not term.needs or any(need in present for need in term.needs)


def _in_passing(text: str, match: Match[Term]) -> bool:
    """Whether the term stands in a list of other things, or as one capability of a product."""
    before = text[max(0, match.start - 120) : match.start]
    after = text[match.end : match.end + 60]
    opened = _INTRODUCES_A_LIST.search(before)
    if (opened and not _A_CLAUSE.search(opened["list"])) or _CLOSES_A_LIST.search(before):
        return True
    if _INSIDE_A_LIST.search(before) and _LIST_GOES_ON.match(after):
        return True
    return bool(_A_CAPABILITY.match(after)) and " with " in before[-40:]


def _lead_and_body(summary: str, text: str) -> tuple[str, str]:
    cut = LEAD_CHARS
    if len(text) > cut:
        blank = text.rfind(" ", 0, cut)
        cut = blank if blank > 0 else cut
    lead = text[:cut]
    if summary and summary[:80] not in lead:
        lead = f"{summary}\n\n{lead}"
    return lead, text[cut:]


def _written_in_capitals(text: str) -> bool:
    return text.isupper()
