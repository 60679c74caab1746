"""A find's page: the galley with its marginal notes, beside the articles it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, Request, Response

from config.beat import HouseStyle
from core.article import Article
from core.edition import Edition, EditionState
from core.find import Author, Find, Revision
from core.people import AuditEvent, Role, User
from core.place import Region
from core.story import StoryMember
from core.text import count_words
from core.verdict import Reason
from core.workflow import FindState, Move, RejectReason, moves_from
from review.actions.editing import ACCEPTABLE, CHANGEABLE
from review.actions.triage import BY_HAND, why_blocked
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.differences import Change, word_changes
from review.web.marks import Bit, Note, Piece, mark_article, mark_sentence, number_notes
from review.web.rendering import show
from storage.read_models import FindPage, QueueFilter, QueueRow
from storage.unit import Unit

router = APIRouter()

LIMIT = 200
"""How many finds of a state are looked at for the next and the previous one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence of the galley. `whole` are the notes that speak of all of it."""

    index: int
    bits: tuple[Bit, ...]
    whole: tuple[int, ...]
    unproved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    index: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """An article of the story; `day` is the strongest date it gives itself."""

    article: Article
    member: StoryMember
    day: date | None
    paragraphs: list[list[Piece]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRevision:
    number: int
    author: Author
    created_at: datetime
    note: str
    changes: list[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindView:
    find: Find
    words: int
    length_off: bool
    style: HouseStyle
    at: int
    paragraphs: list[list[Line]]
    notes: tuple[Note, ...]
    accepted: tuple[Accepted, ...]
    sources: tuple[SourceText, ...]
    why_relevant: str
    why_region: str
    why_date: str
    history: tuple[PastRevision, ...]
    events: tuple[AuditEvent, ...]
    edition: Edition | None
    editions: tuple[Edition, ...]
    blocked: str
    moves: tuple[Move, ...]
    reasons: tuple[RejectReason, ...]
    other_regions: tuple[Region, ...]
    acceptable: frozenset[str]
    may_edit: bool
    may_change: bool
    may_recall: bool
    queue_href: str
    position: int
    total: int
    previous_id: int | None
    next_id: int | None


@router.get("/finds/{find_id}")
@needs(Role.VIEWER)
def find_page(
    request: Request, desk: TheDesk, user: TheUser, find_id: int, at: int = -1
) -> Response:
    with desk.database.read() as unit:
        view = load_find(unit, desk, user, find_id, at)
    return show(request, "find.html", view)


def load_find(unit: Unit, desk: Desk, user: User, find_id: int, at: int) -> FindView:
    page = unit.desk.find_page(find_id)
    find = page.find
    notes = number_notes(find.revision.checks)
    words, style = count_words(find.revision.text), desk.beat.style
    may_edit = user.role.may(Role.EDITOR)
    neighbours = in_print_order(unit.desk.queue(QueueFilter(states=(find.state,)), limit=LIMIT))
    ids = [row.find_id for row in neighbours]
    here = ids.index(find_id) if find_id in ids else -1
    return FindView(
        find=find,
        words=words,
        length_off=not style.min_words <= words <= style.max_words,
        style=style,
        at=at,
        paragraphs=galley(find.revision, notes),
        notes=notes,
        accepted=_accepted(find.revision),
        sources=source_texts(page),
        why_relevant=why_relevant(page),
        why_region=why_region(page),
        why_date=why_date(page),
        history=_history(page.revisions),
        events=page.events,
        edition=page.edition,
        editions=_open_editions(unit, find) if may_edit else (),
        blocked=why_blocked(find.revision),
        moves=tuple(move for move in moves_from(find.state) if move in BY_HAND),
        reasons=tuple(RejectReason),
        other_regions=tuple(r for r in (Region.US, Region.GLOBAL) if r is not find.region),
        acceptable=ACCEPTABLE,
        may_edit=may_edit,
        may_change=may_edit and find.state in CHANGEABLE,
        may_recall=may_edit and find.state is FindState.PUBLISHED,
        queue_href="/" if find.state is FindState.DRAFTED else f"/?state={find.state}",
        position=here + 1,
        total=len(ids),
        previous_id=ids[here - 1] if here > 0 else None,
        next_id=ids[here + 1] if 0 <= here < len(ids) - 1 else None,
    )


def in_print_order(rows: Sequence[QueueRow]) -> list[QueueRow]:
    """As the queue shows them: the US first, then Global, then what has no region yet."""
    order = (Region.US, Region.GLOBAL, Region.UNCLEAR)
    return sorted(rows, key=lambda row: order.index(row.region))


def galley(revision: Revision, notes: tuple[Note, ...]) -> list[list[Line]]:
    """The text as paragraphs of sentences, each cut at its flagged bits."""
    lines: dict[int, list[Line]] = {}
    for index, sentence in enumerate(revision.sentences):
        bits = mark_sentence(index, sentence, notes)
        shown = {number for bit in bits for number in bit.ends}
        about = [note for note in notes if note.check.sentence == index]
        line = Line(
            index=index,
            bits=tuple(bits),
            whole=tuple(note.number for note in about if note.number not in shown),
            unproved=any(note.check.rule == "unproved" for note in about),
        )
        lines.setdefault(sentence.paragraph, []).append(line)
    return [lines[number] for number in sorted(lines)]


def source_texts(page: FindPage) -> tuple[SourceText, ...]:
    sentences = page.find.revision.sentences
    return tuple(
        SourceText(
            article=found.article,
            member=found.member,
            day=found.article.dates[0].day if found.article.dates else None,
            paragraphs=mark_article(found.article, sentences),
        )
        for found in page.articles
    )


def why_relevant(page: FindPage) -> str:
    reasons = page.judgement.relevance.reasons if page.judgement else ()
    return _sentences(reasons or page.story.relevance_reasons, "No reason was recorded.")


def why_region(page: FindPage) -> str:
    flips = [event for event in page.events if event.action == "set region"]
    if flips:
        last = flips[0]
        return f"{last.actor} moved it from {last.before} to {last.after}: {last.reason}"
    return _sentences(page.find.region_verdict.reasons, "No place was found in the articles.")


def why_date(page: FindPage) -> str:
    changes = [event for event in page.events if event.action == "set date"]
    if changes:
        last = changes[0]
        return f"{last.actor} changed it from {last.before}: {last.reason}"
    verdict = page.find.date_verdict
    return verdict.evidence_sentence() or f"It was read from: {verdict.chosen.origin}."


def _sentences(reasons: Sequence[Reason], otherwise: str) -> str:
    return " ".join(reason.text for reason in reasons[:6]) or otherwise


def _accepted(revision: Revision) -> tuple[Accepted, ...]:
    return tuple(
        Accepted(index=index, reason=sentence.accepted)
        for index, sentence in enumerate(revision.sentences)
        if sentence.accepted
    )


def _history(revisions: tuple[Revision, ...]) -> tuple[PastRevision, ...]:
    older: tuple[Revision | None, ...] = (*revisions[1:], None)
    return tuple(
        PastRevision(
            number=revision.number,
            author=revision.author,
            created_at=revision.created_at,
            note=revision.note,
            changes=_changes(before, revision),
        )
        for revision, before in zip(revisions, older, strict=True)
    )


def _changes(before: Revision | None, after: Revision) -> list[Change]:
    if before is None or (before.headline, before.text) == (after.headline, after.text):
        return []
    old, new = (f"{revision.headline}\n\n{revision.text}" for revision in (before, after))
    return word_changes(old, new)


def _open_editions(unit: Unit, find: Find) -> tuple[Edition, ...]:
    if find.state is not FindState.APPROVED:
        return ()
    return tuple(
        edition
        for edition in unit.editions.all()
        if edition.edition_id != find.edition_id and edition.state is EditionState.OPEN
    )[:6]
