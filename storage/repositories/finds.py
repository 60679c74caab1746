"""Finds: drafted once for a story, then revised, moved and corrected by people."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from core.errors import NotFound, Refused, StaleRevision
from core.find import (
    Author,
    Check,
    CheckLevel,
    Draft,
    Find,
    Revision,
    Sentence,
    join_sentences,
)
from core.place import Region
from core.story import Story
from core.workflow import FindState, Move, move_find
from storage import search
from storage.repositories.audit import AuditRepository
from storage.repositories.base import Repository
from storage.repositories.editions import change_edition_of
from storage.repositories.feedback import FeedbackRepository
from storage.repositories.revisions import RevisionRepository
from storage.rows import value_of
from storage.tables import edition_items, finds, stories

_REDRAFTABLE = frozenset({FindState.DRAFTED, FindState.HELD})
_EDITABLE = frozenset({FindState.DRAFTED, FindState.HELD, FindState.APPROVED})

_FINDS = sa.select(finds, edition_items.c.edition_id).join_from(finds, edition_items, isouter=True)


class FindRepository(Repository):
    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self._revisions = RevisionRepository(connection)
        self._audit = AuditRepository(connection)
        self._feedback = FeedbackRepository(connection)

    def add(self, story: Story, draft: Draft, *, now: datetime) -> int:
        """The draft as the story's find. A story has one find: called again, this returns the
        first one's id and changes nothing. A story that was merged in the meantime stands for
        the one its articles went to."""
        story_id = self._living(story.story_id)
        there = self._connection.scalar(
            sa.select(finds.c.find_id).where(finds.c.story_id == story_id)
        )
        if there is not None:
            return int(there)
        values = _row_of_story(story) | {
            "story_id": story_id,
            "state": FindState.DRAFTED,
            "state_reason": "",
            "revision": 0,
            "flags": 0,
            "blocks": 0,
            "created_at": now,
            "updated_at": now,
        }
        insert = sa.insert(finds).values(values).returning(finds.c.find_id)
        find_id = int(self._connection.execute(insert).scalar_one())
        self._write(find_id, _revision_of(draft, number=1, now=now))
        self._note(find_id, now, draft.author.name, "drafted", after=draft.headline)
        return find_id

    def replace_draft(self, find_id: int, draft: Draft, *, now: datetime, note: str = "") -> bool:
        """A machine's new draft as the next revision. False, and nothing changed, when a person
        ever wrote on the find, or decided about it."""
        find = self.get(find_id)
        if find.state not in _REDRAFTABLE or self._revisions.has_human(find_id):
            return False
        number = find.revision.number + 1
        self._write(find_id, _revision_of(draft, number=number, now=now, note=note))
        self._note(find_id, now, draft.author.name, "redrafted", after=draft.headline, reason=note)
        return True

    def get(self, find_id: int) -> Find:
        """Raises `NotFound`."""
        found = self._values(_FINDS.where(finds.c.find_id == find_id))
        if not found:
            raise NotFound("find", find_id)
        return found[0]

    def with_revisions(self, find_id: int) -> tuple[Find, tuple[Revision, ...]]:
        """A find, and every revision of it, the latest first. Raises `NotFound`."""
        query = _FINDS.where(finds.c.find_id == find_id)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound("find", find_id)
        revisions = self.revisions(find_id)
        current = next(one for one in revisions if one.number == row["revision"])
        return value_of(Find, row, revision=current), revisions

    def many(self, find_ids: Sequence[int]) -> tuple[Find, ...]:
        """Finds in the order asked; those that are not there are left out."""
        found = {
            find.find_id: find
            for start in range(0, len(find_ids), 500)
            for find in self._values(
                _FINDS.where(finds.c.find_id.in_(find_ids[start : start + 500]))
            )
        }
        return tuple(found[key] for key in find_ids if key in found)

    def of_story(self, story_id: int) -> Find | None:
        found = self._values(_FINDS.where(finds.c.story_id == self._living(story_id)))
        return found[0] if found else None

    def page(
        self,
        *,
        states: Sequence[FindState] = (),
        region: Region | None = None,
        query: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[Find, ...]:
        """Finds, the best rank first; in every state when none is named."""
        wanted = _FINDS.order_by(finds.c.rank.desc(), finds.c.find_id.desc())
        if states:
            wanted = wanted.where(finds.c.state.in_(states))
        if region is not None:
            wanted = wanted.where(finds.c.region == region)
        if query.strip():
            found = search.matching_ids(self._connection, "finds", query)
            wanted = wanted.where(finds.c.find_id.in_(found))
        return self._values(wanted.limit(limit).offset(offset))

    def revisions(self, find_id: int) -> tuple[Revision, ...]:
        """Every revision, the latest first."""
        return self._revisions.of(find_id)

    def counts(self) -> dict[tuple[FindState, Region], int]:
        query = sa.select(finds.c.state, finds.c.region, sa.func.count())
        rows = self._connection.execute(query.group_by(finds.c.state, finds.c.region))
        return {(row[0], row[1]): row[2] for row in rows}

    def save_revision(
        self,
        find_id: int,
        *,
        seen: int,
        headline: str,
        sentences: Sequence[Sentence],
        checks: Sequence[Check],
        author: Author,
        now: datetime,
        verbatim: bool = False,
        note: str = "",
    ) -> Find:
        """What a person wrote, as the next revision.

        Raises `StaleRevision` when `seen` is not the current one, `Refused` when the find is
        rejected or published. An approved find goes back to drafted, for nobody has approved
        this text; it keeps its place in an edition, which cannot leave until it is approved.
        """
        find = self._unchanged_since(find_id, seen)
        if find.state not in _EDITABLE:
            way_out = (
                "Restore it first." if find.state is FindState.REJECTED else "Recall it first."
            )
            raise Refused(f"Find {find_id} is {find.state}: it cannot be edited.", [way_out])
        revision = Revision(
            number=seen + 1,
            headline=headline,
            text=join_sentences(tuple(sentences)),
            sentences=tuple(sentences),
            checks=tuple(checks),
            author=author,
            created_at=now,
            verbatim=verbatim,
            note=note,
        )
        self._write(find_id, revision)
        change_edition_of(self._connection, find_id, now)
        self._note(find_id, now, author.name, "edited", find.revision.headline, headline, note)
        if find.state is FindState.APPROVED:
            self._set_state(find, FindState.DRAFTED, "Edited after it was approved.", now)
            self._note(find_id, now, author.name, Move.RESTORE, find.state, FindState.DRAFTED)
        return self.get(find_id)

    def move(
        self,
        find_id: int,
        move: Move,
        *,
        seen: int | None = None,
        reason: str = "",
        due_on: date | None = None,
        actor: str,
        now: datetime,
    ) -> Find:
        """`due_on` is until when it is held. Raises `MoveRefused`, and `StaleRevision` when `seen`
        is given and not the current revision: who approves, approves the text they saw. A find
        that is held, rejected or restored leaves its edition."""
        find = self.get(find_id) if seen is None else self._unchanged_since(find_id, seen)
        after = move_find(find_id, find.state, move, reason=reason)
        self._set_state(find, after, reason, now, due_on)
        if after not in {FindState.APPROVED, FindState.PUBLISHED}:
            change_edition_of(self._connection, find_id, now)
            here = edition_items.c.find_id == find_id
            self._connection.execute(sa.delete(edition_items).where(here))
        self._note(find_id, now, actor, move, find.state, after, reason)
        self._feedback.add(find, move, actor, now, before=find.state, after=after, reason=reason)
        return self.get(find_id)

    def release_due(self, actor: str, now: datetime) -> tuple[int, ...]:
        """Back among the drafts, and returned: what was held until today or a day before."""
        due = sa.select(finds.c.find_id).where(
            finds.c.state == FindState.HELD, finds.c.due_on <= now.date()
        )
        found = tuple(self._connection.scalars(due.order_by(finds.c.find_id)))
        for find_id in found:
            self.move(find_id, Move.RESTORE, reason="Its time has come.", actor=actor, now=now)
        return found

    def set_region(
        self, find_id: int, region: Region, reason: str, actor: str, now: datetime
    ) -> Find:
        """An editor's word on where it happens; the flip is remembered."""
        find = self.get(find_id)
        self._change(find_id, region=region, updated_at=now)
        change_edition_of(self._connection, find_id, now)
        self._note(find_id, now, actor, "set region", find.region, region, reason)
        self._feedback.add(
            find, "region", actor, now, before=find.region, after=region, reason=reason
        )
        return self.get(find_id)

    def set_printed_on(
        self, find_id: int, day: date, reason: str, actor: str, now: datetime
    ) -> Find:
        """An editor's word on the date to print."""
        find = self.get(find_id)
        before, after = find.printed_on.isoformat(), day.isoformat()
        self._change(find_id, printed_on=day, updated_at=now)
        change_edition_of(self._connection, find_id, now)
        self._note(find_id, now, actor, "set date", before, after, reason)
        self._feedback.add(find, "date", actor, now, before=before, after=after, reason=reason)
        return self.get(find_id)

    def give_to(self, find_id: int, story_id: int, now: datetime) -> None:
        """The find of a merged story goes on as the find of the other."""
        self._change(find_id, story_id=story_id, updated_at=now)

    def own_of_story(self, story_id: int) -> Find | None:
        """The find that bears this very story's id, also when the story was merged since."""
        found = self._values(_FINDS.where(finds.c.story_id == story_id))
        return found[0] if found else None

    def _living(self, story_id: int) -> int:
        """The story itself, or the one it was merged into. Raises `NotFound`."""
        query = sa.select(stories.c.story_id, stories.c.merged_into)
        row = self._connection.execute(query.where(stories.c.story_id == story_id)).one_or_none()
        if row is None:
            raise NotFound("story", story_id)
        return int(row.merged_into or row.story_id)

    def _unchanged_since(self, find_id: int, seen: int) -> Find:
        find = self.get(find_id)
        if find.revision.number != seen:
            raise StaleRevision(find_id, seen=seen, current=find.revision.number)
        return find

    def _set_state(
        self,
        find: Find,
        after: FindState,
        reason: str,
        now: datetime,
        due_on: date | None = None,
    ) -> None:
        approved = after in {FindState.APPROVED, FindState.PUBLISHED}
        self._change(
            find.find_id,
            state=after,
            state_reason=reason,
            approved_revision=find.revision.number if approved else None,
            due_on=due_on if after is FindState.HELD else None,
            updated_at=now,
        )

    def _write(self, find_id: int, revision: Revision) -> None:
        self._revisions.add(find_id, revision)
        levels = [check.level for check in revision.checks]
        self._change(
            find_id,
            revision=revision.number,
            flags=levels.count(CheckLevel.FLAG),
            blocks=levels.count(CheckLevel.BLOCK),
            updated_at=revision.created_at,
        )
        search.index(self._connection, "finds", str(find_id), revision.headline, revision.text)

    def _change(self, find_id: int, **values: Any) -> None:
        here = finds.c.find_id == find_id
        self._connection.execute(sa.update(finds).where(here).values(values))

    def _note(
        self,
        find_id: int,
        now: datetime,
        actor: str,
        action: str,
        before: str = "",
        after: str = "",
        reason: str = "",
    ) -> None:
        self._audit.note(
            f"find {find_id}", action, actor, now, before=before, after=after, reason=reason
        )

    def _values(self, query: sa.Select[Any]) -> tuple[Find, ...]:
        rows = self._connection.execute(query).mappings().all()
        current = self._revisions.current([row["find_id"] for row in rows])
        return tuple(value_of(Find, row, revision=current[row["find_id"]]) for row in rows)


def _row_of_story(story: Story) -> dict[str, Any]:
    return {
        "region": story.region.region,
        "region_verdict": story.region,
        "printed_on": story.date.day,
        "date_verdict": story.date,
        "rank": story.rank,
        "rank_reasons": story.rank_reasons,
        "advertisement": story.advertisement,
    }


def _revision_of(draft: Draft, *, number: int, now: datetime, note: str = "") -> Revision:
    return Revision(
        number=number,
        headline=draft.headline,
        text=draft.text,
        sentences=draft.sentences,
        checks=draft.checks,
        author=draft.author,
        created_at=now,
        verbatim=draft.verbatim,
        note=note,
        writer_region=draft.region,
    )
