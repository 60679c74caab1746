"""What the GDELT DOC API answers."""

import json
from datetime import date

import pytest

from core.source import Source, SourceKind
from crawler.document import Document
from crawler.parse.gdelt import read_gdelt
from crawler.reading import read_source

URL = "https://api.gdeltproject.org/api/v2/doc/doc?query=v2g&mode=artlist&format=json"
ANSWER = {
    "articles": [
        {
            "url": "https://post.example/a",
            "title": "Autos speisen zur&uuml;ck",
            "seendate": "20260203T101500Z",
            "domain": "post.example",
            "language": "German",
        },
        {"url": "javascript:alert(1)", "title": "B", "seendate": "soon"},
        "not an article",
    ]
}


def test_gdelt_articles_are_links() -> None:
    links, problem = read_gdelt(json.dumps(ANSWER).encode(), URL, 10)
    assert problem == ""
    assert (links[0].url, links[0].language) == ("https://post.example/a", "de")
    assert links[0].title == "Autos speisen zurück"
    assert [claim.day for claim in links[0].dates] == [date(2026, 2, 3)]
    assert (len(links), links[1].dates) == (2, ())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{}", ""),
        (b"Your query was too short or too long.", "too short or too long"),
        (b'{"articles": 3}', "no list"),
        (b"[1]", "no list"),
        (b"[" * 100_000, "did not answer"),
    ],
    ids=["nothing found", "fault as text", "wrong type", "other JSON", "deep"],
)
def test_gdelt_answer_without_articles_says_why(body: bytes, said: str) -> None:
    links, problem = read_gdelt(body, URL, 10)
    assert links == ()
    assert said in problem


def test_search_at_gdelt_is_read_as_its_json() -> None:
    source = Source(slug="g", name="G", kind=SourceKind.SEARCH, url=URL)
    listed = read_source(Document(url=URL, body=json.dumps(ANSWER).encode()), source, 1)
    assert [link.url for link in listed.links] == ["https://post.example/a"]
