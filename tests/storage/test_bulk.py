"""Values stored in bulk read back as if they had come one by one."""

from dataclasses import replace

from core.edition import Edition, EditionState, Feature
from core.find import Find, Revision
from core.workflow import FindState
from storage.database import Database
from storage.read_models import QueueFilter
from tests.storage.values import (
    DAY,
    NOW,
    article,
    date_verdict,
    draft,
    judged,
    region_verdict,
    stored_find,
    story,
)

KEY = article().article_id
ABOUT = replace(story(KEY), story_id=7)


def revision(number: int = 2) -> Revision:
    made = draft(KEY)
    return Revision(
        number=number,
        headline=made.headline,
        text=made.text,
        sentences=made.sentences,
        checks=made.checks,
        author=made.author,
        created_at=NOW,
    )


def find() -> Find:
    return Find(
        find_id=5,
        story_id=7,
        state=FindState.APPROVED,
        region=region_verdict().region,
        region_verdict=region_verdict(),
        printed_on=DAY,
        date_verdict=date_verdict(),
        revision=revision(),
        rank=2.0,
        edition_id=3,
        created_at=NOW,
        updated_at=NOW,
    )


def edition() -> Edition:
    piece = Feature(kind="V2G Insights", title="One", dated=DAY, body="Lead.")
    return Edition(
        edition_id=3,
        volume=2,
        issue=3,
        dated=DAY,
        state=EditionState.OPEN,
        introduction="What is new.",
        features=(piece,),
        find_ids=(5,),
    )


def test_bulk_values_read_back_as_they_were(database: Database) -> None:
    with database.unit() as unit:
        unit.bulk.articles([article()], [judged(KEY)])
        unit.bulk.stories([ABOUT])
        unit.bulk.finds([find()], {5: [revision(1)]})
        unit.bulk.editions([edition()], NOW)
        unit.bulk.finish()
    with database.read() as unit:
        assert unit.articles.get(KEY) == article()
        assert [row.article_id for row in unit.articles.page(query="feed grid")] == [KEY]
        assert unit.stories.get(7) == ABOUT
        assert unit.finds.get(5) == find()
        assert [one.number for one in unit.finds.revisions(5)] == [2, 1]
        assert unit.editions.get(3) == edition()
        wanted = QueueFilter(states=(FindState.APPROVED,), query="utrecht")
        assert [row.find_id for row in unit.desk.queue(wanted)] == [5]


def test_keys_given_after_bulk_count_on(database: Database) -> None:
    with database.unit() as unit:
        unit.bulk.articles([article()], [judged(KEY)])
        unit.bulk.stories([ABOUT])
        unit.bulk.finds([find()], {})
        unit.bulk.finish()
    with database.unit() as unit:
        assert stored_find(unit, "ghent") == 6
        assert unit.editions.create(2, 4, DAY, NOW) >= 1
