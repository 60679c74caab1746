"""One edition: what stands in it, what it lacks, and its way out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.edition import (
    Edition,
    EditionRevision,
    EditionState,
    ExportFormat,
    Feature,
)
from core.edition_workflow import FROZEN
from core.find import CheckLevel, Find
from core.introduction import IntroductionOffer
from core.people import AuditEvent, Role, User
from core.place import Region
from core.text import clean_line, count_words
from core.workflow import FindState
from newsletter.balance import Balance, WeighedFind, weigh_balance
from newsletter.gate import Finding
from newsletter.lint import lint
from review.actions import editions
from review.actions.editions import TextChanged, text_mark
from review.web.access import needs
from review.web.desk import Desk, TheDesk, TheUser
from review.web.rendering import see_other, show
from review.web.toasts import Toast
from review.web.wording import count
from storage.read_models import UnplacedFind
from storage.unit import Unit

router = APIRouter(prefix="/editions/{edition_id}")

Text = Annotated[str, Form(max_length=80_000)]
Line = Annotated[str, Form(max_length=2000)]

FORMATS = {
    ExportFormat.MARKDOWN: "Markdown",
    ExportFormat.HTML: "HTML mail",
    ExportFormat.TEXT: "Plain text",
    ExportFormat.JSON: "JSON",
    ExportFormat.WORD: "Word",
    ExportFormat.MAIL: "Mail (.eml)",
    ExportFormat.PASTE: "HTML for pasting",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    find: Find
    words: int
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A finding with the address of its place. `about` is the find's headline, said once where
    several points in a row are about it."""

    finding: Finding
    about: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    region: Region
    title: str
    target: int
    slots: tuple[Slot, ...]

    @property
    def words(self) -> int:
        return sum(slot.words for slot in self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    edition: Edition
    sections: tuple[Section, ...]
    waiting: tuple[UnplacedFind, ...]
    points: tuple[Point, ...]
    balance: Balance
    closing_in: int
    offer: IntroductionOffer | None
    revisions: tuple[EditionRevision, ...]
    events: tuple[AuditEvent, ...]
    others: tuple[Edition, ...]
    links_asked_at: datetime | None
    blocked: bool
    formats: dict[ExportFormat, str]
    feature_kinds: tuple[str, ...]
    introduction: str
    introduction_mark: str
    saved_introduction: str | None
    is_open: bool
    is_frozen: bool
    may_edit: bool
    may_build: bool
    unpublished: int


@router.get("")
@needs(Role.VIEWER)
def edition_page(request: Request, desk: TheDesk, user: TheUser, edition_id: int) -> Response:
    with desk.database.read() as unit:
        view = _load(unit, desk, user, edition_id)
    return show(request, "edition.html", view)


@router.post("/place")
@needs(Role.EDITOR)
def place(
    desk: TheDesk, user: TheUser, edition_id: int, find_id: Annotated[int, Form()]
) -> Response:
    with desk.database.unit() as unit:
        editions.place_find(unit, user, edition_id, find_id, desk.clock.now())
    return see_other(f"/editions/{edition_id}")


@router.post("/take-out")
@needs(Role.EDITOR)
def take_out(
    desk: TheDesk, user: TheUser, edition_id: int, find_id: Annotated[int, Form()]
) -> Response:
    with desk.database.unit() as unit:
        editions.take_out(unit, user, edition_id, find_id, desk.clock.now())
    return see_other(f"/editions/{edition_id}", Toast(text="Taken out; it stays approved."))


@router.post("/shift")
@needs(Role.EDITOR)
def shift(
    desk: TheDesk,
    user: TheUser,
    edition_id: int,
    find_id: Annotated[int, Form()],
    by: Annotated[int, Form(ge=-1, le=1)],
) -> Response:
    with desk.database.unit() as unit:
        editions.shift_find(unit, user, edition_id, find_id, by=by, now=desk.clock.now())
    return see_other(f"/editions/{edition_id}")


@router.post("/introduction")
@needs(Role.EDITOR)
def introduction(
    request: Request, desk: TheDesk, user: TheUser, edition_id: int, seen: Line, text: Text = ""
) -> Response:
    try:
        with desk.database.unit() as unit:
            editions.set_introduction(unit, user, edition_id, text, seen=seen, now=desk.clock.now())
    except TextChanged as changed:
        with desk.database.read() as unit:
            view = _load(unit, desk, user, edition_id, typed=text, saved=changed.current)
        return show(request, "edition.html", view, status=409)
    return see_other(f"/editions/{edition_id}", Toast(text="The introduction is saved."))


@router.post("/features")
@needs(Role.EDITOR)
def save_feature(
    desk: TheDesk,
    user: TheUser,
    edition_id: int,
    kind: Line,
    title: Line,
    dated: Annotated[date, Form()],
    body: Text = "",
    url: Line = "",
    number: Annotated[int | None, Form()] = None,
) -> Response:
    feature = Feature(
        kind=clean_line(kind),
        title=clean_line(title),
        dated=dated,
        body=body.replace("\r\n", "\n").strip(),
        url=clean_line(url),
    )
    with desk.database.unit() as unit:
        editions.save_feature(unit, user, edition_id, feature, number=number, now=desk.clock.now())
    return see_other(f"/editions/{edition_id}", Toast(text=f"“{feature.title}” is saved."))


@router.post("/features/remove")
@needs(Role.EDITOR)
def remove_feature(
    desk: TheDesk, user: TheUser, edition_id: int, number: Annotated[int, Form()], title: Line
) -> Response:
    with desk.database.unit() as unit:
        editions.remove_feature(
            unit, user, edition_id, title=title, number=number, now=desk.clock.now()
        )
    return see_other(f"/editions/{edition_id}", Toast(text=f"“{title}” is removed."))


@router.post("/export")
@needs(Role.EDITOR)
def export(
    desk: TheDesk, user: TheUser, edition_id: int, kind: Annotated[ExportFormat, Form()]
) -> Response:
    with desk.database.unit() as unit:
        download = editions.export_edition(
            unit, user, edition_id, kind=kind, newsletter=desk.newsletter, now=desk.clock.now()
        )
    return Response(
        download.content,
        media_type=download.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{download.filename}"',
            # Were a browser to show it after all, nothing in it may run or load.
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@router.post("/close")
@needs(Role.EDITOR)
def close(desk: TheDesk, user: TheUser, edition_id: int) -> Response:
    with desk.database.unit() as unit:
        number = editions.close_edition(
            unit, user, edition_id, newsletter=desk.newsletter, now=desk.clock.now()
        )
    text = f"{count(number, 'find is', 'finds are')} published now."
    return see_other(f"/editions/{edition_id}", Toast(text=text))


def _load(
    unit: Unit,
    desk: Desk,
    user: User,
    edition_id: int,
    *,
    typed: str | None = None,
    saved: str | None = None,
) -> EditionView:
    """The page; `typed` and `saved` are the two introductions of a conflict."""
    edition = unit.editions.get(edition_id)
    finds = unit.finds.many(edition.find_ids)
    leads = editions.lead_articles(unit, finds)
    known = editions.known_of(unit, edition, finds, leads)
    findings = lint(edition, finds, leads, desk.newsletter, desk.beat.style, known)
    outlets = {find_id: article.outlet for find_id, article in leads.items()}
    is_frozen, may_edit = edition.state in FROZEN, user.role.may(Role.EDITOR)
    return EditionView(
        edition=edition,
        sections=_sections(desk, finds, outlets),
        waiting=unit.desk.unplaced(),
        points=tuple(_points(findings, finds, edition_id)),
        balance=_balance(unit, desk, edition, finds, outlets),
        closing_in=(edition.dated - desk.clock.now().date()).days,
        offer=unit.introductions.of(edition_id),
        revisions=unit.editions.revisions(edition_id),
        events=unit.audit.of(f"edition {edition_id}"),
        others=unit.editions.open_beside(edition_id),
        links_asked_at=max((a.asked_at for a in known.answers.values()), default=None),
        blocked=any(finding.level is CheckLevel.BLOCK for finding in findings),
        formats=FORMATS,
        feature_kinds=desk.newsletter.feature_kinds,
        introduction=edition.introduction if typed is None else typed,
        introduction_mark=text_mark(edition.introduction),
        saved_introduction=saved,
        is_open=edition.state is EditionState.OPEN,
        is_frozen=is_frozen,
        may_edit=may_edit,
        may_build=may_edit and not is_frozen,
        unpublished=sum(find.state is FindState.APPROVED for find in finds),
    )


def _points(findings: Sequence[Finding], finds: Sequence[Find], edition_id: int) -> Iterator[Point]:
    headlines = {find.find_id: find.revision.headline for find in finds}
    before = None
    for finding in findings:
        about = finding.find_id if finding.find_id != before else None
        before = finding.find_id
        yield Point(
            finding=finding,
            about=headlines.get(about, "") if about is not None else "",
            href=place_of(finding, edition_id),
        )


def place_of(finding: Finding, edition_id: int) -> str:
    """Where an editor mends it: a sentence or the date on the find's page, or a part of this."""
    if finding.find_id is None:
        return f"/editions/{edition_id}#{finding.part}" if finding.part else ""
    if finding.sentence is not None:
        return f"/finds/{finding.find_id}?at={finding.sentence}#s-{finding.sentence}"
    anchor = "#why" if finding.part == "date" or finding.rule == "region" else ""
    return f"/finds/{finding.find_id}{anchor}"


def _balance(
    unit: Unit, desk: Desk, edition: Edition, finds: Sequence[Find], outlets: dict[int, str]
) -> Balance:
    weighed = [
        WeighedFind(
            region=find.region,
            text=find.revision.text,
            source=outlets.get(find.find_id, ""),
            sentences=tuple(sentence.text for sentence in find.revision.sentences),
        )
        for find in finds
    ]
    past = unit.editions.texts_before(edition.dated)
    known = [term.text for term in desk.beat.terms]
    return weigh_balance(weighed, desk.newsletter, desk.beat.style, past, known_words=known)


def _sections(desk: Desk, finds: Sequence[Find], outlets: dict[int, str]) -> tuple[Section, ...]:
    named = [(s.region, s.title, s.target_finds) for s in desk.newsletter.sections]
    known = {region for region, _, _ in named}
    spare = [(r, "No section yet", 0) for r in Region if r not in known]
    sections = [
        (
            region,
            Section(
                region=region, title=title, target=target, slots=_slots(finds, region, outlets)
            ),
        )
        for region, title, target in [*named, *spare]
    ]
    return tuple(s for region, s in sections if s.slots or region in known)


def _slots(finds: Sequence[Find], region: Region, outlets: dict[int, str]) -> tuple[Slot, ...]:
    return tuple(
        Slot(
            find=find,
            words=count_words(find.revision.text),
            outlet=outlets.get(find.find_id, ""),
        )
        for find in finds
        if find.region is region
    )
