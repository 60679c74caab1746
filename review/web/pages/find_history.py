"""What a find said before: any two revisions word by word, and the way back to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from core.errors import NotFound
from core.find import Find, Revision
from core.people import AuditEvent, Role
from review.actions.editing import CHANGEABLE, restore_revision
from review.web.access import needs
from review.web.desk import TheDesk, TheUser
from review.web.differences import Change, ChangeKind, word_changes
from review.web.rendering import see_other, show
from review.web.toasts import Toast

router = APIRouter(prefix="/finds/{find_id}/history")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """`changes` is empty when the two texts are the same."""

    find: Find
    history: tuple[Revision, ...]
    events: tuple[AuditEvent, ...]
    old: Revision
    new: Revision
    changes: list[Change]
    may_change: bool


@router.get("")
@needs(Role.VIEWER)
def history_page(
    request: Request, desk: TheDesk, user: TheUser, find_id: int, old: int = 0, new: int = 0
) -> Response:
    """`old` and `new` are revisions; without them, the last two."""
    with desk.database.read() as unit:
        page = unit.desk.find_page(find_id)
    latest = page.find.revision.number
    newer = _numbered(page.revisions, new or latest)
    older = _numbered(page.revisions, old or max(newer.number - 1, 1))
    view = HistoryView(
        find=page.find,
        history=page.revisions,
        events=page.events,
        old=older,
        new=newer,
        changes=_between(older, newer),
        may_change=user.role.may(Role.EDITOR) and page.find.state in CHANGEABLE,
    )
    return show(request, "find_history.html", view)


@router.post("")
@needs(Role.EDITOR)
def restore(
    desk: TheDesk,
    user: TheUser,
    find_id: int,
    seen: Annotated[int, Form()],
    number: Annotated[int, Form()],
) -> Response:
    with desk.database.unit() as unit:
        find = restore_revision(
            unit,
            user,
            find_id,
            seen=seen,
            number=number,
            style=desk.beat.style,
            now=desk.clock.now(),
        )
    text = f"Revision {number} is back, as revision {find.revision.number}."
    return see_other(f"/finds/{find_id}", Toast(text=text))


def _numbered(revisions: Sequence[Revision], number: int) -> Revision:
    found = next((revision for revision in revisions if revision.number == number), None)
    if found is None:
        raise NotFound("revision", number)
    return found


def _between(old: Revision, new: Revision) -> list[Change]:
    before, after = (f"{revision.headline}\n\n{revision.text}" for revision in (old, new))
    changes = word_changes(before, after)
    return [] if all(change.kind is ChangeKind.SAME for change in changes) else changes
