"""Why a find is here, why there, and why under this date: each a short sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.place import Region
from core.verdict import Reason
from review.web.proof import writer_of
from storage.read_models import FindPage

MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """`quotes` are the words of the articles that counted. `writer_says` is set when the writer
    itself took another region; `lead_day` when the lead bears another date than the find."""

    why_relevant: str
    relevant_quotes: tuple[str, ...]
    why_region: str
    region_quotes: tuple[str, ...]
    why_date: str
    writer_says: Region | None
    writer: str
    lead_day: date | None


def grounds_of(page: FindPage) -> Grounds:
    find = page.find
    relevance = page.judgement.relevance.reasons if page.judgement else ()
    relevance = relevance or page.story.relevance_reasons
    wrote = writer_of(page.revisions)
    says = wrote.writer_region if wrote else None
    disagrees = says is not None and says not in (find.region, Region.UNCLEAR)
    lead_day = page.story.date.day
    return Grounds(
        why_relevant=_sentences(relevance, "No reason was recorded."),
        relevant_quotes=_quotes(relevance),
        why_region=_why_region(page),
        region_quotes=_quotes(find.region_verdict.reasons),
        why_date=_why_date(page),
        writer_says=says if disagrees else None,
        writer=wrote.author.name if wrote and disagrees else "",
        lead_day=lead_day if lead_day != find.printed_on else None,
    )


def _why_region(page: FindPage) -> str:
    flips = [event for event in page.events if event.action == "set region"]
    if flips:
        last = flips[0]
        return f"{last.actor} moved it from {last.before} to {last.after}: {last.reason}"
    return _sentences(page.find.region_verdict.reasons, "No place was found in the articles.")


def _why_date(page: FindPage) -> str:
    changes = [event for event in page.events if event.action == "set date"]
    if changes:
        last = changes[0]
        return f"{last.actor} changed it from {last.before}: {last.reason}"
    verdict = page.find.date_verdict
    evidence = verdict.evidence_sentence() or f"It was read from: {verdict.chosen.origin}."
    return f"{evidence} {verdict.other_days()}".rstrip()


def _sentences(reasons: Sequence[Reason], otherwise: str) -> str:
    return " ".join(reason.text for reason in reasons[:MOST]) or otherwise


def _quotes(reasons: Sequence[Reason]) -> tuple[str, ...]:
    said = (reason.quote for reason in reasons[:MOST] if reason.quote not in reason.text)
    return tuple(dict.fromkeys(quote for quote in said if quote))
