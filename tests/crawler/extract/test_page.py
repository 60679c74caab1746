"""What is read from a page: title, authors, dates, outlet, address, flags; and hostile pages."""

import json
import time
from datetime import date
from typing import Any

import pytest

from core.article import ArticleFlag
from core.dating import DateEvidence, DateOrigin, DateRole
from crawler.extract.page import ExtractedPage, extract_page
from tests.crawler.extract.pages import BODY, PARAGRAPHS, TITLE, URL, article_ld, page


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def published(found: ExtractedPage) -> list[DateEvidence]:
    return [claim for claim in found.dates if claim.role is DateRole.PUBLISHED]


def test_extract_page_whole_page_gives_all_fields() -> None:
    found = extract_page(page(ld=article_ld(), head=meta("og:site_name", "Grid Daily")), URL)
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert (found.title, found.authors) == (TITLE, ("Ann Lee",))
    assert (found.language, found.outlet) == ("en", "Grid Daily")
    assert [(claim.day, claim.origin, claim.quote) for claim in published(found)] == [
        (date(2026, 2, 3), DateOrigin.JSON_LD, "2026-02-03T10:00:00-05:00")
    ]
    assert (found.flags, found.credit) == ((), "")
    assert (found.problem_code, found.problem) == ("", "")


@pytest.mark.parametrize(
    ("head", "title", "h1"),
    [
        (meta("og:title", f"{TITLE} | Grid Daily"), "x", "y"),
        ("", f"{TITLE} - Grid Daily", TITLE),
        ("", f"{TITLE} | GridDaily.example", ""),
        (meta("og:title", "Grid Daily"), "Grid Daily", TITLE),
        (meta("og:title", f"{TITLE} – 03.02.2026"), "x", "y"),
    ],
    ids=["open graph", "h1 and title", "title alone", "only the site's name", "a day behind it"],
)
def test_extract_page_title_comes_without_the_site(head: str, title: str, h1: str) -> None:
    site = meta("og:site_name", "Grid Daily")
    assert extract_page(page(head=head + site, title=title, h1=h1), URL).title == TITLE


def test_extract_page_title_cut_at_a_quote_is_not_taken() -> None:
    whole = "Buses &quot;feed&quot; the grid"
    head = '<meta property="og:title" content="Buses "feed" the grid">'
    assert (
        extract_page(page(head=head, title=whole, h1=whole), URL).title == 'Buses "feed" the grid'
    )


AUTHORS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "list": ({"author": [{"name": "Ann Lee"}, {"name": "Bo Chen"}]}, ("Ann Lee", "Bo Chen")),
    "text": ({"author": "Ann Lee and Bo Chen"}, ("Ann Lee", "Bo Chen")),
    "in parts": ({"author": {"givenName": "Ann", "familyName": "Lee"}}, ("Ann Lee",)),
    "address": ({"author": "https://x.example/ann"}, ()),
    "outlet beside a person": (
        {"author": [{"@type": "Organization", "name": "Grid Daily"}, {"name": "Ann Lee"}]},
        ("Ann Lee",),
    ),
    "outlet alone": ({"author": {"@type": "Organization", "name": "Grid Daily"}}, ("Grid Daily",)),
    "wrong type": ({"author": 5}, ()),
}


@pytest.mark.parametrize("case", AUTHORS)
def test_extract_page_authors_from_markup(case: str) -> None:
    fields, names = AUTHORS[case]
    assert extract_page(page(ld=article_ld(**fields)), URL).authors == names


@pytest.mark.parametrize(
    "part",
    [
        '<p class="byline">By Ann Lee</p>',
        '<p>By <a rel="author" href="/ann">Ann Lee</a></p>',
        '<div class="article__author">Ann Lee 3 February 2026</div>',
        '<span itemprop="author">Ann Lee</span>',
    ],
)
def test_extract_page_authors_from_the_byline(part: str) -> None:
    assert extract_page(page(body=part + BODY), URL).authors == ("Ann Lee",)


def test_extract_page_reference_in_the_graph_is_followed() -> None:
    graph = {
        "@graph": [
            {"@type": "Article", "author": {"@id": "#ann"}, "datePublished": "2026-02-03"},
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
        ]
    }
    found = extract_page(page(ld=graph), URL)
    assert found.authors == ("Ann Lee",)
    assert found.dates[0].day == date(2026, 2, 3)


def test_extract_page_of_two_articles_the_one_of_this_page_counts() -> None:
    other = article_ld(headline="Another story", datePublished="2020-01-01", url="/other")
    assert extract_page(page(ld=[other, article_ld()]), URL).dates[0].day == date(2026, 2, 3)


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","datePublished":"2026-02-03",}',
        '<!-- {"@type":"NewsArticle","datePublished":"2026-02-03"} -->',
        '{"@type":"NewsArticle","headline":"two\nlines","datePublished":"2026-02-03"}',
        '{"@type":"NewsArticle","datePublished":"2026-02-03"};',
        '{"@type":"NewsArticle","headline":"a\\x","datePublished":"2026-02-03"}',
    ],
)
def test_extract_page_careless_json_ld_is_read(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert extract_page(page(head=head), URL).dates[0].origin is DateOrigin.JSON_LD


@pytest.mark.parametrize("script", ["", "{", "[" * 100_000, "null", "5", '{"a":' * 100_000])
def test_extract_page_broken_json_ld_leaves_the_rest(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    found = extract_page(page(head=head), URL)
    assert (found.title, found.problem_code) == (TITLE, "")


def test_extract_page_date_of_change_is_no_claim() -> None:
    head = meta("article:modified_time", "2026-02-09") + meta("og:updated_time", "2026-02-09")
    part = '<p>Updated <time class="updated" datetime="2026-02-09">9 February</time></p>'
    ld = {"@type": "NewsArticle", "headline": TITLE, "dateModified": "2026-02-09"}
    found = extract_page(page(head=head, body=part + BODY, ld=ld), URL, latest=date(2026, 2, 10))
    kinds = {DateOrigin.JSON_LD, DateOrigin.META, DateOrigin.TIME_ELEMENT}
    assert not kinds & {claim.origin for claim in published(found)}
    [change] = [claim for claim in found.dates if claim.role is DateRole.MODIFIED]
    assert (change.day, change.origin) == (date(2026, 2, 9), DateOrigin.JSON_LD)


def test_extract_page_each_place_makes_its_own_claim() -> None:
    head = meta("article:published_time", "2026-02-03T15:00:00Z")
    part = '<time datetime="2026-02-03">3 February 2026</time>'
    url = "https://www.griddaily.example/2026/02/03/buses"
    found = extract_page(page(head=head, body=part + BODY, ld=article_ld()), url)
    assert [claim.origin for claim in published(found)] == [
        DateOrigin.JSON_LD,
        DateOrigin.META,
        DateOrigin.TIME_ELEMENT,
        DateOrigin.URL,
    ]
    assert {claim.day for claim in published(found)} == {date(2026, 2, 3)}


def test_extract_page_date_in_words_is_found_last() -> None:
    part = "<p>Published on February 3, 2026</p>"
    claim = extract_page(page(body=part + BODY), URL, latest=date(2026, 2, 10)).dates[0]
    assert (claim.day, claim.origin) == (date(2026, 2, 3), DateOrigin.TEXT)
    assert "February 3, 2026" in claim.quote


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/buses", "https://www.griddaily.example/buses"),
        ("https://griddaily.example/buses", "https://griddaily.example/buses"),
        ("https://other.example/buses", ""),
        ("javascript:alert(1)", ""),
        ("https://www.griddaily.example:22/buses", ""),
        ("https://www.griddaily.example/", ""),
    ],
)
def test_extract_page_canonical_stays_on_its_site(href: str, canonical: str) -> None:
    head = f'<link rel="canonical" href="{href}">'
    assert extract_page(page(head=head), URL).canonical_url == canonical


@pytest.mark.parametrize(
    ("url", "canonical", "credit"),
    [
        ("https://www.valley.co.uk/a", "https://news.valley.co.uk/b", ""),
        ("https://www.valley.co.uk/a", "https://www.other.co.uk/b", "other.co.uk"),
        ("https://one.blogspot.com/a", "https://two.blogspot.com/b", "two.blogspot.com"),
        ("https://one.substack.com/p/a", "https://two.substack.com/p/b", "two.substack.com"),
    ],
)
def test_extract_page_canonical_of_another_site_is_a_credit(
    url: str, canonical: str, credit: str
) -> None:
    linked = extract_page(page(head=f'<link rel="canonical" href="{canonical}">'), url)
    shared = extract_page(page(head=f'<meta property="og:url" content="{canonical}">'), url)
    own = "" if credit else canonical
    assert (linked.canonical_url, shared.canonical_url) == (own, own)
    assert (linked.credit, shared.credit) == (credit, "")


@pytest.mark.parametrize(
    ("said", "head", "section"),
    [
        ("Energy", "", "Energy"),
        (["Energy &amp; Climate", "Buses"], '<meta property="article:section" content="News">',
         "Energy & Climate"),
        ("", '<meta property="article:section" content="Energy">', "Energy"),
        ("", '<meta itemprop="articleSection" content="Energy">', "Energy"),
        ("Uncategorized", '<meta name="parsely-section" content="Energy">', "Energy"),
        ("GRID DAILY", "", ""),
        ("https://www.griddaily.example/energy", "", ""),
        ("12", "", ""),
        ("E" * 61, "", ""),
        ({"@type": "Thing", "name": "Energy"}, "", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_extract_page_section_is_the_part_of_the_site_that_it_names(
    said: object, head: str, section: str
) -> None:
    assert extract_page(page(head=head, ld=article_ld(articleSection=said)), URL).section == section


@pytest.mark.parametrize(
    ("part", "head", "credit"),
    [
        ("<p>This article was originally published by Valley Post and is reused here.</p>", "",
         "Valley Post"),
        ("<p>This story first appeared in Valley Post.</p>", "", "Valley Post"),
        ("<p>Republished from Valley Post under a licence.</p>", "", "Valley Post"),
        ("", '<link rel="canonical" href="https://valleypost.example/buses">',
         "valleypost.example"),
        ("<p>This article was originally published on February 3, 2026.</p>", "", ""),
    ],
)  # fmt: skip
def test_extract_page_copy_names_its_origin(part: str, head: str, credit: str) -> None:
    found = extract_page(page(head=head, body=BODY + part), URL)
    assert found.credit == credit
    assert (ArticleFlag.SYNDICATED in found.flags) is bool(credit)


@pytest.mark.parametrize(
    ("ld", "part"),
    [
        (article_ld(isAccessibleForFree=False), ""),
        (article_ld(isAccessibleForFree="False"), ""),
        (article_ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False}), ""),
        (None, "<p>Subscribe to continue reading this and all our other stories today.</p>"),
    ],
)
def test_extract_page_paywall_is_flagged(ld: Any, part: str) -> None:
    assert ArticleFlag.PAYWALL in extract_page(page(ld=ld, body=BODY + part), URL).flags


def test_extract_page_free_page_has_no_flags() -> None:
    assert extract_page(page(ld=article_ld(isAccessibleForFree=True)), URL).flags == ()


def test_extract_page_standfirst_on_the_page_comes_first() -> None:
    lead = "Twenty school buses will sell their power to the utility this summer, a first here."
    found = extract_page(
        page(head=meta("og:description", lead), body=f"<h2>{lead}</h2>{BODY}"), URL
    )
    assert found.text.split("\n\n")[:2] == [lead, PARAGRAPHS[0]]


def test_extract_page_article_body_in_markup_fills_a_short_page() -> None:
    ld = article_ld(articleBody="\n".join(PARAGRAPHS * 2))
    found = extract_page(page(body=f"<p>{PARAGRAPHS[0]}</p>", ld=ld), URL)
    assert found.text.startswith(PARAGRAPHS[0])
    assert PARAGRAPHS[3] in found.text


def test_extract_page_credits_pointers_and_repeats_are_cut() -> None:
    extra = "<p>Photo: Ann Lee</p><p>Read more:</p>"
    found = extract_page(page(body=BODY + extra + f"<p>{PARAGRAPHS[1]}</p>"), URL)
    assert found.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee",
        "By Ann Lee, Klara de Vries and Oluwaseun Adeyemi | November 16, 2026",
        "Von Jörg Wiesenthal",
        "Door Pieter-Jan van den Berg",
    ],
)
def test_extract_page_byline_at_the_head_is_no_text(line: str) -> None:
    assert extract_page(page(body=f"<p>{line}</p>{BODY}"), URL).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "line", ["By the time the vote came, Ann Lee had left.", "Von wegen", "By Monday it rains"]
)
def test_extract_page_sentence_that_begins_like_a_byline_stays(line: str) -> None:
    assert extract_page(page(body=f"<p>{line}</p>{BODY}"), URL).text.startswith(line)


def test_extract_page_section_above_the_repeated_title_is_no_text() -> None:
    head = f"<p>Electric vehicles</p><h2>{TITLE}</h2>"
    assert extract_page(page(body=head + BODY), URL).text == "\n\n".join(PARAGRAPHS)


def test_extract_page_closing_words_of_the_site_are_cut() -> None:
    foot = "<p>Comments are closed on this story. Share this story: Facebook, E-mail</p>"
    assert extract_page(page(body=BODY + foot), URL).text == "\n\n".join(PARAGRAPHS)


def test_extract_page_language_is_guessed_when_not_said() -> None:
    german = "<p>Die Stadtwerke laden zwanzig Schulbusse und speisen abends Strom ein.</p>" * 3
    assert extract_page(page(lang="", body=german), URL).language == "de"


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"", "", "not_html"),
        (b"plain words", "", "not_html"),
        (b"%PDF-1.7 ...", "", "not_html"),
        (b"<html></html>", "application/pdf", "not_html"),
        (b"<html><body></body></html>", "", "empty"),
        (b"\x00" * 100, "", "not_html"),
        (b"<", "", "empty"),
        (b"<!-- only -->", "", "not_html"),
    ],
)
def test_extract_page_what_is_no_article_says_so(body: bytes, content_type: str, code: str) -> None:
    found = extract_page(body, URL, content_type=content_type)
    assert (found.problem_code, found.text) == (code, "")
    assert found.problem.endswith(".")


HOSTILE = {
    "deep nesting": b"<html><body>" + BODY.encode() + b"<div>" * 100_000,
    "deep inline nesting": b"<html><body>" + BODY.encode() + b"<b>" * 100_000,
    "many attributes": b"<html><body><p "
    + b" ".join(b'a%d="x"' % n for n in range(100_000))
    + b">x</p>"
    + BODY.encode(),
    "nul and bidi": page(body=BODY.replace("A school", "A\x00 sch\u202eool\u200b")),
    "lone surrogate": page(body=BODY).replace(b"A school", b"A\xed\xa0\x80 school"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_extract_page_hostile_page_is_survived(case: str) -> None:
    begun = time.process_time()
    found = extract_page(HOSTILE[case], URL)
    assert time.process_time() - begun < 20
    assert "district" in found.text
    assert not set("\x00\u202e\u200b") & set(found.text)


def test_extract_page_script_address_and_markup_never_reach_the_text() -> None:
    evil = "<p>See <a href='javascript:alert(1)'>the plan</a> <img src=x onerror=alert(1)></p>"
    found = extract_page(page(body=BODY + evil), URL)
    assert "javascript" not in json.dumps(found.text)
    assert "<" not in found.text


def test_extract_page_wrong_charset_is_read_right() -> None:
    body = page(body=BODY.replace("A school", "Über a school"))
    found = extract_page(body, URL, content_type="text/html; charset=iso-8859-1")
    assert found.text.startswith("Über a school")
