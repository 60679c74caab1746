"""Which day an article was published, and whether its evidence holds together."""

from datetime import date, datetime, timedelta

from core.article import Article
from core.clock import as_utc, print_date
from core.dating import DateEvidence, DateOrigin, DateVerdict
from core.verdict import Reason

_STRENGTH = {origin: place for place, origin in enumerate(DateOrigin)}
# Time zones move a publication by a day; an update may be listed the day after.
_NEAR = timedelta(days=2)
_FUTURE_GRACE = timedelta(days=1)


def judge_date(article: Article, *, now: datetime, window_days: int = 45) -> DateVerdict:
    """The day to print. `window_days` is how far back an edition looks.

    A conflict names the claims on both sides and proposes the day that most of the evidence
    supports; with a mistyped year that is the same day in the year of the rest.
    """
    seen = DateEvidence(
        day=as_utc(article.first_seen_at).date(),
        origin=DateOrigin.FIRST_SEEN,
        at=article.first_seen_at,
    )
    claims = sorted(
        (claim for claim in article.dates if claim.origin is not DateOrigin.FIRST_SEEN),
        key=lambda claim: _STRENGTH[claim.origin],
    )
    if not claims:
        return _undated(seen)
    return _judge(tuple(claims), seen, as_utc(now).date(), window_days)


def _judge(
    claims: tuple[DateEvidence, ...], seen: DateEvidence, today: date, window_days: int
) -> DateVerdict:
    chosen = claims[0]
    typo = _typed_year(claims, seen, window_days)
    if typo:
        return typo
    against = [claim for claim in claims if abs(claim.day - chosen.day) > _NEAR]
    if against:
        return _conflict(claims, seen, today)
    others = claims[1:]
    if chosen.day > today + _FUTURE_GRACE:
        text = f"{_says(chosen)}: that day has not come yet."
        return _verdict("future", chosen, others, chosen.day, text)
    if chosen.day < today - timedelta(days=window_days):
        text = f"{_says(chosen)}: that is more than {window_days} days ago."
        return _verdict("stale", chosen, others, chosen.day, text)
    if len(claims) == 1:
        return _verdict("single", chosen, (), chosen.day, f"{_says(chosen)}; nothing else does.")
    names = _list(list(dict.fromkeys(claim.origin.value for claim in claims)))
    text = f"{len(claims)} claims agree on {print_date(chosen.day)}: {names}."
    return _verdict("agreed", chosen, others, chosen.day, text)


def _typed_year(
    claims: tuple[DateEvidence, ...], seen: DateEvidence, window_days: int
) -> DateVerdict | None:
    """A claim that lies in the window but for its year: someone typed the old year."""
    for claim in claims:
        moved = _in_year_of(claim.day, seen.day, window_days)
        if moved is None or moved == claim.day:
            continue
        rest = [other for other in (*claims, seen) if other.day.year == moved.year]
        supported = [other for other in rest if abs(other.day - moved) <= _NEAR]
        alone = len(claims) == 1 and _is_new(claim, seen)
        if (supported and supported != [seen]) or alone or _in_text(claims, moved):
            chosen = supported[0] if supported else claim
            text = (
                f"{_says(claim)}, but the rest points to {moved.year}: "
                f"it reads like a mistyped year. Proposed: {print_date(moved)}."
            )
            others = tuple(other for other in (*claims, seen) if other is not chosen)
            return _verdict("conflict", chosen, others, moved, text)
    return None


def _in_year_of(day: date, anchor: date, window_days: int) -> date | None:
    """The day moved by whole years so that it falls into the window before `anchor`."""
    for year in (anchor.year, anchor.year - 1):
        try:
            moved = day.replace(year=year)
        except ValueError:
            continue
        if timedelta(days=-1) <= anchor - moved <= timedelta(days=window_days):
            return moved
    return None


def _is_new(claim: DateEvidence, seen: DateEvidence) -> bool:
    """First seen within a fortnight of the day, years apart: a lone claim of a page just met."""
    moved = _in_year_of(claim.day, seen.day, 14)
    return moved is not None and claim.origin is DateOrigin.TEXT


def _in_text(claims: tuple[DateEvidence, ...], moved: date) -> bool:
    return any(claim.day == moved for claim in claims)


def _conflict(claims: tuple[DateEvidence, ...], seen: DateEvidence, today: date) -> DateVerdict:
    chosen = max(
        claims, key=lambda claim: (_support(claim, claims, today), -_STRENGTH[claim.origin])
    )
    others = tuple(claim for claim in (*claims, seen) if claim is not chosen)
    against = [claim for claim in claims if abs(claim.day - chosen.day) > _NEAR]
    named = "; ".join(_says(claim) for claim in [chosen, *against])
    text = f"The evidence disagrees. {named}. Proposed: {print_date(chosen.day)}."
    return _verdict("conflict", chosen, others, chosen.day, text)


def _support(claim: DateEvidence, claims: tuple[DateEvidence, ...], today: date) -> int:
    if claim.day > today + _FUTURE_GRACE:
        return -1
    return sum(abs(other.day - claim.day) <= _NEAR for other in claims)


def _undated(seen: DateEvidence) -> DateVerdict:
    text = f"No date on the page or in the source; first seen {print_date(seen.day)}."
    return _verdict("undated", seen, (), seen.day, text)


def _says(claim: DateEvidence) -> str:
    quote = f" (“{claim.quote}”)" if claim.quote else ""
    return f"The {claim.origin.value}{quote} says {print_date(claim.day)}"


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _verdict(
    code: str, chosen: DateEvidence, others: tuple[DateEvidence, ...], day: date, text: str
) -> DateVerdict:
    return DateVerdict(
        ok=code in {"agreed", "single"},
        code=code,
        reasons=(Reason(code=code, text=text, where=chosen.origin.value, quote=chosen.quote),),
        day=day,
        chosen=chosen,
        others=others,
    )
