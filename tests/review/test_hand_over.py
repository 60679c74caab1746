"""Drafts at platforms, text for pasting, and the feed: asked for at the desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import feedparser
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from config.newsletter import Newsletter
from config.settings import DeskSettings
from core.clock import FixedClock
from core.delivery import DeliveryState, Target
from core.run import Job
from newsletter.targets.base import key_of
from review.actions.editions import document_of
from review.web.desk import Desk
from storage.database import Database
from tests.review.seed import NOW, Seeded

PAGE = "/editions/1/hand-over"
TOKEN = "a-token-of-sixteen"


@pytest.fixture
def edition(database: Database) -> None:
    with database.unit() as unit:
        assert unit.editions.create(2, 3, date(2026, 2, 3), NOW) == 1


@pytest.fixture
def ready(app: FastAPI, edition: None) -> None:
    """Ghost is set up, the others are not."""
    desk: Desk = app.state.desk
    app.state.desk = replace(desk, targets=(Target.GHOST,), settings=DeskSettings(feed_token=TOKEN))


@pytest.mark.usefixtures("ready")
def test_hand_over_offers_only_platforms_that_are_set_up(ben: TestClient) -> None:
    text = ben.get(PAGE).text
    assert text.count("not set up") == len(Target) - 1
    assert 'value="ghost"' in text
    assert 'value="beehiiv"' not in text


@pytest.mark.usefixtures("ready")
def test_hand_over_asks_for_a_run_once_a_minute(
    ben: TestClient, database: Database, clock: FixedClock
) -> None:
    first = ben.post(PAGE, data={"target": "ghost"}, follow_redirects=False)
    assert first.headers["location"] == PAGE
    again = ben.post(PAGE, data={"target": "ghost"}, follow_redirects=False)
    assert again.status_code == 409
    with database.read() as unit:
        run = unit.runs.last(Job.PUBLISH)
    assert run is not None
    assert (run.subject, run.argument) == ("1", "ghost Ben")
    clock.at += timedelta(minutes=1)
    assert ben.post(PAGE, data={"target": "ghost"}, follow_redirects=False).status_code == 303


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(("target", "status"), [("beehiiv", 409), ("nowhere", 422)])
def test_hand_over_platform_that_is_not_there_is_refused(
    ben: TestClient, database: Database, target: str, status: int
) -> None:
    answer = ben.post(PAGE, data={"target": target}, follow_redirects=False)
    assert answer.status_code == status
    with database.read() as unit:
        assert unit.runs.last(Job.PUBLISH) is None


@pytest.mark.usefixtures("ready")
def test_hand_over_says_what_became_of_each_draft(ben: TestClient, database: Database) -> None:
    with database.unit() as unit:
        delivery = unit.deliveries.begin(1, Target.GHOST, "k", actor="Ben", now=NOW)
        unit.deliveries.end(
            delivery.delivery_id,
            DeliveryState.DRAFTED,
            note="A draft is at Ghost. <script>",
            url="https://ghost.test/draft",
            now=NOW,
        )
    text = ben.get(PAGE).text
    assert "A draft is at Ghost. &lt;script&gt;" in text
    assert 'href="https://ghost.test/draft"' in text


@pytest.mark.usefixtures("ready")
def test_hand_over_text_that_is_there_is_not_offered_again(
    ben: TestClient, database: Database, newsletter: Newsletter
) -> None:
    with database.read() as unit:
        key = key_of(document_of(unit, unit.editions.get(1), newsletter))
    deliver(database, "another-text", DeliveryState.DRAFTED)
    assert 'value="ghost"' in ben.get(PAGE).text
    deliver(database, key, DeliveryState.UNKNOWN)
    assert "Try again" in ben.get(PAGE).text
    deliver(database, key, DeliveryState.DRAFTED)
    assert 'value="ghost"' not in ben.get(PAGE).text


def deliver(database: Database, key: str, state: DeliveryState) -> None:
    with database.unit() as unit:
        delivery = unit.deliveries.begin(1, Target.GHOST, key, actor="Ben", now=NOW)
        unit.deliveries.end(delivery.delivery_id, state, note="It is there.", now=NOW)


@pytest.mark.usefixtures("edition")
def test_hand_over_viewer_sees_but_makes_no_draft(vera: TestClient) -> None:
    assert '<form method="post" action="/editions/1/hand-over"' not in vera.get(PAGE).text
    assert vera.post(PAGE, data={"target": "ghost"}).status_code == 403


def test_feed_without_a_token_set_is_not_there(new_client: Callable[[], TestClient]) -> None:
    assert new_client().get("/feeds//rss.xml").status_code == 404
    assert new_client().get(f"/feeds/{TOKEN}/rss.xml").status_code == 404


@pytest.mark.usefixtures("ready")
def test_feed_is_served_to_whoever_knows_the_token(
    new_client: Callable[[], TestClient], seeded: Seeded
) -> None:
    answer = new_client().get(f"/feeds/{TOKEN}/atom.xml")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert feedparser.parse(answer.content).feed.title == "V2G News"
    assert new_client().get("/feeds/another-token-of-16/atom.xml").status_code == 404
    assert new_client().get(f"/feeds/{TOKEN}/xls.xml").status_code == 404
