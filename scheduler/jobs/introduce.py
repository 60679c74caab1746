"""introduce: what stands in an edition → an introduction, offered beside the present one."""

from core.find import Author, AuthorKind
from core.introduction import IntroductionBrief, IntroductionOffer, PlacedFind
from core.log import Log
from newsletter.introduction import draft_introduction
from scheduler.context import Context
from storage.unit import Unit

log = Log(__name__)

EARLIER = 3
BY_RULE = Author(kind=AuthorKind.EXTRACT, name="put together by rule")


def introduce(context: Context, edition_id: int) -> dict[str, int]:
    """Counts: offered, or nothing_to_introduce. The introduction itself is never touched."""
    with context.database.read() as unit:
        seen = unit.editions.get(edition_id).introduction
        brief = introduction_brief(context, unit, edition_id)
    text = draft_introduction(brief, context.configuration.newsletter.topics)
    if not text:
        return {"nothing_to_introduce": 1}
    offer = IntroductionOffer(
        edition_id=edition_id, text=text, author=BY_RULE, seen=seen, created_at=context.clock.now()
    )
    with context.database.unit() as unit:
        unit.introductions.offer(offer)
    log.info("introduction offered", edition=edition_id)
    return {"offered": 1}


def introduction_brief(context: Context, unit: Unit, edition_id: int) -> IntroductionBrief:
    edition = unit.editions.get(edition_id)
    before = [one for one in unit.editions.all() if one.dated < edition.dated]
    return IntroductionBrief(
        newsletter=context.configuration.newsletter.name,
        number=edition.number,
        features=edition.features,
        finds=tuple(
            PlacedFind(headline=f.revision.headline, text=f.revision.text, region=f.region)
            for f in unit.finds.many(edition.find_ids)
        ),
        earlier=tuple(one.introduction for one in before[:EARLIER] if one.introduction),
    )
