"""Reading a feed ends after a second of the processor, and keeps what it can."""

import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.cut_off import CutOff, cut_off
from crawler.document import Document
from crawler.reading import FEED_SECONDS, FIRST_ITEMS, read_feed

URL = "https://news.example.org/feed"
CORPORA = os.environ.get("DESK_CORPORA", "")


@pytest.fixture(autouse=True)
def nobody_watches_the_collector() -> Iterator[None]:
    """A signal that comes while Python calls what watches its garbage collector, or an object that
    is collected, is swallowed and told as a fault; the next one ends the reading. Hypothesis
    watches it, and other tests leave such objects behind; a reading process has neither."""
    watching = gc.callbacks[:]
    gc.callbacks.clear()
    gc.collect()
    yield
    gc.callbacks[:] = watching


def test_cut_off_ends_what_takes_longer_and_leaves_nothing_behind() -> None:
    with pytest.raises(CutOff), cut_off(0.05):
        _work(60)
    _work(0.2)


def _work(seconds: float) -> None:
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        pass


def test_cut_off_lets_an_end_in_time_be() -> None:
    with cut_off(60):
        assert sum(range(10)) == 45


def test_read_feed_too_long_to_read_keeps_its_first_items() -> None:
    item = "<item><title>Buses</title><link>https://news.example.org/{}</link></item>"
    items = "".join(item.format(number) for number in range(5_000))
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    feed = read_feed(Document(url=URL, body=body), seconds=0.4)
    assert len(feed.links) == FIRST_ITEMS
    assert feed.links[0].url == "https://news.example.org/0"
    assert "too long" in feed.problem


def test_read_feed_that_takes_too_long_at_any_length_is_given_up() -> None:
    feed = read_feed(Document(url=URL, body=b"<rss>" + b"<a>" * 20_000), seconds=0.05)
    assert (feed.links, feed.problem) == ((), "Reading the feed took too long.")


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA, reason="DESK_CORPORA is not set: no foreign feed was read")
def test_read_feed_foreign_feeds_are_read_or_cut_off() -> None:
    files = sorted((Path(CORPORA) / "feeds").rglob("*.xml"))
    spent = []
    for path in files:
        begun = time.process_time()
        read_feed(Document(url=URL, body=path.read_bytes()))
        spent.append(time.process_time() - begun)
    assert len(files) > 2_500
    # The product ends each of its two tries; what is left over is its own bookkeeping.
    assert max(spent) < 2 * FEED_SECONDS + 1
