"""What the desk's pages and `desk status` read, each in a handful of queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.coverage import Coverage
from core.edition import EditionState
from core.find import CheckLevel
from core.place import Region
from core.relevance import Relevance
from core.run import Job, RunState
from core.source import SourceState
from core.workflow import FindState
from storage import search
from storage.read_models import (
    FindPage,
    Neighbours,
    Overview,
    QueueFilter,
    QueueFlag,
    QueuePlace,
    QueueRow,
    SourceHealth,
    SourceRow,
    StoryArticle,
    UnplacedFind,
)
from storage.repositories.articles import ArticleRepository
from storage.repositories.audit import AuditRepository
from storage.repositories.base import Repository
from storage.repositories.coverage import CoverageRepository
from storage.repositories.editions import EditionRepository
from storage.repositories.finds import FindRepository
from storage.repositories.model_calls import ModelCallRepository
from storage.repositories.runs import RunRepository
from storage.repositories.sources import SourceRepository
from storage.repositories.stories import StoryRepository
from storage.rows import value_of
from storage.tables import (
    article_counts,
    articles,
    checks,
    edition_items,
    editions,
    find_revisions,
    finds,
    story_articles,
)

_OPENING_WORDS = 32


class DeskRepository(Repository):
    def queue(
        self,
        wanted: QueueFilter = QueueFilter(),
        *,
        after: QueuePlace | None = None,
        before: QueuePlace | None = None,
        limit: int = 200,
    ) -> tuple[QueueRow, ...]:
        """Finds to look at, the best rank first: those next after a place in that order, or next
        before it. A place holds when finds leave the queue above it; a count of rows would not."""
        query = self._narrowed(_QUEUE, wanted)
        order: list[sa.ColumnElement[Any]] = [finds.c.rank.desc(), finds.c.find_id.desc()]
        place = sa.tuple_(finds.c.rank, finds.c.find_id)
        if after is not None:
            query = query.where(place < sa.tuple_(after.rank, after.find_id))
        if before is not None:
            query = query.where(place > sa.tuple_(before.rank, before.find_id))
            order = [finds.c.rank, finds.c.find_id]
        rows = self._connection.execute(query.order_by(*order).limit(limit)).mappings().all()
        if before is not None:
            rows = rows[::-1]
        stories = [row["story_id"] for row in rows]
        outlets = self._outlets(stories)
        ran = CoverageRepository(self._connection).of_stories(stories)
        return tuple(
            _queue_row(row, outlets.get(row["story_id"], ()), ran.get(row["story_id"], ()))
            for row in rows
        )

    def queue_size(self, wanted: QueueFilter = QueueFilter()) -> int:
        """How many finds there are to look at."""
        query = sa.select(sa.func.count()).select_from(finds)
        if wanted.flag in _IN_REVISION:
            query = query.join(find_revisions, _CURRENT)
        return self._connection.scalar(self._narrowed(query, wanted)) or 0

    def _narrowed(self, query: sa.Select[Any], wanted: QueueFilter) -> sa.Select[Any]:
        query = query.where(finds.c.state.in_(wanted.states))
        if wanted.find_ids is not None:
            query = query.where(finds.c.find_id.in_(wanted.find_ids))
        if wanted.region is not None:
            query = query.where(finds.c.region == wanted.region)
        if wanted.flag:
            query = query.where(_has(wanted.flag))
        if wanted.source:
            query = query.where(finds.c.story_id.in_(_stories_from(wanted.source)))
        if wanted.query.strip():
            found = search.matching_ids(self._connection, "finds", wanted.query)
            query = query.where(finds.c.find_id.in_(found))
        return query

    def neighbours(self, find_id: int, state: FindState, limit: int = 200) -> Neighbours:
        """The place of a find among the first of its state by rank, section by section in the
        order of `Region`, as the queue shows them."""
        given = {"find_id": find_id, "state": state, "limit": limit}
        row = self._connection.execute(_NEIGHBOURS, given).mappings().one_or_none()
        return Neighbours() if row is None else value_of(Neighbours, row)

    def unplaced(self, limit: int = 200) -> tuple[UnplacedFind, ...]:
        """Approved finds that stand in no edition, the best rank first."""
        query = (
            sa.select(
                finds.c.find_id, find_revisions.c.headline, finds.c.region, finds.c.printed_on
            )
            .join_from(finds, find_revisions, _CURRENT)
            .outerjoin(edition_items, edition_items.c.find_id == finds.c.find_id)
            .where(finds.c.state == FindState.APPROVED, edition_items.c.find_id.is_(None))
        )
        best_first = query.order_by(finds.c.rank.desc(), finds.c.find_id.desc()).limit(limit)
        rows = self._connection.execute(best_first).mappings()
        return tuple(value_of(UnplacedFind, row) for row in rows)

    def find_page(self, find_id: int) -> FindPage:
        """Raises `NotFound`."""
        find, revisions = FindRepository(self._connection).with_revisions(find_id)
        story = StoryRepository(self._connection).get(find.story_id)
        from_articles = ArticleRepository(self._connection)
        found = {article.article_id: article for article in from_articles.many(story.article_ids)}
        placed_in = find.edition_id
        return FindPage(
            find=find,
            story=story,
            articles=tuple(
                StoryArticle(article=found[member.article_id], member=member)
                for member in story.members
            ),
            judgement=from_articles.judgement(story.lead_id),
            revisions=revisions,
            events=AuditRepository(self._connection).of(f"find {find_id}"),
            edition=EditionRepository(self._connection).get(placed_in) if placed_in else None,
        )

    def overview(self, since: datetime | None = None) -> Overview:
        """Counts of everything; the spend since that moment, or of all times."""
        runs = RunRepository(self._connection)
        last = {job: run for job in Job if (run := runs.last(job)) is not None}
        is_open = editions.c.state == EditionState.OPEN
        count_open = sa.select(sa.func.count()).select_from(editions).where(is_open)
        return Overview(
            sources=self._health(),
            articles=ArticleRepository(self._connection).counts(),
            stories=StoryRepository(self._connection).counts(),
            finds=FindRepository(self._connection).counts(),
            editions_open=self._connection.scalar(count_open) or 0,
            last_runs=last,
            waiting_runs=runs.counts().get(RunState.WAITING, 0),
            spend=ModelCallRepository(self._connection).spend(since),
        )

    def source_rows(self) -> tuple[SourceRow, ...]:
        """Every source with its health and what it brought, in the order of the configuration."""
        kept = article_counts.c
        counted = sa.select(kept.source, kept.level, kept.articles)
        rows = self._connection.execute(counted.where(kept.level.in_(("", Relevance.CORE)))).all()
        brought = {(source, level): number for source, level, number in rows}
        repository = SourceRepository(self._connection)
        states = repository.states()
        return tuple(
            SourceRow(
                source=source,
                state=states.get(source.slug, SourceState(source=source.slug)),
                articles=brought.get((source.slug, ""), 0),
                core=brought.get((source.slug, Relevance.CORE), 0),
            )
            for source in repository.all()
        )

    def _health(self) -> SourceHealth:
        repository = SourceRepository(self._connection)
        states = repository.states()
        kinds = ["healthy", "failing", "paused", "never_polled"]
        found = [_condition(s.paused, states.get(s.slug)) for s in repository.all()]
        return SourceHealth(**{kind: found.count(kind) for kind in kinds})

    def _outlets(self, story_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        query = (
            sa.select(story_articles.c.story_id, articles.c.outlet)
            .join_from(story_articles, articles)
            .where(story_articles.c.story_id.in_(story_ids))
            .order_by(story_articles.c.story_id, story_articles.c.position)
        )
        names: dict[int, dict[str, None]] = {}
        for story_id, outlet in self._connection.execute(query):
            names.setdefault(story_id, {})[outlet] = None
        return {story_id: tuple(outlets) for story_id, outlets in names.items()}


# Not its verdicts: reading those for every row takes longer than all the rest.
_OF_FIND = """find_id story_id state state_reason region printed_on flags blocks rank rank_reasons
    advertisement created_at updated_at revision due_on""".split()

_CURRENT = (find_revisions.c.find_id == finds.c.find_id) & (
    find_revisions.c.number == finds.c.revision
)

_QUEUE = (
    sa.select(
        *(finds.c[name] for name in _OF_FIND),
        find_revisions.c.headline,
        find_revisions.c.text,
        find_revisions.c.verbatim,
        edition_items.c.edition_id,
        editions.c.volume,
        editions.c.issue,
    )
    .join_from(finds, find_revisions, _CURRENT)
    .outerjoin(edition_items, edition_items.c.find_id == finds.c.find_id)
    .outerjoin(editions, editions.c.edition_id == edition_items.c.edition_id)
)


_FIRST = (
    sa.select(finds.c.find_id, finds.c.region, finds.c.rank)
    .where(finds.c.state == sa.bindparam("state"))
    .order_by(finds.c.rank.desc(), finds.c.find_id.desc())
    .limit(sa.bindparam("limit", type_=sa.Integer))
    .subquery()
)
_BY_SECTION = (
    sa.case(*((_FIRST.c.region == region, place) for place, region in enumerate(Region))),
    _FIRST.c.rank.desc(),
    _FIRST.c.find_id.desc(),
)
_PLACES = sa.select(
    _FIRST.c.find_id,
    sa.func.row_number().over(order_by=_BY_SECTION).label("position"),
    sa.func.count().over().label("total"),
    sa.func.lag(_FIRST.c.find_id).over(order_by=_BY_SECTION).label("previous_id"),
    sa.func.lead(_FIRST.c.find_id).over(order_by=_BY_SECTION).label("next_id"),
).subquery()
_NEIGHBOURS = sa.select(_PLACES).where(_PLACES.c.find_id == sa.bindparam("find_id"))


_IN_REVISION = frozenset({QueueFlag.EXTRACT})


def _has(flag: str) -> sa.ColumnElement[bool]:
    """Whether a find has that flag: one of `QueueFlag`, or a check's rule."""
    kinds: dict[str, sa.ColumnElement[bool]] = {
        QueueFlag.ANY: finds.c.flags + finds.c.blocks > 0,
        QueueFlag.NONE: finds.c.flags + finds.c.blocks == 0,
        QueueFlag.BLOCKED: finds.c.blocks > 0,
        QueueFlag.EXTRACT: find_revisions.c.verbatim,
        QueueFlag.ADVERTISEMENT: finds.c.advertisement,
    }
    return kinds[flag] if flag in kinds else _fails(flag)


def _fails(rule: str) -> sa.ColumnElement[bool]:
    """Whether the current revision fails that rule. Most finds pass, so the failing are listed."""
    failing = (
        sa.select(revision.c.find_id)
        .join_from(checks, revision)
        .join(current, current.c.find_id == revision.c.find_id)
        .where(
            checks.c.rule == rule,
            checks.c.level != CheckLevel.OK,
            revision.c.number == current.c.revision,
        )
    )
    return finds.c.find_id.in_(failing)


# Under names of their own: the query around them speaks of the same tables.
revision, current = find_revisions.alias("failing"), finds.alias("failing_find")


def _stories_from(source: str) -> sa.Select[int]:
    joined = sa.select(story_articles.c.story_id).join_from(story_articles, articles)
    return joined.where(articles.c.source == source)


def _queue_row(row: RowMapping, outlets: tuple[str, ...], ran: tuple[Coverage, ...]) -> QueueRow:
    number = f"Volume {row['volume']} | Issue {row['issue']}" if row["edition_id"] else ""
    return value_of(
        QueueRow,
        row,
        outlets=outlets,
        opening=_opening(row["text"]),
        coverage=ran,
        edition_number=number,
    )


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:_OPENING_WORDS]) + (" …" if len(words) > _OPENING_WORDS else "")


def _condition(paused: bool, state: SourceState | None) -> str:  # noqa: FBT001
    if paused:
        return "paused"
    if state is None or state.last_poll is None:
        return "never_polled"
    return "failing" if state.failures else "healthy"
