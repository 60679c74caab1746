"""A source by its address: asked for, shown with what it would bring, added."""

from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from core.article import Link
from core.dating import DateEvidence, DateOrigin
from core.discovery import Candidate, Discovery, FoundBy, Look, Offer
from core.run import Job, Run, RunState
from core.source import SourceKind
from storage.database import Database
from tests.review.seed import NOW

URL = "https://news.gridpost.example/"
FEED = "https://news.gridpost.example/feed"
LINK = Link(
    url="https://news.gridpost.example/1",
    title="Buses <script>alert(1)</script> feed the grid",
    dates=(DateEvidence(day=date(2026, 2, 2), origin=DateOrigin.FEED),),
)
GOOD = Offer(
    candidate=Candidate(kind=SourceKind.FEED, url=FEED, found_by=FoundBy.NAMED),
    look=Look(title="Grid Post", language="en", items=30, newest=(LINK,)),
    usable=True,
)
BAD = Offer(
    candidate=Candidate(kind=SourceKind.SITEMAP, url=URL + "map.xml", found_by=FoundBy.ROBOTS),
    problem="The page was not found (404).",
)


def ask(client: TestClient, url: str = URL) -> str:
    answer = client.post("/sources/discover", data={"url": url})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def end(database: Database, *offers: Offer, problem: str = "", error: str = "") -> Run:
    with database.unit() as unit:
        (run,) = unit.runs.about(Job.DISCOVER, "")
        unit.runs.claim([Job.DISCOVER], now=NOW, lease_seconds=9, holder="t", only=run.run_id)
        if not error:
            found = Discovery(url=run.argument, offers=offers, problem=problem)
            unit.runs.keep_found(run.run_id, found)
        state = RunState.FAILED if error else RunState.DONE
        unit.runs.finish(run.run_id, state, error=error, now=NOW)
        return run


def add(client: TestClient, run: Run, url: str = FEED, slug: str = "") -> int:
    data = {"run": str(run.run_id), "url": url, "slug": slug}
    return client.post("/sources/discover/add", data=data).status_code


def test_sources_page_asks_for_a_run_with_the_address(ben: TestClient, database: Database) -> None:
    assert 'action="/sources/discover"' in ben.get("/sources").text
    where = ask(ben, " news.gridpost.example/ ")
    with database.read() as unit:
        (run,) = unit.runs.about(Job.DISCOVER, "")
    assert (run.argument, run.why) == (URL, "Ben looks for sources")
    text = ben.get(where).text
    assert "Waits for its turn" in text
    assert f'href="{where}">look again' in text


def test_offers_are_shown_with_their_items_and_what_is_wrong(
    ben: TestClient, database: Database
) -> None:
    where = ask(ben)
    end(database, GOOD, BAD)
    text = ben.get(where).text
    assert "Grid Post" in text
    assert "30 items" in text
    assert "<script>alert(1)" not in text
    assert "feed the grid" in text
    assert "The page was not found (404)." in text
    assert 'value="gridpost"' in text
    assert text.count('action="/sources/discover/add"') == 1


def test_added_offer_is_a_source_and_in_the_audit(ben: TestClient, database: Database) -> None:
    ask(ben)
    run = end(database, GOOD)
    assert add(ben, run) == 303
    with database.read() as unit:
        source = unit.sources.get("gridpost")
        (event,) = unit.audit.of("source gridpost")
    assert (source.url, source.kind, source.name) == (FEED, SourceKind.FEED, "Grid Post")
    assert source.language == "en"
    assert (event.actor, event.action) == ("Ben", "added")


def test_address_that_is_polled_already_is_named_and_refused(
    ben: TestClient, database: Database
) -> None:
    where = ask(ben)
    run = end(database, GOOD)
    assert add(ben, run) == 303
    assert "Polled already" in ben.get(where).text
    assert add(ben, run, slug="again") == 409


@pytest.mark.parametrize("slug", ["Grid Post", "by-hand", "charged-wire"])
def test_short_name_that_will_not_do_is_refused(
    ben: TestClient, database: Database, slug: str
) -> None:
    ask(ben)
    run = end(database, GOOD)
    assert add(ben, run, slug=slug) == 409


@pytest.mark.parametrize("url", [BAD.candidate.url, "https://other.example/feed"])
def test_address_that_was_not_offered_is_not_added(
    ben: TestClient, database: Database, url: str
) -> None:
    ask(ben)
    run = end(database, GOOD, replace(BAD))
    assert add(ben, run, url) == 404


def test_empty_result_and_failed_run_say_why(ben: TestClient, database: Database) -> None:
    where = ask(ben)
    end(database, problem="No feed was found there. Try the address of its newsroom.")
    text = ben.get(where).text
    assert "Nothing to add" in text
    assert "Try the address of its newsroom." in text


def test_failed_run_is_told_with_its_error(ben: TestClient, database: Database) -> None:
    where = ask(ben)
    end(database, error="HTTP_PROXY is set.")
    assert "HTTP_PROXY is set." in ben.get(where).text


def test_address_that_names_no_page_is_refused(ben: TestClient, database: Database) -> None:
    assert ben.post("/sources/discover", data={"url": "javascript:alert(1)"}).status_code == 409
    with database.read() as unit:
        assert unit.runs.about(Job.DISCOVER, "") == ()


def test_run_of_something_else_is_no_discovery(ben: TestClient) -> None:
    assert ben.get("/sources/discover?run=1").status_code == 404


def test_adding_a_source_needs_an_editor(vera: TestClient) -> None:
    assert "Add a source by its address" not in vera.get("/sources").text
    assert vera.get("/sources/discover").status_code == 403
    assert vera.post("/sources/discover", data={"url": URL}).status_code == 403
