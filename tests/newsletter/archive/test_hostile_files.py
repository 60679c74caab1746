"""Whatever a file holds, it is read or reported: nothing is fetched, expanded or waited for."""

import json
import time

import pytest

from newsletter.archive.reading import MOST_BYTES, read_file
from tests.newsletter.archive.shapes import html_edition, text_edition, wordpress_export
from tests.newsletter.samples import NEWSLETTER

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;">]><rss><channel><item><title>&c;</title></item></channel></rss>'
)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "No edition"),
        ("a.txt", b"\x00\x01\x02 not text", "no text file"),
        ("a.html", b"", "no text that could be read"),
        ("a.md", b"  \n ", "No edition"),
        ("a.json", b"{", "breaks off"),
        ("a.json", b"[1]", "no edition that this program wrote"),
        ("a.json", b'{"schema": "finds-desk/edition", "volume": 2}', "missing or wrong"),
        ("a.json", b"[" * 100_000, "breaks off"),
        ("a.xml", b"<rss><channel>", "breaks off"),
        ("a.xml", b"<opml/>", "no export file of WordPress"),
        ("a.xml", LAUGHS, "document type"),
        ("a.csv", b"id,name\n1,x\n", "No column"),
        ("a.csv", b"", "No column"),
        ("a.pdf", b"%PDF", "files of this kind"),
        ("a", b"x", "files of this kind"),
    ],
)
def test_read_file_broken_says_what_is_wrong(name: str, data: bytes, said: str) -> None:
    found = read_file(name, data, NEWSLETTER)
    assert found.editions == ()
    assert said in found.problem


def test_read_file_too_large_is_refused() -> None:
    assert "larger than" in read_file("a.txt", b"x" * (MOST_BYTES + 1), NEWSLETTER).problem


def test_wordpress_entity_from_a_file_is_not_loaded() -> None:
    data = wordpress_export(("Volume 2 | Issue 4", "x", "publish")).replace(
        b"<rss", b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss', 1
    )
    assert "document type" in read_file("a.xml", data, NEWSLETTER).problem


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "cp1252"], ids=["bom", "utf-16", "windows"]
)
def test_read_file_other_encoding_keeps_its_signs(encoding: str) -> None:
    data = text_edition().encode(encoding)
    (found,) = read_file("a.txt", data, NEWSLETTER).editions
    assert "Kyushu’s" in found.edition.finds[3].text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Volume 2 | Issue 4\n\n" + "a!" * 50_000),
        ("a.txt", "1/1/" * 30_000),
        ("a.txt", "Read the " + "full " * 20_000),
        ("a.txt", ("V2G Finds—US\n\n" + "x: " * 40 + "https://a.example/\n\n") * 500),
        ("a.html", "<div>" * 20_000 + "Volume 2 | Issue 4"),
        ("a.html", "<" * 200_000),
        ("a.md", "[" * 30_000),
    ],
    ids=["signs", "slashes", "words", "colons", "deep", "angles", "brackets"],
)
def test_read_file_hostile_text_takes_little_time(name: str, content: str) -> None:
    start = time.process_time()
    read_file(name, content.encode(), NEWSLETTER)
    assert time.process_time() - start < 5


def test_html_text_that_looks_like_markup_stays_text() -> None:
    page = html_edition().replace("Cedar Falls", "&lt;img src=x onerror=alert(1)&gt; Cedar Falls")
    (found,) = read_file("a.html", page.encode(), NEWSLETTER).editions
    assert found.edition.finds[0].text.startswith("<img src=x onerror=alert(1)> Cedar Falls")


def test_own_document_forged_address_is_dropped() -> None:
    data = {
        "schema": "finds-desk/edition",
        "volume": 1,
        "issue": 2,
        "dated": "2026-01-06",
        "introduction": "x",
        "features": [],
        "sections": [
            {
                "region": "US",
                "finds": [
                    {
                        "paragraphs": ["Text."],
                        "dated": "2026-01-05",
                        "source": {"name": "A", "url": "javascript:alert(1)"},
                    }
                ],
            }
        ],
    }
    (found,) = read_file("a.json", json.dumps(data).encode(), NEWSLETTER).editions
    assert found.edition.finds[0].source_url == ""
