"""An article by its address: asked for, and told what became of it."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from core.article import Completeness
from core.crawl import Dropped
from core.run import Job, Run, RunState
from core.source import BY_HAND
from storage.database import Database
from tests.review.conftest import NewClient
from tests.review.seed import NOW, PASSWORD, Seeded

URL = "https://gridpost.example/2026/02/v2g-school-buses"


def ask(client: TestClient, url: str = URL) -> str:
    answer = client.post("/add", data={"url": url})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def end(database: Database, state: RunState = RunState.DONE, error: str = "") -> Run:
    with database.unit() as unit:
        (run,) = unit.runs.about(Job.COLLECT, BY_HAND)
        waiting = unit.runs.claim(
            [Job.COLLECT], now=NOW, lease_seconds=9, holder="t", only=run.run_id
        )
        assert waiting is not None
        unit.runs.finish(run.run_id, state, error=error, now=NOW)
        return run


def test_add_asks_for_a_run_with_the_address(ben: TestClient, database: Database) -> None:
    where = ask(ben, f" {URL} ")
    with database.read() as unit:
        (run,) = unit.runs.about(Job.COLLECT, BY_HAND)
    assert where == f"/add?run={run.run_id}"
    assert (run.argument, run.why) == (URL, "Ben gave its address")
    assert "Waits for its turn" in ben.get(where).text


def test_add_of_two_addresses_in_one_minute_asks_for_both_and_of_one_twice_once(
    ben: TestClient, database: Database
) -> None:
    ask(ben)
    ask(ben, URL + "-2")
    assert ben.post("/add", data={"url": URL}).status_code == 409
    with database.read() as unit:
        assert len(unit.runs.about(Job.COLLECT, BY_HAND)) == 2


def test_add_lists_what_was_asked_before_and_not_what_it_shows(ben: TestClient) -> None:
    first, second = ask(ben), ask(ben, URL + "-2")
    text = ben.get(second).text
    assert f'href="{first}">{URL}</a>' in text
    assert f'href="{second}">' not in text.partition("Asked for lately")[2]


def test_address_from_the_bookmark_is_filled_in_and_asks_for_nothing(
    ben: TestClient, database: Database
) -> None:
    text = ben.get(f"/add?url={quote(URL, safe='')}").text
    assert f'value="{URL}"' in text
    with database.read() as unit:
        assert unit.runs.about(Job.COLLECT, BY_HAND) == ()


def test_address_from_the_bookmark_survives_signing_in(new_client: NewClient) -> None:
    client = new_client()
    answer = client.get(f"/add?url={quote(URL, safe='')}")
    assert answer.headers["location"].startswith("/sign-in?next=")
    page = answer.headers["location"]
    data = {"name": "Ben", "password": PASSWORD, "next": f"/add?url={quote(URL, safe='')}"}
    assert page.endswith(quote(data["next"], safe=""))
    assert client.post("/sign-in", data=data).headers["location"] == data["next"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("javascript:alert(1)", "Only http and https are fetched"),
        ("file:///etc/passwd", "Only http and https are fetched"),
        ("https://ann:secret@a.example/", "carries a user name"),
        ("https://", "names no host"),
        ("http://a\\b.example/", "characters no address may hold"),
    ],
)
def test_address_that_names_no_page_is_refused_with_the_reason(
    ben: TestClient, database: Database, url: str, why: str
) -> None:
    answer = ben.post("/add", data={"url": url})
    assert answer.status_code == 409
    assert why in answer.text
    assert why in ben.get(f"/add?url={quote(url, safe='')}").text
    with database.read() as unit:
        assert unit.runs.about(Job.COLLECT, BY_HAND) == ()


def test_article_that_is_here_already_is_named_with_its_find(
    ben: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Sixty")
    with database.read() as unit:
        lead = unit.articles.get(unit.stories.get(unit.finds.get(find_id).story_id).lead_id)
    text = ben.get(f"/add?url={quote(lead.url, safe='')}").text
    assert "This article is here already" in text
    assert f'href="/finds/{find_id}"' in text
    where = ask(ben, lead.url)
    end(database)
    assert "Drafted" in ben.get(where).text


@pytest.mark.parametrize("completeness", Completeness)
def test_article_known_by_the_address_that_listed_it_is_named_with_its_own_page(
    ben: TestClient, database: Database, seeded: Seeded, completeness: Completeness
) -> None:
    listed = "https://news.example/r/8812"
    with database.unit() as unit:
        lead = unit.articles.get(
            unit.stories.get(unit.finds.get(seeded.find("Sixty")).story_id).lead_id
        )
        alone = replace(
            lead, article_id="a-page-alone", url=f"{URL}-alone", listed_url=listed,
            completeness=completeness,
        )  # fmt: skip
        unit.articles.add(alone)
    text = ben.get(f"/add?url={quote(listed, safe='')}").text
    assert 'href="/articles/a-page-alone"' in text
    assert "No find was drafted of it" in text
    # What is here whole is not fetched again.
    assert ("Fetch it again" in text) == (completeness is Completeness.PARTIAL)


def test_failure_is_told_in_the_crawlers_own_words(ben: TestClient, database: Database) -> None:
    where = ask(ben)
    run = end(database)
    with database.unit() as unit:
        unit.articles.add_dropped(
            Dropped(
                source=BY_HAND,
                url=run.argument,
                title="",
                code="robots",
                reason="robots.txt of gridpost.example does not allow this page.",
                at=NOW,
            )
        )
    text = ben.get(where).text
    assert "No article came of it" in text
    assert "does not allow this page." in text


def test_run_that_failed_is_told_with_its_error(ben: TestClient, database: Database) -> None:
    where = ask(ben)
    end(database, RunState.FAILED, "Collecting is already going on in this workspace.")
    assert "Collecting is already going on" in ben.get(where).text


def test_run_of_something_else_is_no_address(ben: TestClient) -> None:
    assert ben.get("/add?run=1").status_code == 404
    assert ben.get("/add?run=999").status_code == 404


def test_bookmark_holds_nothing_but_the_desks_own_address(ben: TestClient) -> None:
    url = "https://a.example/');alert(1);//"
    text = ben.get(f"/add?url={quote(url, safe='')}").text
    bookmark = text.split('href="javascript:')[1].split('"')[0]
    assert bookmark.startswith("void(location.href=&#39;http://127.0.0.1:8765/add?url=&#39;")
    assert "alert" not in bookmark


def test_adding_needs_an_editor(vera: TestClient, database: Database) -> None:
    assert vera.get("/add").status_code == 403
    assert vera.post("/add", data={"url": URL}).status_code == 403
    with database.read() as unit:
        assert unit.runs.about(Job.COLLECT, BY_HAND) == ()
