"""Merging, splitting, choosing the lead: in the browser, as forms."""

import pytest
from starlette.testclient import TestClient

from core.story import Story
from core.workflow import FindState
from storage.database import Database
from tests.review.seed import Seeded


@pytest.fixture
def find_id(seeded: Seeded) -> int:
    return seeded.find("Sixty")


def story(database: Database, find_id: int) -> Story:
    with database.read() as unit:
        return unit.stories.get(unit.finds.get(find_id).story_id)


def test_story_page_lists_articles_lead_first_and_finds_others_by_words(
    ben: TestClient, find_id: int
) -> None:
    text = ben.get(f"/finds/{find_id}/story?q=Utrecht").text
    assert "3 articles" in text
    assert "Stories with these words" in text
    assert "Utrecht to grow its grid-feeding car-share fleet tenfold" in text
    assert "Its find is put aside as a duplicate." in text


def test_merge_brings_the_articles_over_and_can_be_taken_back(
    ben: TestClient, database: Database, seeded: Seeded, find_id: int
) -> None:
    other_find = seeded.find("Utrecht")
    before, other = story(database, find_id), story(database, other_find)
    answer = ben.post(f"/finds/{find_id}/story/merge", data={"other": str(other.story_id)})
    assert answer.status_code == 303
    assert story(database, find_id).article_ids == before.article_ids + other.article_ids
    with database.read() as unit:
        assert unit.finds.get(other_find).state is FindState.REJECTED
    assert (
        f"Ben merged story {other.story_id} into this one"
        in ben.get(f"/finds/{find_id}/story").text
    )
    ben.post(f"/finds/{find_id}/story/unmerge", data={"other": str(other.story_id)})
    assert story(database, find_id).article_ids == before.article_ids
    assert story(database, other_find).article_ids == other.article_ids
    with database.read() as unit:
        assert unit.finds.get(other_find).state is FindState.DRAFTED
    assert "Merged by hand" not in ben.get(f"/finds/{find_id}/story").text


def test_split_makes_a_story_of_the_ticked_articles(
    ben: TestClient, database: Database, find_id: int
) -> None:
    before = story(database, find_id)
    gone = before.article_ids[2]
    ben.post(f"/finds/{find_id}/story/split", data={"article_id": [gone]})
    assert story(database, find_id).article_ids == before.article_ids[:2]
    with database.read() as unit:
        other = unit.stories.of_article(gone)
        assert other is not None
        assert unit.finds.of_story(other.story_id) is None, "it waits to be drafted"


def test_lead_is_chosen_and_the_page_tells_of_its_other_date(
    ben: TestClient, database: Database, find_id: int
) -> None:
    second = story(database, find_id).article_ids[1]
    ben.post(f"/finds/{find_id}/story/lead", data={"article_id": second})
    assert story(database, find_id).lead_id == second
    with database.read() as unit:
        assert unit.finds.get(find_id).printed_on.isoformat() == "2026-02-02"
    text = ben.get(f"/finds/{find_id}").text
    assert "The article that leads the story is dated 2/1/2026." in text


@pytest.mark.parametrize(
    ("action", "data", "status"),
    [
        ("merge", {"other": "999"}, 404),
        ("merge", {"other": "1"}, 409),
        ("unmerge", {"other": "2"}, 409),
        ("split", {}, 409),
        ("split", {"article_id": ["nothing"]}, 409),
        ("lead", {"article_id": "nothing"}, 409),
        ("merge", {"other": "two"}, 422),
    ],
)
def test_regrouping_that_cannot_be_is_refused_and_changes_nothing(
    ben: TestClient,
    database: Database,
    find_id: int,
    action: str,
    data: dict[str, str],
    status: int,
) -> None:
    before = story(database, find_id)
    assert ben.post(f"/finds/{find_id}/story/{action}", data=data).status_code == status
    assert story(database, find_id) == before


@pytest.mark.parametrize("action", ["merge", "unmerge", "split", "lead"])
def test_regrouping_needs_an_editor(vera: TestClient, find_id: int, action: str) -> None:
    data = {"other": "2", "article_id": "x"}
    assert vera.post(f"/finds/{find_id}/story/{action}", data=data).status_code == 403
