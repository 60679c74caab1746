"""deliver: an edition → its document, frozen → a draft at one platform, and what became of it."""

from core.delivery import Delivery, DeliveryState, Target
from core.errors import Refused
from core.log import Log
from core.run import Job
from newsletter.targets import platform_of
from newsletter.targets.base import Ask, key_of
from newsletter.targets.sending import Sent, send_draft
from scheduler.context import Context
from scheduler.jobs.publish import freeze
from scheduler.locks import alone
from scheduler.outgoing import platform_ask

log = Log(__name__)


def deliver(
    context: Context, edition_id: int, target: Target, *, actor: str, ask: Ask | None = None
) -> Delivery:
    """The delivery as it ended; a draft that is there already is left alone. The edition is frozen
    first: what is sent is what left. Raises `Refused` when something in it may not leave, or the
    platform's settings are not complete.

    The key is stored, and the attempt counted, before the platform hears of it: whatever happens
    then, the next try looks before it sends.
    """
    settings = context.configuration.settings
    platform = platform_of(target, settings.targets, context.clock.now())
    if platform.missing:
        what = f"{target.label} cannot be asked yet."
        raise Refused(what, [f"Set {', '.join(platform.missing)}."])
    document = freeze(context, edition_id, actor=actor)
    key = key_of(document)
    with alone(context, Job.PUBLISH):
        delivery, is_new = _begin(context, edition_id, target, key, actor)
        if delivery.state is DeliveryState.DRAFTED:
            return delivery
        sent = send_draft(
            platform,
            ask or platform_ask(settings.policy),
            platform.render(document, key),
            key,
            look_first=not is_new,
        )
        return _end(context, delivery, sent)


def _begin(
    context: Context, edition_id: int, target: Target, key: str, actor: str
) -> tuple[Delivery, bool]:
    now = context.clock.now()
    with context.database.unit() as unit:
        delivery = unit.deliveries.begin(edition_id, target, key, actor=actor, now=now)
        if delivery.state is not DeliveryState.DRAFTED:
            unit.deliveries.attempt(delivery.delivery_id, now=now)
    return delivery, delivery.attempts == 0


def _end(context: Context, delivery: Delivery, sent: Sent) -> Delivery:
    now = context.clock.now()
    with context.database.unit() as unit:
        ended = unit.deliveries.end(
            delivery.delivery_id,
            sent.state,
            note=sent.note,
            remote_id=sent.remote_id,
            url=sent.url,
            now=now,
        )
    log.info("draft sent", target=delivery.target, state=sent.state, edition=delivery.edition_id)
    return ended
