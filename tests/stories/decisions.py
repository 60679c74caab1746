"""Stories that editors decided on, to order."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from core.dating import DateEvidence, DateOrigin, DateVerdict
from core.learning import Decided, Outcome
from core.place import Region, RegionVerdict
from core.relevance import Relevance
from core.story import Part, Story, StoryMember
from core.verdict import Reason

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
DAY = date(2026, 2, 2)


def told_story(story_id: int = 1, *, terms: tuple[str, ...] = ("V2G",), **given: Any) -> Story:
    chosen = DateEvidence(day=DAY, origin=DateOrigin.FEED)
    values: dict[str, Any] = {
        "title": f"Story {story_id}",
        "members": (StoryMember(article_id=f"a{story_id}", part=Part.LEAD),),
        "region": RegionVerdict(ok=True, code="US", region=Region.US),
        "relevance": Relevance.CORE,
        "relevance_reasons": tuple(
            Reason(code="core", text="…", where="lead", quote=term, weight=2.0) for term in terms
        ),
        "date": DateVerdict(ok=True, code="single", day=DAY, chosen=chosen),
        "rank": 60.0,
        "rank_reasons": (
            Reason(code="level", text="It is at the core of the beat.", where="rank", weight=60.0),
        ),
        "first_seen_at": NOW,
        "updated_at": NOW,
    }
    return Story(story_id=story_id, **(values | given))


def decided(
    story_id: int,
    *,
    title: str = "",
    region: Region = Region.US,
    source: str = "grid-post",
    outcome: Outcome = Outcome.APPROVED,
    reason: str = "",
    story: Story | None = None,
) -> Decided:
    told = story or told_story(story_id)
    return Decided(
        story=replace(told, title=title or told.title),
        source=source,
        region=region,
        outcome=outcome,
        reason=reason,
        actor="Ann",
        at=NOW,
    )
