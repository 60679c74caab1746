"""What a document shows to someone who thinks of polling it."""

from core.source import SourceKind
from crawler.document import Document
from crawler.looking import NEWEST, look_at
from tests.crawler.crawls import feed
from tests.crawler.loopback import page, rss

URL = "https://news.example.org/feed"


def test_look_at_feed_has_its_title_items_and_newest() -> None:
    body = rss(*((f"https://news.example.org/{n}", f"Depot {n}") for n in range(8)))
    look = look_at(Document(url=URL, body=body), feed("news", URL))
    assert (look.title, look.items, look.candidates) == ("Feed", 8, ())
    assert [link.title for link in look.newest] == [f"Depot {n}" for n in range(NEWEST)]


def test_look_at_page_has_its_title_and_language() -> None:
    url = "https://news.example.org/"
    look = look_at(Document(url=url, body=page("Depots")), feed("news", url, SourceKind.LISTING))
    assert (look.title, look.language, look.items) == ("Depots", "en", 0)
