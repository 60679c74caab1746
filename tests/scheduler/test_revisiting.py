"""Pages that are here and were corrected since: read again, politely, and kept as versions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.load import load
from core.clock import FixedClock, SystemClock
from core.find import AuthorKind, Find
from core.source import Source, SourceKind
from core.version import SOURCE_CHANGED
from scheduler.context import Context
from scheduler.jobs.collect import CollectRequest, collect
from scheduler.jobs.draft import draft
from scheduler.jobs.group import group
from scheduler.revisiting import due_again, look_again
from scheduler.writers import writer_for
from storage.database import Database
from tests.crawler.loopback import Reply, Site, page, serve
from tests.storage.values import NOW, article, intent, judged, partial, story
from tests.storage.values import draft as a_draft

KEY = article().article_id
BUSES = "V2G school buses feed the evening grid"
BEGIN = "will begin in spring"
SITEMAP = "application/xml"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def context(site: Site, database: Database, tmp_path: Path) -> Context:
    configuration = load(tmp_path, {})
    settings = configuration.settings
    url = site.url("news", "/map.xml")
    source = Source(slug="news", name="News", kind=SourceKind.SITEMAP, url=url)
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


def publish(site: Site, body: bytes, changed_at: datetime | None = None) -> None:
    url = site.on("news", "/2026/buses", Reply(body=body))
    changed = f"<lastmod>{changed_at.isoformat()}</lastmod>" if changed_at else ""
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    listed = f'<urlset xmlns="{space}"><url><loc>{url}</loc>{changed}</url></urlset>'
    tag = f'"{changed}{hash(body)}"'
    site.on("news", "/map.xml", Reply(body=listed.encode(), kind=SITEMAP, etag=tag))


def article_id(context: Context) -> str:
    with context.database.read() as unit:
        (row,) = unit.articles.page()
        return row.article_id


def corrections(context: Context) -> list[str]:
    with context.database.read() as unit:
        versions = unit.articles.versions(article_id(context))
    return [version.change.sentence() for version in versions]


def the_find(context: Context) -> Find:
    with context.database.read() as unit:
        (row,) = unit.finds.page()
    return row


CORRECTED = page(BUSES).replace(BEGIN.encode(), b"was called off for good this week")


def test_correction_of_a_page_becomes_a_version_and_reaches_the_find(
    site: Site, context: Context, tmp_path: Path
) -> None:
    publish(site, page(BUSES))
    collect(context)
    group(context)
    draft(context, writer_for(context))
    drafted = the_find(context).revision
    assert BEGIN in drafted.text

    # Each recording is named after the moment of its crawl.
    context.clock.advance(seconds=1)  # type: ignore[attr-defined]
    publish(site, CORRECTED, SystemClock().now() + timedelta(minutes=1))
    assert collect(context)["corrected"] == 1
    assert corrections(context) == ["1 paragraph changed."]
    flagged = the_find(context).revision
    assert (flagged.text, flagged.number) == (drafted.text, 1)
    assert SOURCE_CHANGED in {check.rule for check in flagged.checks}
    group(context)
    assert draft(context, writer_for(context)) == {"redrafted": 1}
    assert "called off" in the_find(context).revision.text
    assert SOURCE_CHANGED not in {check.rule for check in the_find(context).revision.checks}

    # The same claim once more: nobody is asked, for its turn has not come; nor is it forgotten.
    context.clock.advance(seconds=1)  # type: ignore[attr-defined]
    publish(site, CORRECTED, SystemClock().now() + timedelta(days=9))
    assert "unchanged" not in collect(context)
    assert site.paths("news").count("/2026/buses") == 2
    with context.database.read() as unit:
        assert unit.sources.state("news").memory.etag != etag(site)

    reread = CollectRequest(pages=(the_url(site),), polls=False, reread=True)
    assert collect(context, reread)["unchanged"] == 1

    first, second, _ = sorted(context.configuration.settings.warc_dir.glob("*.warc.gz"))
    fresh = other_desk(context, tmp_path)
    for recording, told in (
        (first, []),
        (second, ["1 paragraph changed."]),
        (second, ["1 paragraph changed."]),
    ):
        collect(fresh, CollectRequest(replay=recording, replay_pages=True))
        group(fresh)
        assert corrections(fresh) == told
    fresh.database.close()


def test_look_again_at_what_is_older_partial_or_the_same_changes_nothing(
    database: Database,
) -> None:
    other, hour = "Something else by far stands here now.", timedelta(hours=1)
    with database.unit() as unit:
        unit.articles.add(article())
        for new in (
            article(text=other),
            article(text=other, fetched_at=NOW - hour),
            partial(fetched_at=NOW + hour),
            article(fetched_at=NOW + hour),
        ):
            assert look_again(unit, KEY, new) == "unchanged"
        assert unit.articles.get(KEY) == article()
        new = article(text=other, fetched_at=NOW + hour)
        assert look_again(unit, KEY, new) == "corrected"
        assert look_again(unit, KEY, new) == "unchanged"
        assert len(unit.articles.versions(KEY)) == 1


def test_due_again_comes_at_once_then_after_hours_then_ever_later(database: Database) -> None:
    def due(hours: float) -> bool:
        return due_again(unit, NOW + timedelta(hours=hours))[KEY].due

    with database.unit() as unit:
        unit.articles.add(article())
        unit.articles.save_judgements([judged(KEY)])
        assert due(0.1)
        unit.articles.looked_again(KEY, NOW + timedelta(hours=1))
        assert not due(6)
        assert due(8)
        unit.articles.looked_again(KEY, NOW + timedelta(hours=40))
        assert not due(79)
        assert due(81)
        since = due_again(unit, NOW)[KEY].since
        assert since == NOW + timedelta(hours=40)
        assert not due_again(unit, NOW + timedelta(days=31))


def test_correction_leaves_an_editors_words(context: Context) -> None:
    with context.database.unit() as unit:
        unit.articles.add(article())
        unit.articles.save_judgements([judged(KEY)])
        stored = unit.stories.get(unit.stories.apply(intent(story(KEY)), NOW))
        find_id = unit.finds.add(stored, a_draft(KEY), now=NOW)
        before = unit.finds.get(find_id).revision
        unit.finds.save_revision(
            find_id, seen=1, headline="Mine", sentences=before.sentences, checks=(),
            author=replace(before.author, kind=AuthorKind.HUMAN, name="ann"), now=NOW,
        )  # fmt: skip
        new = article(text="Utrecht called it off.", fetched_at=NOW + timedelta(hours=1))
        assert look_again(unit, KEY, new) == "corrected"
    group(context)
    assert draft(context, writer_for(context)) == {}
    after = the_find(context).revision
    assert (after.headline, after.number, after.text) == ("Mine", 2, before.text)
    assert {check.rule for check in after.checks} == {SOURCE_CHANGED}


def the_url(site: Site) -> str:
    return site.url("news", "/2026/buses")


def etag(site: Site) -> str:
    return site.replies["news", "/map.xml"][0].etag


def other_desk(context: Context, folder: Path) -> Context:
    """The same sources in another workspace, with a database of their own."""
    settings = replace(context.configuration.settings, workspace=folder / "elsewhere")
    database = Database(f"sqlite:///{folder}/fresh.db")
    database.upgrade()
    with database.unit() as unit:
        unit.sources.sync(context.configuration.sources, context.clock.now())
    configuration = replace(context.configuration, settings=settings)
    return Context(database=database, configuration=configuration, clock=context.clock)
