"""Building an edition: its number, what stands in it, its long pieces, and its way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from config.newsletter import Newsletter
from core.article import Article
from core.edition import Edition, EditionDocument, ExportFormat, Feature
from core.edition_workflow import FROZEN
from core.errors import NotFound, Refused
from core.find import Find
from core.people import Role, User
from core.text import clean_line
from core.workflow import FindState, Move
from newsletter.assemble import assemble
from newsletter.exporters import EXPORTERS
from newsletter.links import edition_links
from newsletter.lint import Known
from review.actions.permissions import require
from storage.unit import Unit

MAX_PROSE = 60_000
MAX_NOTE = 500
ORDERED = "put the finds in another order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A finished file, as a browser saves it."""

    filename: str
    media_type: str
    content: bytes


class TextChanged(Refused):
    """Someone saved the introduction in between; `current` is what stands there now."""

    def __init__(self, current: str) -> None:
        self.current = current
        super().__init__("The introduction has changed since you opened it.", [])


def create_edition(
    unit: Unit, user: User, *, volume: int, issue: int, dated: date, now: datetime
) -> int:
    """Raises `Refused` when the number is taken or out of range."""
    require(user, Role.EDITOR, "make editions")
    if not (1 <= volume <= 999 and 1 <= issue <= 999):
        raise Refused("This number will not do.", ["Volume and issue count from 1."])
    edition_id = unit.editions.create(volume, issue, dated, now)
    _note(unit, user, edition_id, "created", now, after=f"Volume {volume} | Issue {issue}")
    return edition_id


def place_find(unit: Unit, user: User, edition_id: int, find_id: int, now: datetime) -> Edition:
    """Raises `Refused` unless the find is approved."""
    require(user, Role.EDITOR, "build editions")
    return unit.editions.place(edition_id, find_id, actor=user.name, now=now)


def take_out(unit: Unit, user: User, edition_id: int, find_id: int, now: datetime) -> Edition:
    require(user, Role.EDITOR, "build editions")
    return unit.editions.unplace(edition_id, find_id, actor=user.name, now=now)


def shift_find(
    unit: Unit, user: User, edition_id: int, find_id: int, *, by: int, now: datetime
) -> Edition:
    """The find one place up (-1) or down (1) among those of its section."""
    require(user, Role.EDITOR, "build editions")
    edition = unit.editions.get(edition_id)
    if find_id not in edition.find_ids:
        raise NotFound("find in this edition", find_id)
    order = shifted(unit.finds.many(edition.find_ids), find_id, by)
    _note(unit, user, edition_id, ORDERED, now)
    return unit.editions.reorder(edition_id, order, now=now)


def shifted(finds: Sequence[Find], find_id: int, by: int) -> list[int]:
    """The order with one find past its neighbour of the same section; at the edge, unchanged."""
    order = [find.find_id for find in finds]
    here = next(find for find in finds if find.find_id == find_id)
    section = [find.find_id for find in finds if find.region is here.region]
    at = section.index(find_id) + by
    if 0 <= at < len(section):
        one, other = order.index(find_id), order.index(section[at])
        order[one], order[other] = order[other], order[one]
    return order


def order_finds(
    unit: Unit, user: User, edition_id: int, order: Sequence[int], now: datetime
) -> Edition:
    """The finds in that order. Raises `Refused` unless they are exactly those that are in."""
    require(user, Role.EDITOR, "build editions")
    _note(unit, user, edition_id, ORDERED, now)
    return unit.editions.reorder(edition_id, order, now=now)


def shift_feature(
    unit: Unit, user: User, edition_id: int, *, title: str, number: int, by: int, now: datetime
) -> Edition:
    """The feature one place up (-1) or down (1); at the edge, unchanged."""
    require(user, Role.EDITOR, "build editions")
    pieces = _features(unit, edition_id, title, number)
    if 0 <= number + by < len(pieces):
        pieces[number], pieces[number + by] = pieces[number + by], pieces[number]
        _note(unit, user, edition_id, "put the features in another order", now)
    return unit.editions.set_features(edition_id, pieces, now=now)


def known_of(
    unit: Unit, edition: Edition, finds: Sequence[Find], leads: Mapping[int, Article]
) -> Known:
    """What the check before an export looks at outside the edition."""
    coverage = unit.coverage.of_stories([find.story_id for find in finds])
    return Known(
        answers=unit.links.answers([url for url, _ in edition_links(edition, leads)]),
        coverage={find.find_id: coverage.get(find.story_id, ()) for find in finds},
    )


def settle_introduction(
    unit: Unit, user: User, edition_id: int, *, take: bool, now: datetime
) -> Edition:
    """Take the offered introduction in place of the present one, or leave it. Raises `Refused`
    when there is none, and `TextChanged` when someone wrote on the present one since."""
    require(user, Role.EDITOR, "build editions")
    offer, edition = unit.introductions.of(edition_id), unit.editions.get(edition_id)
    if offer is None:
        raise Refused("There is no drafted introduction any more.", ["Ask for another one."])
    if take and edition.introduction != offer.seen:
        raise TextChanged(edition.introduction)
    unit.introductions.settle(edition_id)
    if not take:
        return edition
    by = f"drafted by {offer.author.name}"
    _note(unit, user, edition_id, "took an introduction", now, after=by)
    return unit.editions.set_introduction(edition_id, offer.text, now=now)


def text_mark(text: str) -> str:
    """A short mark of a text, by which a form says which version it began with."""
    return sha256(text.encode()).hexdigest()[:16]


def set_introduction(
    unit: Unit, user: User, edition_id: int, text: str, *, seen: str, now: datetime
) -> Edition:
    """Raises `TextChanged` when `seen` is not the mark of what stands there."""
    require(user, Role.EDITOR, "build editions")
    current = unit.editions.get(edition_id).introduction
    text = _prose(text)
    if seen != text_mark(current) and current != text:
        raise TextChanged(current)
    _note(unit, user, edition_id, "wrote the introduction", now)
    return unit.editions.set_introduction(edition_id, text, now=now)


def save_feature(
    unit: Unit, user: User, edition_id: int, feature: Feature, *, number: int | None, now: datetime
) -> Edition:
    """One more feature at the end, or in the place of the one with that number (from 0)."""
    require(user, Role.EDITOR, "build editions")
    pieces = list(unit.editions.get(edition_id).features)
    if not clean_line(feature.title):
        raise Refused("A feature needs a title.", [])
    _prose(feature.body)
    if number is None:
        pieces.append(feature)
    elif 0 <= number < len(pieces):
        pieces[number] = feature
    else:
        raise NotFound("feature", number + 1)
    _note(unit, user, edition_id, "saved a feature", now, after=feature.title)
    return unit.editions.set_features(edition_id, pieces, now=now)


def remove_feature(
    unit: Unit, user: User, edition_id: int, *, title: str, number: int, now: datetime
) -> Edition:
    """Raises `Refused` when another feature stands at that number by now."""
    require(user, Role.EDITOR, "build editions")
    pieces = _features(unit, edition_id, title, number)
    gone = pieces.pop(number)
    _note(unit, user, edition_id, "removed a feature", now, before=gone.title)
    return unit.editions.set_features(edition_id, pieces, now=now)


def lead_articles(unit: Unit, finds: Sequence[Find]) -> dict[int, Article]:
    """The article that each find leads with, by `find_id`."""
    leads = unit.stories.leads([find.story_id for find in finds])
    articles = {a.article_id: a for a in unit.articles.many(tuple(set(leads.values())))}
    led = {find.find_id: leads[find.story_id] for find in finds}
    return {key: articles[lead] for key, lead in led.items() if lead in articles}


def document_of(unit: Unit, edition: Edition, newsletter: Newsletter) -> EditionDocument:
    """What left, where it is frozen; else what would leave now. Raises `Refused`, naming every
    find that keeps the edition in the house."""
    revisions = unit.editions.revisions(edition.edition_id)
    if edition.state in FROZEN and revisions:
        return revisions[0].document
    finds = unit.finds.many(edition.find_ids)
    leads, addresses = lead_articles(unit, finds), unit.archive.addresses()
    return assemble(edition, finds, leads, newsletter, addresses)


def export_edition(
    unit: Unit,
    user: User,
    edition_id: int,
    *,
    kind: ExportFormat,
    newsletter: Newsletter,
    now: datetime,
) -> Download:
    """The edition as a file. It is frozen as it leaves; nothing is sent anywhere."""
    require(user, Role.EDITOR, "export editions")
    document = document_of(unit, unit.editions.get(edition_id), newsletter)
    document = unit.editions.export(edition_id, document, actor=user.name, now=now).document
    exporter = EXPORTERS[kind]
    content = exporter.render(document)
    return Download(
        filename=exporter.filename(document), media_type=exporter.media_type, content=content
    )


def begin_correction(unit: Unit, user: User, edition_id: int, note: str, now: datetime) -> Edition:
    """Open an exported edition again. Raises `Refused` without a note that says why."""
    require(user, Role.EDITOR, "correct editions")
    note = clean_line(note)[:MAX_NOTE]
    return unit.editions.begin_correction(edition_id, note, actor=user.name, now=now)


def close_edition(
    unit: Unit, user: User, edition_id: int, *, newsletter: Newsletter, now: datetime
) -> int:
    """Say that the edition went out: its finds are published. Returns how many moved."""
    require(user, Role.EDITOR, "close editions")
    edition = unit.editions.get(edition_id)
    document_of(unit, edition, newsletter)
    going = [f for f in unit.finds.many(edition.find_ids) if f.state is FindState.APPROVED]
    if not going:
        raise Refused(f"{edition.number} has nothing to publish.", ["Place approved finds first."])
    for find in going:
        unit.finds.move(find.find_id, Move.PUBLISH, actor=user.name, now=now)
    _note(unit, user, edition_id, "closed", now, after=f"{len(going)} finds")
    return len(going)


def _features(unit: Unit, edition_id: int, title: str, number: int) -> list[Feature]:
    """All features, of which the one of that title stands at that number (from 0)."""
    pieces = list(unit.editions.get(edition_id).features)
    if not 0 <= number < len(pieces) or pieces[number].title != title:
        raise Refused("The features have changed since you opened the page.", ["Look again."])
    return pieces


def _prose(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > MAX_PROSE:
        raise Refused("This text is too long.", [f"At most {MAX_PROSE:,} characters."])
    return text


def _note(
    unit: Unit,
    user: User,
    edition_id: int,
    action: str,
    now: datetime,
    *,
    before: str = "",
    after: str = "",
) -> None:
    subject = f"edition {edition_id}"
    unit.audit.note(subject, action, user.name, now, before=before, after=after)
