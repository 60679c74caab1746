"""Stories: which articles tell of one event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.coverage import FollowUp
from core.errors import NotFound
from core.place import Region
from core.relevance import Relevance
from core.story import Follows, Part, Story, StoryIntent, StoryMember
from core.verdict import Reason
from core.workflow import FindState
from storage.read_models import StoryCounts
from storage.repositories.base import Repository, in_batches
from storage.repositories.coverage import CoverageRepository
from storage.rows import row_of, value_of
from storage.tables import feedback, finds, stories, story_articles

_LIVING = sa.select(stories).where(stories.c.merged_into.is_(None))


class StoryRepository(Repository):
    def get(self, story_id: int) -> Story:
        """The story; one that was merged leads to where its articles went. Raises `NotFound`."""
        query = sa.select(stories).where(stories.c.story_id == story_id)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound("story", story_id)
        into = row["merged_into"]
        return self.get(into) if into is not None else self._with_members([row])[0]

    def of_article(self, article_id: str) -> Story | None:
        query = sa.select(story_articles.c.story_id).where(
            story_articles.c.article_id == article_id
        )
        story_id = self._connection.scalar(query)
        return None if story_id is None else self.get(story_id)

    def recent(self, since: datetime, limit: int = 1000) -> tuple[Story, ...]:
        """Stories that changed since then, the latest first."""
        query = _LIVING.where(stories.c.updated_at >= since)
        return self._values(query.order_by(*_LATEST).limit(limit))

    def of_articles(self, article_ids: Sequence[str]) -> dict[str, int]:
        """The story of each article that has one, by its id."""
        found: dict[str, int] = {}
        for some in in_batches(article_ids):
            query = sa.select(story_articles.c.article_id, story_articles.c.story_id).where(
                story_articles.c.article_id.in_(some)
            )
            found |= {row.article_id: row.story_id for row in self._connection.execute(query)}
        return found

    def many(self, story_ids: Sequence[int]) -> tuple[Story, ...]:
        """The living stories of these, in a fixed order."""
        found: list[Story] = []
        for some in in_batches(sorted(set(story_ids))):
            found += self._values(_LIVING.where(stories.c.story_id.in_(some)))
        return tuple(sorted(found, key=lambda story: story.story_id))

    def leads(self, story_ids: Sequence[int]) -> dict[int, str]:
        """The `article_id` that each story leads with; a merged one that of where its articles
        went. Raises `NotFound`."""
        found: dict[int, str] = {}
        for some in in_batches(story_ids):
            members = _members_of(some).with_only_columns(
                story_articles.c.story_id, story_articles.c.article_id
            )
            for story_id, article_id in self._connection.execute(members):
                found.setdefault(story_id, article_id)
        return {key: found.get(key) or self.get(key).lead_id for key in story_ids}

    def page(
        self,
        *,
        limit: int = 50,
        offset: int = 0,
        level: Relevance | None = None,
        region: Region | None = None,
    ) -> tuple[Story, ...]:
        """Stories, the best rank first."""
        query = _LIVING
        if level is not None:
            query = query.where(stories.c.relevance == level)
        if region is not None:
            query = query.where(stories.c.region == region)
        return self._values(query.order_by(*_BEST).limit(limit).offset(offset))

    def undrafted(self, limit: int = 50, *, level: Relevance | None = None) -> tuple[Story, ...]:
        """Stories without a find, the best rank first."""
        query = _LIVING.where(~sa.exists().where(finds.c.story_id == stories.c.story_id))
        if level is not None:
            query = query.where(stories.c.relevance == level)
        return self._values(query.order_by(*_BEST).limit(limit))

    def counts(self) -> StoryCounts:
        living = stories.c.merged_into.is_(None)
        levels: dict[Relevance, int] = self._counts(stories.c.relevance, living)
        regions: dict[Region, int] = self._counts(stories.c.region, living)
        drafted = sa.select(sa.func.count()).select_from(finds.join(stories)).where(living)
        return StoryCounts(
            total=sum(levels.values()),
            drafted=self._connection.scalar(drafted) or 0,
            levels=levels,
            regions=regions,
        )

    def apply_all(self, intents: Sequence[StoryIntent], now: datetime) -> None:
        """Each as `apply` does. What only opens stories, as most articles do, is written at
        once, after the rest."""
        ids = [key for intent in intents for key in _to_open(intent)]
        placed = self.of_articles(ids)
        alone = [i for i in intents if _to_open(i) and placed.keys().isdisjoint(_to_open(i))]
        opening = {id(intent) for intent in alone}
        for intent in intents:
            if id(intent) not in opening:
                self.apply(intent, now)
        self._open(alone, now)

    def apply(self, intent: StoryIntent, now: datetime) -> int:
        """Make the story as grouping says; returns its id, also when nothing was left to do.

        An editor's word stands: an article placed by hand stays where it is. An article of
        another story comes over only while that one has no find, and a story that is emptied so
        leads here from then on. A new story whose lead is placed already is that story, so the
        same intent may be applied twice.
        """
        if not intent.story.story_id and not self.of_articles(intent.story.article_ids):
            return self._open([intent], now)[0]
        story = replace(intent.story, story_id=self._target(intent.story))
        kept = self._members_by_hand(story.story_id)
        free = self._free(story)
        wanted = [m for m in story.members if m.article_id in free or m.article_id in kept]
        wanted += [m for key, m in kept.items() if key not in story.article_ids]
        if not wanted:
            return self._home_of(story)
        story_id = self._save(story.story_id, _changes(story, intent, now))
        self._take_from_others(story_id, [member.article_id for member in wanted])
        self._place(story_id, wanted, by_hand=kept.keys())
        self._tell_find(story)
        self._follow(story_id, intent.follows)
        return story_id

    def replace_members(
        self,
        story_id: int,
        members: Sequence[StoryMember],
        *,
        by_hand: Iterable[str],
        now: datetime,
        **values: Any,
    ) -> None:
        """An editor's regrouping: exactly these members, and what follows for the story."""
        ids = [member.article_id for member in members]
        self._connection.execute(
            sa.delete(story_articles).where(story_articles.c.article_id.in_(ids))
        )
        self._place(story_id, members, by_hand=by_hand)
        here = stories.c.story_id == story_id
        changes = {"coverage_mark": "", "updated_at": now} | values
        self._connection.execute(sa.update(stories).where(here).values(changes))

    def add_like(self, story: Story, now: datetime) -> int:
        """A new story with these values and without members yet."""
        return self._save(0, row_of_story(story) | {"updated_at": now, "grouping_reasons": ()})

    def grouping_reasons(self, story_id: int) -> tuple[Reason, ...]:
        """Why grouping last made it as it is."""
        here = stories.c.story_id == story_id
        found: tuple[Reason, ...] | None = self._connection.scalar(
            sa.select(stories.c.grouping_reasons).where(here)
        )
        return found or ()

    def members_by_hand(self, story_id: int) -> frozenset[str]:
        """The articles that an editor put there."""
        return frozenset(self._members_by_hand(story_id))

    def touched_by_hand(self, story_ids: Sequence[int]) -> frozenset[int]:
        """Those of the stories in which an editor put an article."""
        found: set[int] = set()
        for some in in_batches(story_ids):
            query = sa.select(story_articles.c.story_id).where(
                story_articles.c.story_id.in_(some), story_articles.c.by_hand
            )
            found |= set(self._connection.scalars(query))
        return frozenset(found)

    def settled(self, story_ids: Sequence[int]) -> frozenset[int]:
        """Those of the stories that somebody counts on: with a find, or touched by hand."""
        found = set(self.touched_by_hand(story_ids))
        for some in in_batches(story_ids):
            query = sa.select(finds.c.story_id).where(finds.c.story_id.in_(some))
            found |= set(self._connection.scalars(query))
        return frozenset(found)

    def lead_to(self, emptied: int, into: int) -> None:
        """From now on the emptied story's id stands for the other."""
        here = (stories.c.story_id == emptied) | (stories.c.merged_into == emptied)
        self._connection.execute(sa.update(stories).where(here).values(merged_into=into))

    def let_live(self, story_id: int) -> None:
        """An emptied story is one of its own again."""
        here = stories.c.story_id == story_id
        self._connection.execute(sa.update(stories).where(here).values(merged_into=None))

    def _target(self, story: Story) -> int:
        if story.story_id:
            return self.get(story.story_id).story_id
        found = self.of_article(story.lead_id)
        return found.story_id if found else 0

    def _home_of(self, story: Story) -> int:
        if story.story_id:
            return story.story_id
        homes = (self.of_article(key) for key in story.article_ids)
        return next(home.story_id for home in homes if home)

    def _free(self, story: Story) -> set[str]:
        """The articles that a machine may put in this story."""
        query = (
            sa.select(story_articles.c.article_id)
            .outerjoin(finds, finds.c.story_id == story_articles.c.story_id)
            .where(
                story_articles.c.article_id.in_(story.article_ids),
                story_articles.c.story_id != story.story_id,
                story_articles.c.by_hand | finds.c.find_id.is_not(None),
            )
        )
        return set(story.article_ids) - set(self._connection.scalars(query))

    def _members_by_hand(self, story_id: int) -> dict[str, StoryMember]:
        query = sa.select(story_articles).where(
            story_articles.c.story_id == story_id, story_articles.c.by_hand
        )
        rows = self._connection.execute(query.order_by(story_articles.c.position)).mappings()
        return {row["article_id"]: value_of(StoryMember, row) for row in rows}

    def _save(self, story_id: int, values: Mapping[str, Any]) -> int:
        if story_id:
            here = stories.c.story_id == story_id
            changed = {key: value for key, value in values.items() if key != "first_seen_at"}
            self._connection.execute(sa.update(stories).where(here).values(changed))
            return story_id
        insert = sa.insert(stories).values(values).returning(stories.c.story_id)
        return int(self._connection.execute(insert).scalar_one())

    def _tell_find(self, story: Story) -> None:
        """What is told by more outlets today rises in the queue; and a draft that no editor has
        placed or decided on follows its story to where that is judged to happen now."""
        here = finds.c.story_id == story.story_id
        new: dict[str, Any] = {"rank": story.rank, "rank_reasons": story.rank_reasons}
        self._connection.execute(sa.update(finds).where(here).values(new))
        flipped = sa.exists().where(
            feedback.c.find_id == finds.c.find_id, feedback.c.kind == "region"
        )
        new = {"region": story.region.region, "region_verdict": story.region}
        free = here & (finds.c.state == FindState.DRAFTED) & ~flipped
        self._connection.execute(sa.update(finds).where(free).values(new))

    def _open(self, intents: Sequence[StoryIntent], now: datetime) -> Sequence[int]:
        """Stories of articles that are in none: nothing there has to give way."""
        if not intents:
            return ()
        insert = sa.insert(stories).returning(stories.c.story_id, sort_by_parameter_order=True)
        rows = [_changes(intent.story, intent, now) for intent in intents]
        story_ids = self._connection.scalars(insert, rows).all()
        both = list(zip(story_ids, intents, strict=True))
        members = [r for key, one in both for r in member_rows(key, one.story.members)]
        self._connection.execute(sa.insert(story_articles), members)
        for story_id, intent in both:
            self._follow(story_id, intent.follows)
        return story_ids

    def _follow(self, story_id: int, follows: Sequence[Follows]) -> None:
        coverage = CoverageRepository(self._connection)
        for link in follows:
            earlier = self.of_article(link.article_id)
            if earlier is not None and earlier.story_id != story_id:
                coverage.add_follow_up(
                    FollowUp(story_id=story_id, earlier_id=earlier.story_id, reasons=link.reasons)
                )

    def _take_from_others(self, story_id: int, article_ids: Sequence[str]) -> None:
        theirs = story_articles.c.article_id.in_(article_ids) & (
            story_articles.c.story_id != story_id
        )
        query = sa.select(story_articles.c.story_id).where(theirs).distinct()
        touched = self._connection.scalars(query.order_by(story_articles.c.story_id)).all()
        self._connection.execute(sa.delete(story_articles).where(theirs))
        for other in touched:
            left = self._connection.execute(_members_of([other])).mappings().all()
            if left:
                self._place(
                    other,
                    [value_of(StoryMember, row) for row in left],
                    by_hand={row["article_id"] for row in left if row["by_hand"]},
                )
            else:
                self.lead_to(other, story_id)

    def _place(
        self, story_id: int, members: Sequence[StoryMember], *, by_hand: Iterable[str]
    ) -> None:
        """These members and no others, exactly one of them leading, and that one first."""
        here = story_articles.c.story_id == story_id
        self._connection.execute(sa.delete(story_articles).where(here))
        self._insert_members(story_id, members, by_hand=by_hand)

    def _insert_members(
        self, story_id: int, members: Sequence[StoryMember], *, by_hand: Iterable[str]
    ) -> None:
        rows = member_rows(story_id, members, by_hand=frozenset(by_hand))
        self._connection.execute(sa.insert(story_articles), rows)

    def _values(self, query: sa.Select[Any]) -> tuple[Story, ...]:
        return self._with_members(self._connection.execute(query).mappings().all())

    def _with_members(self, rows: Sequence[RowMapping]) -> tuple[Story, ...]:
        members: dict[int, list[StoryMember]] = {row["story_id"]: [] for row in rows}
        for some in in_batches(members):
            for row in self._connection.execute(_members_of(some)).mappings().all():
                members[row["story_id"]].append(value_of(StoryMember, row))
        return tuple(_story(row, members[row["story_id"]]) for row in rows)


_BEST = (stories.c.rank.desc(), stories.c.story_id.desc())
_LATEST = (stories.c.updated_at.desc(), stories.c.story_id.desc())


def led(members: Sequence[StoryMember]) -> list[StoryMember]:
    """The members with one lead among them, first: the one so marked, else the first."""
    lead = next((m for m in members if m.part is Part.LEAD), members[0])
    others = [m for m in members if m is not lead]
    return [
        replace(lead, part=Part.LEAD),
        *(replace(m, part=Part.INDEPENDENT) if m.part is Part.LEAD else m for m in others),
    ]


def _to_open(intent: StoryIntent) -> tuple[str, ...]:
    """The articles of a new story; none of one that is there."""
    return () if intent.story.story_id else intent.story.article_ids


def member_rows(
    story_id: int, members: Sequence[StoryMember], *, by_hand: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    return [
        row_of(member)
        | {"story_id": story_id, "position": position, "by_hand": member.article_id in by_hand}
        for position, member in enumerate(led(members))
    ]


def _members_of(story_ids: Sequence[int]) -> sa.Select[Any]:
    query = sa.select(story_articles).where(story_articles.c.story_id.in_(story_ids))
    return query.order_by(story_articles.c.story_id, story_articles.c.position)


def _story(row: RowMapping, members: Sequence[StoryMember]) -> Story:
    return value_of(
        Story,
        row,
        members=tuple(members),
        region=row["region_verdict"],
        date=row["date_verdict"],
    )


def _changes(story: Story, intent: StoryIntent, now: datetime) -> dict[str, Any]:
    changes = {"updated_at": now, "grouping_reasons": intent.reasons, "coverage_mark": ""}
    return row_of_story(story) | changes


def row_of_story(story: Story) -> dict[str, Any]:
    given = ["story_id", "members", "region", "date", "updated_at"]
    return row_of(story, without=given) | {
        "region": story.region.region,
        "region_verdict": story.region,
        "day": story.date.day,
        "date_verdict": story.date,
    }
