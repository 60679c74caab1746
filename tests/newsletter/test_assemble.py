from dataclasses import replace

import pytest

from core.edition import ExportFormat
from core.errors import Refused
from core.find import AuthorKind, Check, CheckLevel, Find
from core.place import Region
from core.workflow import FindState
from newsletter.assemble import assemble
from newsletter.exporters import EXPORTERS
from newsletter.gate import obstacles
from newsletter.lint import lint
from newsletter.source_link import link_source
from tests.newsletter.samples import (
    EDITION,
    FINDS,
    LEADS,
    NEWSLETTER,
    STYLE,
    edition_of,
    leads_of,
    make_article,
    make_find,
)

BLOCKED = Check(rule="quote", level=CheckLevel.BLOCK, reason="The quote is in no source.")
REFUSED = {
    "drafted": make_find(41, state=FindState.DRAFTED),
    "held": make_find(42, state=FindState.HELD),
    "rejected": make_find(43, state=FindState.REJECTED),
    "verbatim": make_find(44, verbatim=True),
    "extract": make_find(45, author=AuthorKind.EXTRACT),
    "blocked": make_find(46, checks=(BLOCKED,)),
    "no region": make_find(47, region=Region.UNCLEAR),
    "empty": make_find(48, text=" \n"),
    "in another edition": replace(make_find(49), edition_id=99),
}


@pytest.mark.parametrize("find", REFUSED.values(), ids=REFUSED)
def test_assemble_find_that_may_not_leave_is_refused_by_number(find: Find) -> None:
    fine = make_find(1)
    with pytest.raises(Refused) as refused:
        assemble(edition_of(fine, find), [fine, find], leads_of(fine, find), NEWSLETTER)
    assert f"Find {find.find_id}" in str(refused.value)
    assert "Find 1 " not in str(refused.value)


def test_assemble_several_bad_finds_names_every_one() -> None:
    finds = list(REFUSED.values())
    with pytest.raises(Refused) as refused:
        assemble(edition_of(*finds), finds, leads_of(*finds), NEWSLETTER)
    assert all(f"Find {find.find_id}" in str(refused.value) for find in finds)
    assert len(refused.value.reasons) == len(finds)


def test_assemble_find_that_is_gone_is_refused() -> None:
    find = make_find(51)
    with pytest.raises(Refused, match="Find 51"):
        assemble(edition_of(find), [], leads_of(find), NEWSLETTER)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/x", "https://u:p@a.example/", "x"],
)
def test_assemble_source_without_a_printable_address_is_refused(url: str) -> None:
    find = make_find(52)
    with pytest.raises(Refused, match="Find 52 has no source link"):
        assemble(edition_of(find), [find], {52: make_article(52, url=url)}, NEWSLETTER)


def test_assemble_lead_article_missing_is_refused() -> None:
    find = make_find(53)
    with pytest.raises(Refused, match="Find 53 has no source link"):
        assemble(edition_of(find), [find], {}, NEWSLETTER)


@pytest.mark.parametrize("find", REFUSED.values(), ids=REFUSED)
def test_lint_find_that_may_not_leave_blocks_as_assemble_refuses(find: Find) -> None:
    edition, leads = edition_of(find), leads_of(find)
    blocking = [
        finding
        for finding in lint(edition, [find], leads, NEWSLETTER, STYLE)
        if finding.level is CheckLevel.BLOCK
    ]
    assert blocking == list(obstacles(edition, [find], leads))
    assert {finding.find_id for finding in blocking} == {find.find_id}


def test_assemble_flagged_find_may_leave() -> None:
    flag = Check(rule="number", level=CheckLevel.FLAG, reason="48 is in no source.")
    find = make_find(54, checks=(flag,))
    document = assemble(edition_of(find), [find], leads_of(find), NEWSLETTER)
    assert [printed.find_id for printed in document.finds] == [54]


def test_assemble_published_find_of_the_same_edition_can_be_exported_again() -> None:
    find = replace(make_find(55, state=FindState.PUBLISHED), edition_id=EDITION.edition_id)
    assert assemble(edition_of(find), [find], leads_of(find), NEWSLETTER).finds


def test_assemble_mixed_order_prints_by_section_and_keeps_the_editors_order() -> None:
    order = (4, 2, 5, 1, 3)
    document = assemble(replace(EDITION, find_ids=order), FINDS, LEADS, NEWSLETTER)
    assert [find.find_id for find in document.finds] == [2, 1, 3, 4, 5]
    assert [section.title for section in document.sections] == ["V2G Finds—US", "V2G Finds—Global"]


def test_assemble_region_without_a_section_is_printed_at_the_end() -> None:
    only_us = replace(NEWSLETTER, sections=NEWSLETTER.sections[:1])
    document = assemble(EDITION, FINDS, LEADS, only_us)
    assert [section.title for section in document.sections] == ["V2G Finds—US", "Global"]
    assert len(document.finds) == len(FINDS)


def test_assemble_text_with_invisible_characters_prints_without_them() -> None:
    find = make_find(56, text="One\u202e line\r\nand on.\r\n\r\nAn\u200bother.\x00")
    document = assemble(edition_of(find), [find], leads_of(find), NEWSLETTER)
    assert document.finds[0].paragraphs == ("One line and on.", "Another.")


def test_assemble_source_address_loses_its_tracking() -> None:
    find = make_find(57)
    leads = {57: make_article(57, url="https://a.example/x?utm_source=rss&id=3")}
    document = assemble(edition_of(find), [find], leads, NEWSLETTER)
    assert document.finds[0].source_url == "https://a.example/x?id=3"


def test_assemble_past_edition_named_in_a_find_is_a_link_in_the_files() -> None:
    text = "V2G News covered the start in Volume 1 | Issue 6. Volume 1 | Issue 7 had no address."
    find = make_find(1, text=text)
    addresses = {(1, 6): "https://v2gnews.example/1-6?utm_source=x"}
    document = assemble(edition_of(find), (find,), leads_of(find), NEWSLETTER, addresses)
    (printed,) = document.finds
    assert [(link.text, link.url) for link in printed.references] == [
        ("Volume 1 | Issue 6", "https://v2gnews.example/1-6")
    ]
    (pieces,) = link_source(printed)
    assert [piece.text for piece in pieces if piece.url] == [
        "Volume 1 | Issue 6",
        "Alder Public Utility Commission",
    ]
    html = EXPORTERS[ExportFormat.PASTE].render(document).decode()
    assert '<a href="https://v2gnews.example/1-6">Volume 1 | Issue 6</a>' in html
    markdown = EXPORTERS[ExportFormat.MARKDOWN].render(document).decode()
    assert "](https://v2gnews.example/1-6)" in markdown
