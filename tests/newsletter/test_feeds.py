"""Finished editions as feeds that a reader's program understands."""

from dataclasses import replace
from datetime import UTC, date, datetime

import feedparser
import pytest
from lxml import etree

from core.edition import Correction
from newsletter.exporters.feeds import Feed, FeedEntry, FeedFormat, render_feed
from tests.newsletter.samples import make_document
from tests.newsletter.test_hostile import ALL, MERGE_SIGNS, everywhere

LEFT = datetime(2026, 2, 3, 9, 30, tzinfo=UTC)
ENTRY = FeedEntry(document=make_document(), left_at=LEFT, url="https://v2gnews.example/2-3")
OLDER = FeedEntry(
    document=replace(make_document(), issue=2), left_at=datetime(2026, 1, 20, 9, tzinfo=UTC)
)
FEED = Feed(title="V2G News", home="https://v2gnews.example/", entries=(ENTRY, OLDER))


@pytest.mark.parametrize("format", FeedFormat)
def test_feed_is_read_by_a_feed_reader(format: FeedFormat) -> None:  # noqa: A002
    read = feedparser.parse(render_feed(FEED, format))
    assert not read.bozo
    assert (read.version, read.feed.title) == (
        {FeedFormat.RSS: "rss20", FeedFormat.ATOM: "atom10"}[format],
        "V2G News",
    )
    assert read.feed.link == "https://v2gnews.example/"
    first, second = read.entries
    assert (first.title, first.link) == ("Volume 2 | Issue 3", "https://v2gnews.example/2-3")
    assert first.published_parsed[:5] == (2026, 2, 3, 9, 30)
    assert "Harbor County" in first.content[0].value
    assert first.id != second.id
    assert not second.get("link", "").startswith("http")


@pytest.mark.parametrize("format", FeedFormat)
def test_feed_correction_is_marked_and_the_entry_stays_the_same(
    format: FeedFormat,  # noqa: A002
) -> None:
    made = Correction(made_on=date(2026, 2, 10), note="It is 48 buses.")
    corrected = replace(ENTRY, document=replace(make_document(), corrections=(made,)))
    before = feedparser.parse(render_feed(FEED, format)).entries[0]
    after = feedparser.parse(render_feed(replace(FEED, entries=(corrected,)), format)).entries[0]
    assert after.title == "Volume 2 | Issue 3 (corrected)"
    assert after.id == before.id
    assert "Corrected 2/10/2026: It is 48 buses." in after.content[0].value
    assert corrected.changed_at == datetime(2026, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize("format", FeedFormat)
@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_feed_hostile_text_is_well_formed_and_runs_nothing(
    text: str,
    format: FeedFormat,  # noqa: A002
) -> None:
    entry = FeedEntry(document=everywhere(f"Before {text} after"), left_at=LEFT, url=text)
    data = render_feed(Feed(title=text, home=text, entries=(entry,)), format)
    root = etree.fromstring(data)
    assert not MERGE_SIGNS.search(data.decode())
    for one in root.iter():
        shown = (one.text or "") if one.tag.endswith(("encoded", "content")) else ""
        assert "<script" not in shown
        assert "javascript:" not in str(one.get("href"))


@pytest.mark.parametrize("format", FeedFormat)
def test_feed_without_editions_is_still_one(format: FeedFormat) -> None:  # noqa: A002
    empty = Feed(title="V2G News", home="", entries=())
    assert feedparser.parse(render_feed(empty, format)).feed.title == "V2G News"


@pytest.mark.parametrize("format", FeedFormat)
def test_feed_twice_gives_the_same_bytes(format: FeedFormat) -> None:  # noqa: A002
    assert render_feed(FEED, format) == render_feed(FEED, format)
