"""Letters that name pages of others."""

from datetime import date

from core.source import Source, SourceKind
from crawler.document import Document
from crawler.parse.digest import split_digest
from crawler.parse.feed import parse_feed
from crawler.reading import read_source

HOME = "https://letter.example/issues/12"
LETTER = """
<html><body>
<p><a href="https://letter.example/archive">All issues of this letter</a></p>
<h2>Charging</h2>
<ul>
 <li><a href="https://post.example/a?utm_source=letter">Buses power a school in Maine</a>: forty of
   them, for a week, after the storm took the lines down.</li>
 <li>A tariff for cars that give back starts in May.
   <a href="https://grid.example/tariff">Read more</a></li>
 <li><a href="/issues/11">What we wrote last week about it</a></li>
</ul>
<h3><a href="https://news.example/plant">A plant made of parked cars</a></h3>
<p>Nine hundred of them, says its operator.</p>
<p><a href="https://news.example/plant">link</a></p>
<p><a href="https://mail.example/unsubscribe?id=1">Unsubscribe from these letters</a>
   <a href="https://www.linkedin.example/x">Follow us on LinkedIn today</a></p>
<p><a href="javascript:alert(1)">Click here for a prize now</a></p>
</body></html>
"""


def test_digest_is_its_items_with_the_words_around_them() -> None:
    links = split_digest(LETTER.encode(), HOME)
    assert [(link.url, link.title) for link in links] == [
        ("https://post.example/a?utm_source=letter", "Buses power a school in Maine"),
        ("https://grid.example/tariff", "A tariff for cars that give back starts in May"),
        ("https://news.example/plant", "A plant made of parked cars"),
    ]
    assert "after the storm took the lines down" in links[0].summary
    assert "Nine hundred of them" in links[2].summary
    assert all(link.dates == () for link in links)


def test_feed_of_digests_gives_the_items_of_each_letter() -> None:
    item = (
        "<item><title>Issue 12</title><link>{}</link><pubDate>Tue, 03 Feb 2026 08:00:00 GMT"
        "</pubDate><description><![CDATA[{}]]></description></item>"
    )
    body = f"<rss version='2.0'><channel>{item.format(HOME, LETTER)}</channel></rss>".encode()
    links = parse_feed(body, "https://letter.example/feed", digest=True).links
    assert [link.title for link in links][:1] == ["Buses power a school in Maine"]
    assert len(links) == 3
    assert {claim.day for link in links for claim in link.dates} == {date(2026, 2, 3)}


def test_page_of_a_digest_is_read_as_one() -> None:
    source = Source(slug="l", name="L", kind=SourceKind.LISTING, url=HOME, digest=True)
    listed = read_source(Document(url=HOME, body=LETTER.encode()), source, 2)
    assert (len(listed.links), listed.found, listed.problem) == (2, 3, "")
    empty = read_source(Document(url=HOME, body=b"<p>Nothing this week.</p>"), source, 2)
    assert empty.problem == "The page names no pages of others."
