"""The feed of finished editions, for feed readers: behind a token in its address."""

from hmac import compare_digest

from fastapi import APIRouter, Response

from core.errors import NotFound
from newsletter.exporters.feeds import FeedFormat, render_feed
from review.actions.feeds import read_feed
from review.web.access import open_to_everybody
from review.web.desk import TheDesk

router = APIRouter(prefix="/feeds")


@router.get("/{token}/{format}.xml")
@open_to_everybody
def feed(desk: TheDesk, token: str, format: FeedFormat) -> Response:  # noqa: A002
    """Feed readers cannot sign in: whoever knows the token may read, and without one there is no
    feed."""
    expected = desk.settings.feed_token
    if not expected or not compare_digest(token.encode(), expected.encode()):
        raise NotFound("feed", "of that address")
    with desk.database.read() as unit:
        found = read_feed(unit, desk.newsletter)
    return Response(render_feed(found, format), media_type=format.media_type)
