"""A story from its members: who leads, who echoes, where, when, and how it ranks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Protocol

from core.article import Article, ArticleFlag, Completeness
from core.place import Region, RegionVerdict
from core.relevance import Relevance
from core.story import Judged, OpenStory, Part, Story, StoryMember
from core.verdict import Reason
from stories.ranking import rank

_LEVELS = (Relevance.CORE, Relevance.ADJACENT, Relevance.OFF)
_DAY_SECONDS = 86_400.0
_WEAK = 0.25


class Copies(Protocol):
    def is_copy(self, a: str, b: str) -> bool:
        """Whether two articles, by their ids, are near-copies."""
        ...

    def same_words(self, a: str, b: str) -> bool:
        """Whether two articles share their running text, under whatever headlines."""
        ...

    def adds_nothing(self, article_id: str, original_id: str) -> bool:
        """Whether an article retells another: full of figures, and hardly one of its own."""
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """An article with its verdicts and the weight of its source."""

    article: Article
    judged: Judged
    weight: float = 1.0

    @property
    def article_id(self) -> str:
        return self.article.article_id

    @property
    def syndicated(self) -> bool:
        return bool(self.article.credit) or ArticleFlag.SYNDICATED in self.article.flags

    @property
    def partial(self) -> bool:
        return self.article.completeness is Completeness.PARTIAL

    @property
    def published(self) -> datetime:
        chosen = self.judged.date.chosen
        if chosen.at is not None and chosen.day == self.judged.date.day:
            return chosen.at if chosen.at.tzinfo else chosen.at.replace(tzinfo=UTC)
        return datetime.combine(self.judged.date.day, time(12), tzinfo=UTC)


def tell_story(
    members: Sequence[Member], stored: OpenStory | None, copies: Copies, *, now: datetime
) -> Story:
    """The story as it now is: rebuilt from all its members."""
    lead = _lead(members, stored)
    told = _parts(lead, members, copies)
    independent = [m for m, part in told if part.part is not Part.ECHO]
    best = min(independent, key=lambda m: (_LEVELS.index(m.judged.relevance.level), m.article_id))
    advertisement = all(m.judged.relevance.advertisement for m in independent)
    rank_value, rank_reasons = rank(
        relevance=best.judged.relevance.level,
        origins=len(independent),
        source_weight=max(m.weight for m in independent),
        day=lead.judged.date.day,
        today=now.date(),
        partial=all(m.partial for m in members),
        advertisement=advertisement,
    )
    return Story(
        story_id=stored.story.story_id if stored else 0,
        title=lead.article.title,
        members=tuple(part for _, part in told),
        region=_region(lead, [m for m in independent if m is not lead]),
        relevance=best.judged.relevance.level,
        relevance_reasons=best.judged.relevance.reasons,
        date=lead.judged.date,
        rank=rank_value,
        rank_reasons=rank_reasons,
        advertisement=advertisement,
        first_seen_at=min(m.article.first_seen_at for m in members),
        updated_at=now,
    )


def _lead(members: Sequence[Member], stored: OpenStory | None) -> Member:
    if stored is not None and stored.by_hand:
        return next(m for m in members if m.article_id == stored.story.lead_id)
    return min(members, key=_lead_key)


def _lead_key(member: Member) -> tuple[bool, bool, bool, float, str]:
    """Lower leads. A point of a source's weight makes up for a day."""
    days = member.published.timestamp() / _DAY_SECONDS - member.weight
    advertisement = member.judged.relevance.advertisement
    return (member.syndicated, advertisement, member.partial, days, member.article_id)


def _parts(
    lead: Member, members: Sequence[Member], copies: Copies
) -> list[tuple[Member, StoryMember]]:
    why = _leads(lead, len(members))
    told = [(lead, StoryMember(article_id=lead.article_id, part=Part.LEAD, reasons=(why,)))]
    originals = [lead]
    for member in sorted(members, key=_lead_key):
        if member is lead:
            continue
        reason = _echo(member, originals, copies)
        if reason is None:
            originals.append(member)
            text = f"{member.article.outlet} reports the event in its own words."
            reason = Reason(code="independent", text=text)
            part = Part.INDEPENDENT
        else:
            part = Part.ECHO
        told.append(
            (member, StoryMember(article_id=member.article_id, part=part, reasons=(reason,)))
        )
    return told


def _leads(lead: Member, reports: int) -> Reason:
    text = f"{lead.article.outlet} leads: it stands first of the reports in their own words."
    if reports == 1:
        text = f"{lead.article.outlet} is the only one to report it so far."
    return Reason(code="lead", text=text)


def _echo(member: Member, originals: Sequence[Member], copies: Copies) -> Reason | None:
    for original in originals:
        if copies.is_copy(member.article_id, original.article_id):
            text = f"Its text is nearly a copy of {original.article.outlet}'s."
            return Reason(code="near duplicate", text=text, quote=original.article.title)
    for original in originals:
        if copies.same_words(member.article_id, original.article_id):
            text = f"It has the words of {original.article.outlet}, under a headline of its own."
            return Reason(code="same words", text=text, quote=original.article.title)
    for original in originals:
        if copies.adds_nothing(member.article_id, original.article_id):
            text = f"It has hardly a figure that {original.article.outlet}'s report does not have."
            return Reason(code="retold", text=text, quote=original.article.title)
    if member.syndicated:
        credit = member.article.credit or "another outlet"
        return Reason(code="syndicated", text=f"It says itself that it comes from {credit}.")
    return None


def _region(lead: Member, others: Sequence[Member]) -> RegionVerdict:
    """The region with most voices; the lead has two, and a weak verdict a quarter of its own.
    The verdict is that of the first voice, a sure one before a weak one."""
    voices = [(lead, 2.0), *((member, 1.0) for member in others)]
    sums = dict.fromkeys((Region.US, Region.GLOBAL), 0.0)
    for member, weight in voices:
        if member.judged.region.region in sums:
            sure = member.judged.region.ok
            sums[member.judged.region.region] += weight if sure else weight * _WEAK
    if sums[Region.US] == sums[Region.GLOBAL]:
        return lead.judged.region
    winner = max(sums, key=lambda region: sums[region])
    mine = [m.judged.region for m, _ in voices if m.judged.region.region is winner]
    return next((verdict for verdict in mine if verdict.ok), mine[0])
