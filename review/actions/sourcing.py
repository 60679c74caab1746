"""Adding a source that was found at an address."""

from datetime import datetime

from config.exchange import free_slug
from config.rules import refuse_source
from core.discovery import Offer, name_of_host
from core.errors import NotFound
from core.people import Role, User
from core.source import BY_HAND, Source
from core.text import clean_line
from core.url import url_key
from review.actions.permissions import require
from storage.unit import Unit


def suggested_slug(unit: Unit, url: str) -> str:
    """The site's name in the address, with a number where another source has it."""
    taken = {source.slug for source in unit.sources.all()}
    return free_slug(name_of_host(url), {BY_HAND, *taken})


def add_found(
    unit: Unit, user: User, run_id: int, url: str, *, slug: str, name: str, now: datetime
) -> Source:
    """One of the offers of a run as a source. Raises `NotFound` when the run offers no such
    address, and `Refused` when it is polled already or the slug will not do."""
    require(user, Role.EDITOR, "add sources")
    offer = _offer(unit, run_id, url)
    short = clean_line(slug).lower() or suggested_slug(unit, url)
    source = Source(
        slug=short,
        name=clean_line(name)[:200] or offer.title or short,
        kind=offer.candidate.kind,
        url=offer.candidate.url,
        language=offer.look.language,
    )
    refuse_source(source, unit.sources.all())
    unit.sources.add(source, now)
    unit.audit.note(f"source {source.slug}", "added", user.name, now)
    return source


def _offer(unit: Unit, run_id: int, url: str) -> Offer:
    found = unit.runs.found(run_id)
    for offer in found.offers if found else ():
        if offer.usable and url_key(offer.candidate.url) == url_key(url):
            return offer
    raise NotFound("candidate", url)
