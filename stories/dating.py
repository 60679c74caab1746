"""Which day an article was published, and whether its evidence holds together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from core.article import Article
from core.clock import as_utc, print_date
from core.dating import DateEvidence, DateOrigin, DateRole, DateVerdict
from core.verdict import Reason
from stories.text_dates import day_of_place_line, days_named, event_day

_STRENGTH = {origin: place for place, origin in enumerate(DateOrigin)}
# Time zones move a publication by a day, and a feed may list it the day after.
_NEAR = timedelta(days=2)
_FUTURE_GRACE = timedelta(days=1)
_SLIP_SEEN_WITHIN = timedelta(days=14)
# Shorter, and it may as well be a correction, or a page that was prepared in advance.
_OLD_STORY = timedelta(days=30)
_ORIGIN_WORDS = {
    DateOrigin.JSON_LD: "page's data",
    DateOrigin.META: "page's header",
    DateOrigin.TIME_ELEMENT: "time mark on the page",
    DateOrigin.FEED: "feed",
    DateOrigin.SITEMAP: "site map",
    DateOrigin.LISTING: "listing page",
    DateOrigin.URL: "address",
    DateOrigin.TEXT: "text",
    DateOrigin.FIRST_SEEN: "first sight of it",
}


@dataclass(frozen=True, slots=True)
class _Case:
    """The claims, strongest first, and the moments they are held against. `named` are days that
    the text itself names; the first is that of its place line, when `lined`."""

    claims: tuple[DateEvidence, ...]
    named: tuple[DateEvidence, ...]
    lined: bool
    modified: DateEvidence | None
    seen: DateEvidence
    today: date
    window: timedelta

    @property
    def strongest(self) -> DateEvidence:
        return self.claims[0]

    def others(self, chosen: DateEvidence) -> tuple[DateEvidence, ...]:
        return tuple(claim for claim in (*self.claims, self.seen) if claim is not chosen)


def judge_date(article: Article, *, now: datetime, window_days: int = 45) -> DateVerdict:
    """The day to print. `window_days` is how far back an edition looks.

    A conflict names the claims on both sides and proposes a day: with a mistyped year the same
    day in the year of the rest, else the one that most claims support. An old story under a new
    date is `redated`, and the old day is proposed.
    """
    verdict = _judge(article, as_utc(now).date(), timedelta(days=window_days))
    changed = _changed(article)
    return replace(
        verdict,
        modified=changed.day if changed else None,
        event=event_day(article.text, verdict.day),
        first_seen=as_utc(article.first_seen_at).date(),
    )


def _judge(article: Article, today: date, window: timedelta) -> DateVerdict:
    first_seen = as_utc(article.first_seen_at)
    seen = DateEvidence(day=first_seen.date(), origin=DateOrigin.FIRST_SEEN, at=first_seen)
    claims = sorted(
        (
            claim
            for claim in article.dates
            if claim.origin is not DateOrigin.FIRST_SEEN and claim.role is DateRole.PUBLISHED
        ),
        key=lambda claim: (_STRENGTH[claim.origin], claim.day),
    )
    if not claims:
        text = f"No date on the page or in the source; first seen {print_date(seen.day)}."
        return _verdict("undated", seen, (), seen.day, text)
    line = day_of_place_line(article.text)
    days = ([line] if line else []) + days_named(article.text)
    named = tuple(DateEvidence(day=d, origin=DateOrigin.TEXT, quote=quote) for d, quote in days)
    case = _Case(tuple(claims), named, bool(line), _changed(article), seen, today, window)
    return (
        _mistyped_year(case)
        or _redated(case)
        or _conflict(case)
        or _out_of_window(case)
        or _good(case)
    )


def _changed(article: Article) -> DateEvidence | None:
    """The latest change that the page claims."""
    changes = [claim for claim in article.dates if claim.role is DateRole.MODIFIED]
    return max(changes, key=lambda claim: claim.day, default=None)


def _mistyped_year(case: _Case) -> DateVerdict | None:
    """Two claims on one day of the year, in two years: the one nearer to the present is meant."""
    for wrong in case.claims:
        for right in (*case.claims, *case.named):
            moved = _in_year(wrong.day, right.day.year)
            if moved is None or wrong.day.year == right.day.year or abs(moved - right.day) > _NEAR:
                continue
            if abs(case.seen.day - wrong.day) < abs(case.seen.day - right.day):
                continue
            text = (
                f"{_says(wrong)}, but {_says(right, small=True)}: it reads like a mistyped year. "
                f"Proposed: {print_date(right.day)}."
            )
            return _verdict("conflict", right, case.others(right), right.day, text)
    return None


def _redated(case: _Case) -> DateVerdict | None:
    """What shows that a story is older than the date it is sold under, and how old it is."""
    day = case.strongest.day
    if day > case.today + _FUTURE_GRACE:
        return None
    older = next((claim for claim in _older(case) if claim.day < day), None)
    if older is None:
        return None
    text = (
        f"{_says(case.strongest)}, but {_says(older, small=True)}: it reads like an old story "
        f"under a new date. Proposed: {print_date(older.day)}."
    )
    return _verdict("redated", older, case.others(older), older.day, text)


def _older(case: _Case) -> Iterator[DateEvidence]:
    """Signs of an older day: an address and a place line stay when a page is dated anew, a page
    is not changed long before it is published (prepared in advance it may be), nor seen before."""
    day = case.strongest.day
    for claim in case.claims:
        others = [c for c in case.claims if c.origin is not DateOrigin.URL]
        if claim.origin is DateOrigin.URL and all(claim.day < c.day - _OLD_STORY for c in others):
            yield claim
    if case.lined and case.named[0].day < day - _OLD_STORY:
        yield case.named[0]
    if case.modified is not None and case.modified.day < day - _OLD_STORY:
        yield case.modified
    if case.seen.day < day - _NEAR:
        yield case.seen


def _conflict(case: _Case) -> DateVerdict | None:
    against = [claim for claim in case.claims if _contradicts(claim, case.strongest)]
    if not against:
        return None
    chosen = max(case.claims, key=lambda claim: _support(claim, case))
    apart = [claim for claim in case.claims if _contradicts(claim, chosen)]
    named = "; ".join(_says(claim) for claim in [chosen, *apart])
    text = f"The evidence disagrees. {named}. Proposed: {print_date(chosen.day)}."
    return _verdict("conflict", chosen, case.others(chosen), chosen.day, text)


def _out_of_window(case: _Case) -> DateVerdict | None:
    chosen = case.strongest
    if chosen.day > case.today + _FUTURE_GRACE:
        text = f"{_says(chosen)}: that day has not come yet."
        return _verdict("future", chosen, case.others(chosen), chosen.day, text)
    if chosen.day >= case.today - case.window:
        return None
    text = f"{_says(chosen)}: that is more than {case.window.days} days ago."
    slip = _in_year(chosen.day, case.seen.day.year)
    if slip and slip != chosen.day and timedelta(0) <= case.seen.day - slip <= _SLIP_SEEN_WITHIN:
        text += f" If the year is a slip, it is {print_date(slip)}."
    return _verdict("stale", chosen, case.others(chosen), chosen.day, text)


def _good(case: _Case) -> DateVerdict:
    chosen, day = case.strongest, _local_day(case)
    if len(case.claims) == 1:
        text = f"{_says(chosen)}; no other date is given."
        return _verdict("single", chosen, (), day, text)
    names = list(dict.fromkeys(f"the {_ORIGIN_WORDS[claim.origin]}" for claim in case.claims))
    text = f"{len(case.claims)} dates agree on {print_date(day)}: {_list(names)}."
    return _verdict("agreed", chosen, case.others(chosen), day, text)


def _contradicts(claim: DateEvidence, other: DateEvidence) -> bool:
    """A site map gives the last change: a later day there is an update, not another claim."""
    for one, two in ((claim, other), (other, claim)):
        if one.origin is DateOrigin.SITEMAP and one.day > two.day:
            return False
    return abs(claim.day - other.day) > _NEAR


def _support(claim: DateEvidence, case: _Case) -> tuple[int, int]:
    """How many claims are near, then how strong it is; a day to come supports nothing."""
    if claim.day > case.today + _FUTURE_GRACE:
        return (-1, 0)
    near = sum(abs(other.day - claim.day) <= _NEAR for other in case.claims)
    return (near, -_STRENGTH[claim.origin])


def _local_day(case: _Case) -> date:
    """The day as the page's own readers saw it: another claim may give it without a time, when
    the strongest is a moment in Greenwich on the day before or after."""
    chosen = case.strongest
    if chosen.at is None:
        return chosen.day
    moment = chosen.at.replace(tzinfo=UTC) if chosen.at.tzinfo is None else chosen.at
    somewhere = {(as_utc(moment) + timedelta(hours=hours)).date() for hours in (-10, 13)}
    for claim in case.claims[1:]:
        if claim.at is None and claim.day != chosen.day and claim.day in somewhere:
            return claim.day
    return chosen.day


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def _says(claim: DateEvidence, *, small: bool = False) -> str:
    quote = f" (“{claim.quote}”)" if claim.quote else ""
    what = _ORIGIN_WORDS[claim.origin]
    if claim.role is DateRole.MODIFIED:
        what = "last change, as the page gives it,"
    return f"{'the' if small else 'The'} {what}{quote} says {print_date(claim.day)}"


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
