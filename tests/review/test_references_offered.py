"""A find's page offers what the text may point to."""

from datetime import date

from starlette.testclient import TestClient

from core.archive import ArchiveEdition
from core.coverage import Coverage, CoverageKind, PastFind
from core.edition import Feature
from core.workflow import Move
from storage.database import Database
from tests.review.seed import NOW, Seeded


def test_find_page_offers_the_edition_that_carried_its_story(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Utrecht")
    ran = PastFind(volume=1, issue=6, text="It ran.", archive_id=1)
    with database.unit() as unit:
        unit.archive.replace_edition(
            ArchiveEdition(volume=1, issue=6, url="https://v2gnews.example/1-6")
        )
        story_id = unit.finds.get(find_id).story_id
        covered = Coverage(kind=CoverageKind.SAME_EVENT, ran=ran, new="", reasons=())
        unit.coverage.save(story_id, [covered], mark="m")
    text = vera.get(f"/finds/{find_id}").text
    assert "V2G News covered this in Volume 1 | Issue 6." in text
    assert 'href="https://v2gnews.example/1-6"' in text


def test_find_page_offers_a_feature_of_its_edition_by_shared_names(
    vera: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Sixty")
    with database.unit() as unit:
        text = unit.finds.get(find_id).revision.text
        unit.finds.move(find_id, Move.APPROVE, actor="ann", now=NOW)
        edition_id = unit.editions.create(2, 3, date(2026, 2, 3), NOW)
        unit.editions.place(edition_id, find_id, actor="ann", now=NOW)
        about = Feature(kind="V2G Insights", title="On Buses", dated=date(2026, 2, 3), body=text)
        other = Feature(kind="V2G Insights", title="Elsewhere", dated=date(2026, 2, 3), body="No.")
        unit.editions.set_features(edition_id, [about, other], now=NOW)
    page = vera.get(f"/finds/{find_id}").text
    assert "This edition’s V2G Insights, “On Buses”, tells more." in page
    assert "“Elsewhere”, tells more." not in page
