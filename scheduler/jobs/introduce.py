"""introduce: what stands in an edition → an introduction, offered beside the present one."""

from collections import Counter

from core.edition import Edition
from core.find import Author, AuthorKind
from core.introduction import (
    IntroductionBrief,
    IntroductionOffer,
    IntroductionResult,
    PlacedFind,
)
from core.log import Log
from newsletter.introduction import draft_introduction
from scheduler.context import Context
from scheduler.spending import open_purse
from scheduler.writers import has_model, open_model_writer
from storage.unit import Unit

log = Log(__name__)

EARLIER = 3
BY_RULE = Author(kind=AuthorKind.EXTRACT, name="put together by rule")


def introduce(context: Context, edition_id: int, *, run_id: int | None = None) -> dict[str, int]:
    """Counts: offered, or nothing_to_introduce; model_failed or model_flagged when the rule
    stood in for a model. The introduction itself is never touched.

    What a model says beyond the edition's own pieces is not offered: an opening carries no
    passages that an editor could look at.
    """
    with context.database.read() as unit:
        edition = unit.editions.get(edition_id)
        brief = introduction_brief(context, unit, edition_id)
    text = draft_introduction(brief, context.configuration.newsletter.topics)
    if not text:
        return {"nothing_to_introduce": 1}
    author, counts = BY_RULE, Counter(offered=1)
    if has_model(context):
        written = _by_model(context, brief, edition, run_id)
        if written.text and not written.checks:
            text, author = written.text, written.author
        else:
            counts["model_flagged" if written.text else "model_failed"] = 1
    offer = IntroductionOffer(
        edition_id=edition_id,
        text=text,
        author=author,
        seen=edition.introduction,
        created_at=context.clock.now(),
    )
    with context.database.unit() as unit:
        unit.introductions.offer(offer)
    log.info("introduction offered", edition=edition_id, author=author.name)
    return dict(counts)


def _by_model(
    context: Context, brief: IntroductionBrief, edition: Edition, run_id: int | None
) -> IntroductionResult:
    """The edition's own money pays for it."""
    purse = open_purse(context, run_id, edition=(edition.volume, edition.issue))
    return open_model_writer(context, purse).write_introduction(brief)


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
