"""A page that could not be had for a while: kept from its feed, asked for again, judged again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from config.load import load
from core.article import Article, Completeness
from core.clock import FixedClock, SystemClock
from core.relevance import Relevance
from core.source import BY_HAND, Source, SourceKind
from scheduler.context import Context
from scheduler.jobs.collect import ASK_AGAIN, CollectRequest, collect, make_plan
from scheduler.jobs.draft import draft
from scheduler.jobs.group import group
from scheduler.writers import writer_for
from storage.database import Database
from tests.crawler.loopback import RSS, Reply, Site, page, rss, serve

BUSES = "V2G school buses feed the evening grid"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def context(site: Site, database: Database, tmp_path: Path) -> Context:
    configuration = load(tmp_path, {})
    settings = configuration.settings
    source = Source(slug="news", name="News", kind=SourceKind.FEED, url=site.url("news", "/feed"))
    limits = replace(settings.limits, delay_seconds=0, timeout_seconds=2.0, extract_workers=1)
    policy = replace(settings.policy, allow_private=("127.0.0.1/32",), ports=(site.port,))
    configuration = replace(
        configuration,
        sources=(source,),
        settings=replace(settings, limits=limits, policy=policy),
    )
    clock = FixedClock(at=SystemClock().now())
    with database.unit() as unit:
        unit.sources.sync(configuration.sources, clock.now())
    return Context(database=database, configuration=configuration, clock=clock)


def the_article(context: Context) -> Article:
    with context.database.read() as unit:
        (row,) = unit.articles.page()
        return unit.articles.get(row.article_id)


def test_collect_page_that_failed_is_fetched_again_and_judged_again(
    site: Site, context: Context
) -> None:
    url = site.on("news", "/buses", Reply(status=503))
    site.on("news", "/feed", Reply(body=rss((url, BUSES)), kind=RSS, etag='"1"'))
    collect(context)
    assert the_article(context).partial_code == "server_error"
    group(context)
    draft(context, writer_for(context))
    with context.database.read() as unit:
        (story,) = unit.stories.page()
        find = unit.finds.of_story(story.story_id)
    assert find is not None

    site.on("news", "/buses", Reply(status=302, headers=(("Location", "/moved"),)))
    site.on("news", "/moved", Reply(body=page(BUSES)))
    collect(context)
    whole = the_article(context)
    assert (whole.completeness, whole.url) == (Completeness.FULL, url)
    assert "bidirectional charging" in whole.text
    assert group(context)["judged"] == 1
    assert draft(context, writer_for(context)) == {"redrafted": 1}
    assert draft(context, writer_for(context)) == {}
    with context.database.read() as unit:
        judged = unit.articles.judgement(whole.article_id)
        assert judged is not None
        assert judged.relevance.level is Relevance.CORE
        assert [one.story_id for one in unit.stories.page()] == [story.story_id]
        after = unit.finds.of_story(story.story_id)
    assert after is not None
    assert after.revision.number == 2
    assert after.revision.text != find.revision.text
    evidence = [span for sentence in after.revision.sentences for span in sentence.evidence]
    assert all(whole.text[span.start : span.end] == span.quote for span in evidence)

    asked = site.paths("news").count("/buses")
    collect(context)
    assert site.paths("news").count("/buses") == asked


def test_make_plan_page_that_failed_for_three_days_is_left(site: Site, context: Context) -> None:
    url = site.on("news", "/buses", Reply(status=503))
    site.on("news", "/feed", Reply(body=rss((url, BUSES)), kind=RSS, etag='"1"'))
    collect(context)
    key = the_article(context).article_id
    plan = make_plan(context, CollectRequest())
    assert key not in plan.known
    assert plan.tasks[0].memory.etag == ""
    assert isinstance(context.clock, FixedClock)
    context.clock.at += ASK_AGAIN + timedelta(minutes=5)
    plan = make_plan(context, CollectRequest())
    assert key in plan.known
    assert plan.tasks[0].memory.etag == '"1"'


def test_collect_page_given_by_hand_is_asked_again_until_it_is_whole(
    site: Site, context: Context
) -> None:
    url = site.on("news", "/buses", Reply(status=404))
    given = CollectRequest(pages=(url,), polls=False)
    collect(context, given)
    assert the_article(context).partial_code == "not_found"

    site.on("news", "/buses", Reply(body=page(BUSES)))
    collect(context, given)
    assert the_article(context).completeness is Completeness.FULL

    asked = site.paths("news").count("/buses")
    assert collect(context, given)["dropped:known"] == 1
    assert site.paths("news").count("/buses") == asked
    with context.database.read() as unit:
        (dropped,) = unit.articles.dropped(source=BY_HAND)
    assert (dropped.url, dropped.reason) == (url, "The article is already here, whole.")


def test_make_plan_page_given_by_hand_bears_the_name_of_the_source_of_its_site(
    context: Context,
) -> None:
    feed = Source(
        slug="wire", name="Grid Wire", kind=SourceKind.FEED, url="https://feeds.gridwire.org/rss"
    )
    search = Source(
        slug="search", name="V2G in the news", kind=SourceKind.SEARCH, url="https://finder.org/"
    )
    with context.database.unit() as unit:
        unit.sources.add(search, context.clock.now())
        unit.sources.add(feed, context.clock.now())
    pages = ("https://www.gridwire.org/buses", "https://finder.org/a", "https://other.example/")
    (task,) = make_plan(context, CollectRequest(pages=pages, polls=False)).tasks
    assert [link.url for link in task.links] == list(pages)
    assert [link.outlet for link in task.links] == ["Grid Wire", "", ""]


def test_collect_page_given_by_hand_that_names_no_outlet_gets_that_of_its_source(
    site: Site, context: Context
) -> None:
    url = site.on("news", "/buses", Reply(body=page(BUSES)))
    collect(context, CollectRequest(pages=(url,), polls=False))
    assert the_article(context).outlet == "News"
