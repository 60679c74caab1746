"""What ran before about a story, and which story goes on from which."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core.coverage import Coverage, FollowUp, PastFind
from core.story import Part
from core.workflow import FindState
from storage.repositories.base import Repository
from storage.rows import value_of
from storage.tables import (
    archive_finds,
    articles,
    edition_items,
    editions,
    find_revisions,
    finds,
    stories,
    story_articles,
    story_coverage,
    story_follow_ups,
)


class CoverageRepository(Repository):
    def of_story(self, story_id: int) -> tuple[Coverage, ...]:
        """What ran before about it, the nearest first."""
        return self.of_stories([story_id]).get(story_id, ())

    def of_stories(self, story_ids: Sequence[int]) -> dict[int, tuple[Coverage, ...]]:
        """The same for many; a story that nothing ran about is not in it."""
        found: dict[int, tuple[Coverage, ...]] = {}
        for start in range(0, len(story_ids), 500):
            some = story_ids[start : start + 500]
            query = sa.select(story_coverage.c.story_id, story_coverage.c.coverage).where(
                story_coverage.c.story_id.in_(some)
            )
            ordered = query.order_by(story_coverage.c.story_id, story_coverage.c.position)
            for story_id, coverage in self._connection.execute(ordered):
                found[story_id] = (*found.get(story_id, ()), coverage)
        return found

    def save(self, story_id: int, coverage: Sequence[Coverage], *, mark: str) -> None:
        """Exactly this ran before. `mark` names what the story was compared with: while it is
        the same, and the story too, there is no need to look again."""
        here = story_coverage.c.story_id == story_id
        self._connection.execute(sa.delete(story_coverage).where(here))
        rows = [
            {"story_id": story_id, "position": position, "kind": one.kind, "coverage": one}
            for position, one in enumerate(coverage)
        ]
        if rows:
            self._connection.execute(sa.insert(story_coverage), rows)
        self._connection.execute(
            sa.update(stories).where(stories.c.story_id == story_id).values(coverage_mark=mark)
        )

    def to_compare(self, mark: str, since: datetime, limit: int = 1000) -> tuple[int, ...]:
        """Stories changed since then that were not compared with what this mark names."""
        query = sa.select(stories.c.story_id).where(
            stories.c.merged_into.is_(None),
            stories.c.updated_at >= since,
            stories.c.coverage_mark != mark,
        )
        return tuple(self._connection.scalars(query.order_by(stories.c.story_id).limit(limit)))

    def past_finds(self) -> tuple[PastFind, ...]:
        """Every find that ran, imported or published by us, the newest edition first."""
        imported = [
            value_of(PastFind, row, find_id=0, edition_id=0, story_id=0)
            for row in self._connection.execute(sa.select(archive_finds)).mappings()
        ]
        own = [
            value_of(PastFind, row, archive_id=0)
            for row in self._connection.execute(_PUBLISHED).mappings()
        ]
        found = sorted([*imported, *own], key=lambda one: (one.find_id, one.archive_id))
        return tuple(sorted(found, key=lambda one: (-one.volume, -one.issue)))

    def add_follow_up(self, link: FollowUp) -> None:
        """Link two stories, in place of what was said before about the two."""
        here = (story_follow_ups.c.story_id == link.story_id) & (
            story_follow_ups.c.earlier_id == link.earlier_id
        )
        self._connection.execute(sa.delete(story_follow_ups).where(here))
        values = {
            "story_id": link.story_id,
            "earlier_id": link.earlier_id,
            "reasons": link.reasons,
        }
        self._connection.execute(sa.insert(story_follow_ups).values(values))

    def earlier_than(self, story_id: int) -> tuple[FollowUp, ...]:
        """The stories that this one goes on from."""
        return self._links(_later_id == story_id)

    def later_than(self, story_id: int) -> tuple[FollowUp, ...]:
        """The stories that go on from this one."""
        return self._links(_earlier_id == story_id)

    def _links(self, condition: sa.ColumnElement[bool]) -> tuple[FollowUp, ...]:
        query = _LINKS.where(condition, _later_id != _earlier_id)
        return tuple(value_of(FollowUp, row) for row in self._connection.execute(query).mappings())


# A merged story stands for the one its articles went to.
_later, _earlier = stories.alias("later"), stories.alias("earlier")
_later_id = sa.func.coalesce(_later.c.merged_into, _later.c.story_id)
_earlier_id = sa.func.coalesce(_earlier.c.merged_into, _earlier.c.story_id)
_LINKS = (
    sa.select(
        _later_id.label("story_id"), _earlier_id.label("earlier_id"), story_follow_ups.c.reasons
    )
    .join_from(story_follow_ups, _later, _later.c.story_id == story_follow_ups.c.story_id)
    .join(_earlier, _earlier.c.story_id == story_follow_ups.c.earlier_id)
    .order_by(story_follow_ups.c.story_id, story_follow_ups.c.earlier_id)
)

_PUBLISHED: sa.Select[Any] = (
    sa.select(
        finds.c.find_id,
        finds.c.story_id,
        finds.c.printed_on,
        editions.c.edition_id,
        editions.c.volume,
        editions.c.issue,
        editions.c.dated,
        find_revisions.c.text,
        # As printed: the lead's page. A find whose story was merged away has none.
        sa.func.coalesce(articles.c.url, "").label("source_url"),
    )
    .join_from(finds, edition_items)
    .join(editions, editions.c.edition_id == edition_items.c.edition_id)
    .join(
        find_revisions,
        (find_revisions.c.find_id == finds.c.find_id)
        & (find_revisions.c.number == finds.c.revision),
    )
    .outerjoin(
        story_articles,
        (story_articles.c.story_id == finds.c.story_id) & (story_articles.c.part == Part.LEAD),
    )
    .outerjoin(articles, articles.c.article_id == story_articles.c.article_id)
    .where(finds.c.state == FindState.PUBLISHED)
)
