"""A find's page: the proof, sentence beside passage, and all that an editor decides by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response

from config.beat import HouseStyle
from core.article import Article
from core.coverage import Coverage, CoverageKind
from core.edition import Edition
from core.find import Find, Revision
from core.people import AuditEvent, Role, User
from core.place import Region
from core.run import Job, Run, RunState
from core.story import StoryMember
from core.text import count_words
from core.workflow import FindState, Move, RejectReason, moves_from
from core.writing import Offer, Presence, WorkingCopy
from newsletter.references import Reference, feature_references, past_references
from review.actions.editing import ACCEPTABLE, CHANGEABLE
from review.actions.holding import HoldOption, hold_options
from review.actions.offers import pairs_of
from review.actions.pairing import Pair
from review.actions.triage import BY_HAND, why_blocked
from review.actions.working import others_there
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.differences import Change, word_changes
from review.web.grounds import Grounds, grounds_of
from review.web.marks import Note, Piece, mark_article, number_notes
from review.web.proof import Line, proof_lines
from review.web.rendering import show
from storage.read_models import FindPage, Neighbours, QueueRow
from storage.unit import Unit

router = APIRouter()

LIMIT = 200
"""How many finds of a state are looked at for the next and the previous one."""

PRINTED = (Region.US, Region.GLOBAL, Region.UNCLEAR)

WHY_REGION = (
    "The project or programme runs there",
    "The rule or market it tells of is there",
    "Only the company or the publisher sits elsewhere",
    "It tells of several countries",
)
"""What editors say most often when they move a find to the other section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """An article of the story with its whole text; `day` is the strongest date it gives itself."""

    article: Article
    member: StoryMember
    day: date | None
    paragraphs: list[list[Piece]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedPair:
    """A place of the text: as it is, as the draft has it, and what that changes word by word."""

    number: int
    pair: Pair
    changes: list[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """`outdated` says that the find was saved since the draft was made."""

    offer: Offer
    pairs: tuple[OfferedPair, ...]
    notes: tuple[Note, ...]
    words: int
    outdated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindView:
    find: Find
    words: int
    length_off: bool
    style: HouseStyle
    at: int
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    open_lines: int
    sources: tuple[SourceText, ...]
    reading: bool
    grounds: Grounds
    coverage: tuple[Coverage, ...]
    references: tuple[Reference, ...]
    history: tuple[Revision, ...]
    events: tuple[AuditEvent, ...]
    edition: Edition | None
    editions: tuple[Edition, ...]
    blocked: str
    moves: tuple[Move, ...]
    reasons: tuple[RejectReason, ...]
    why_region: tuple[str, ...]
    acceptable: frozenset[str]
    may_edit: bool
    may_change: bool
    may_recall: bool
    holds: tuple[HoldOption, ...]
    offer: OfferView | None
    asked: Run | None
    there: tuple[Presence, ...]
    unsaved: WorkingCopy | None
    queue_href: str
    beside: Neighbours

    @property
    def asked_open(self) -> bool:
        """Whether the run for another draft is still to end."""
        return self.asked is not None and self.asked.state in (RunState.WAITING, RunState.RUNNING)


def _references(
    unit: Unit, desk: Desk, find: Find, edition: Edition | None, coverage: Sequence[Coverage]
) -> tuple[Reference, ...]:
    """What the text may point to: an edition that carried the story, a feature beside it."""
    text = find.revision.text
    near = [one for one in coverage if one.kind is not CoverageKind.SAME_SUBJECT]
    past = past_references(
        near, unit.archive.addresses(), newsletter=desk.newsletter.name, text=text
    )
    return (*past, *feature_references(text, edition.features if edition else ()))


@router.get("/finds/{find_id}")
@needs(Role.VIEWER)
def find_page(
    request: Request, desk: TheDesk, user: TheUser, find_id: int, at: int = -1, read: int = 0
) -> Response:
    with desk.database.read() as unit:
        view = load_find(unit, desk, user, find_id, at=at, reading=bool(read))
    return show(request, "find.html", view)


def load_find(
    unit: Unit, desk: Desk, user: User, find_id: int, *, at: int = -1, reading: bool = False
) -> FindView:
    page = unit.desk.find_page(find_id)
    find = page.find
    coverage = unit.coverage.of_story(find.story_id)
    notes = number_notes(find.revision.checks)
    lines = proof_lines(find.revision, notes, page.articles)
    words, style = count_words(find.revision.text), desk.beat.style
    may_edit = user.role.may(Role.EDITOR)
    return FindView(
        find=find,
        words=words,
        length_off=not style.min_words <= words <= style.max_words,
        style=style,
        at=at,
        lines=lines,
        notes=notes,
        open_lines=sum(line.open for line in lines),
        sources=source_texts(page, whole=reading),
        reading=reading,
        grounds=grounds_of(page),
        coverage=coverage,
        references=_references(unit, desk, find, page.edition, coverage),
        history=page.revisions,
        events=page.events,
        edition=page.edition,
        editions=_open_editions(unit, find) if may_edit else (),
        blocked=why_blocked(find.revision),
        moves=tuple(move for move in moves_from(find.state) if move in BY_HAND),
        reasons=tuple(RejectReason),
        why_region=WHY_REGION,
        acceptable=ACCEPTABLE,
        may_edit=may_edit,
        may_change=may_edit and find.state in CHANGEABLE,
        may_recall=may_edit and find.state is FindState.PUBLISHED,
        holds=_holds(unit, desk) if may_edit and Move.HOLD in moves_from(find.state) else (),
        offer=_offer(unit, find),
        asked=_asked(unit, find),
        there=others_there(unit, user, find_id, desk.clock.now()),
        unsaved=unit.working_copies.get(find_id, user.user_id),
        queue_href="/" if find.state is FindState.DRAFTED else f"/?state={find.state}",
        beside=unit.desk.neighbours(find_id, find.state, limit=LIMIT),
    )


def in_print_order(rows: Sequence[QueueRow]) -> list[QueueRow]:
    """As the queue shows them: the US first, then Global, then what has no region yet."""
    return sorted(rows, key=lambda row: PRINTED.index(row.region))


def source_texts(page: FindPage, *, whole: bool = True) -> tuple[SourceText, ...]:
    """The articles of the story, the lead first; without `whole` they come without their text."""
    sentences = page.find.revision.sentences
    return tuple(
        SourceText(
            article=found.article,
            member=found.member,
            day=found.article.dates[0].day if found.article.dates else None,
            paragraphs=mark_article(found.article, sentences) if whole else [],
        )
        for found in page.articles
    )


def _offer(unit: Unit, find: Find) -> OfferView | None:
    offer = unit.offers.waiting(find.find_id)
    if offer is None:
        return None
    pairs = (
        OfferedPair(number=number, pair=pair, changes=_changes(pair))
        for number, pair in enumerate(pairs_of(find, offer))
    )
    return OfferView(
        offer=offer,
        pairs=tuple(pairs),
        notes=number_notes(offer.draft.checks),
        words=count_words(offer.draft.text),
        outdated=offer.seen != find.revision.number,
    )


def _changes(pair: Pair) -> list[Change]:
    old, new = (sentence.text if sentence else "" for sentence in (pair.old, pair.new))
    return word_changes(old, new)


def _asked(unit: Unit, find: Find) -> Run | None:
    """The last run for another draft, while it goes on or when it brought nothing."""
    last = next(iter(unit.runs.about(Job.DRAFT, str(find.find_id), limit=1)), None)
    if last is None or last.result.get("offered"):
        return None
    over = last.ended_at is not None and last.ended_at < find.updated_at
    return None if over else last


def _holds(unit: Unit, desk: Desk) -> tuple[HoldOption, ...]:
    return hold_options(desk.newsletter, unit.editions.dates(), desk.clock.now().date())


def _open_editions(unit: Unit, find: Find) -> tuple[Edition, ...]:
    if find.state is not FindState.APPROVED:
        return ()
    making = unit.editions.open()
    return tuple(edition for edition in making if edition.edition_id != find.edition_id)[:6]
