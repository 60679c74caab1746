from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from core.coverage import Coverage, CoverageKind, PastFind
from core.edition import Edition, Feature
from core.find import Check, CheckLevel, Find, Sentence, SentenceKind
from core.links import LinkAnswer
from newsletter.links import edition_links
from newsletter.lint import MAIL_LIMIT_BYTES, Finding, Known, lint, weigh
from tests.newsletter.samples import (
    DATED,
    EDITION,
    FEATURES,
    FINDS,
    LEADS,
    NEWSLETTER,
    NOON,
    STYLE,
    edition_of,
    leads_of,
    make_article,
    make_dating,
    make_document,
    make_find,
)

FULL = " ".join(["word"] * 100)


def rules_of(edition: Edition, *finds: Find) -> list[tuple[int | None, str]]:
    findings = lint(edition, finds, leads_of(*finds), NEWSLETTER, STYLE)
    return [(finding.find_id, finding.rule) for finding in findings]


def about(find: Find) -> list[Finding]:
    findings = lint(edition_of(find), [find], leads_of(find), NEWSLETTER, STYLE)
    return [finding for finding in findings if finding.find_id == find.find_id]


def test_lint_good_find_has_nothing_to_say() -> None:
    assert about(make_find(1, text=FULL)) == []


def test_lint_last_years_date_is_outside_and_the_year_is_offered() -> None:
    day = date(2025, 1, 27)
    (finding,) = about(make_find(1, text=FULL, printed_on=day))
    assert (finding.rule, finding.level) == ("window", CheckLevel.FLAG)
    assert "1/27/2025 lies outside this edition (1/20/2026 to 2/3/2026)" in finding.text
    assert "Did you mean 1/27/2026?" in finding.text


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2026, 1, 19), ["window"]),
        (date(2026, 1, 20), []),
        (date(2026, 2, 3), []),
        (date(2026, 2, 4), ["window"]),
        (date(2024, 2, 29), ["window"]),
    ],
    ids=str,
)
def test_lint_date_both_ends_of_the_window_are_inside(day: date, rules: list[str]) -> None:
    assert [f.rule for f in about(make_find(1, text=FULL, printed_on=day))] == rules


def test_lint_printed_date_against_its_evidence_is_flagged() -> None:
    find = make_find(1, text=FULL, printed_on=date(2026, 1, 29))
    find = replace(find, date_verdict=make_dating(date(2026, 1, 28)))
    assert [(f.rule, "1/28/2026" in f.text) for f in about(find)] == [("date", True)]


def test_lint_uncertain_date_is_flagged() -> None:
    find = make_find(1, text=FULL)
    find = replace(find, date_verdict=replace(find.date_verdict, ok=False, code="conflict"))
    assert [f.rule for f in about(find)] == ["date"]


@pytest.mark.parametrize(
    ("count", "rules"), [(89, ["length"]), (90, []), (180, []), (181, ["length"])]
)
def test_lint_word_count_is_held_against_the_house(count: int, rules: list[str]) -> None:
    assert [f.rule for f in about(make_find(1, text=" ".join(["word"] * count)))] == rules


def test_lint_third_paragraph_is_flagged() -> None:
    assert [f.rule for f in about(make_find(1, text=f"{FULL}\n\nTwo.\n\nThree."))] == ["paragraphs"]


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        (Sentence(text="It is so."), ["unproved"]),
        (Sentence(text="It is so.", accepted="Known to us."), []),
        (Sentence(text="It is so.", accepted=" "), ["unproved"]),
        (Sentence(text="It means this.", kind=SentenceKind.ANALYSIS), []),
    ],
    ids=["fact", "accepted", "blank reason", "analysis"],
)
def test_lint_sentence_without_proof_needs_a_reason(sentence: Sentence, rules: list[str]) -> None:
    find = make_find(1, text=FULL)
    find = replace(find, revision=replace(find.revision, sentences=(sentence,)))
    assert [f.rule for f in about(find)] == rules


def test_lint_flag_of_a_check_is_passed_on_until_its_sentence_is_accepted() -> None:
    flag = Check(rule="number", level=CheckLevel.FLAG, reason="48 is in no source.", sentence=0)
    find = make_find(1, text=FULL, checks=(flag,))
    assert [(f.rule, f.text) for f in about(find)] == [("number", "48 is in no source.")]
    accepted = (replace(find.revision.sentences[0], accepted="Asked them."),)
    find = replace(find, revision=replace(find.revision, sentences=accepted))
    assert about(find) == []


def test_lint_two_finds_of_one_story_are_flagged_at_the_second() -> None:
    finds = [make_find(1, text=FULL, story_id=9), make_find(2, text=FULL, story_id=9)]
    assert (2, "story") in rules_of(edition_of(*finds), *finds)
    assert (1, "story") not in rules_of(edition_of(*finds), *finds)


def test_lint_two_finds_with_one_source_are_flagged_at_the_second() -> None:
    finds = [make_find(1, text=FULL), make_find(2, text=FULL)]
    leads = {
        1: make_article(1, url="https://www.a.example/x/"),
        2: make_article(2, url="https://a.example/x?utm_medium=rss"),
    }
    findings = lint(edition_of(*finds), finds, leads, NEWSLETTER, STYLE)
    found = [(f.find_id, f.rule) for f in findings if f.find_id is not None]
    assert found == [(2, "same_source"), (2, "tracking")]


def test_lint_merge_tag_in_a_find_is_flagged() -> None:
    assert [f.rule for f in about(make_find(1, text=f"{FULL} {{{{ email }}}}"))] == ["merge_tag"]


EDITION_FAULTS: dict[str, tuple[Callable[[Edition], Edition], str]] = {
    "no introduction": (lambda e: replace(e, introduction=" "), "introduction"),
    "no feature": (lambda e: replace(e, features=()), "feature"),
    "off the rhythm": (lambda e: replace(e, dated=date(2026, 2, 4)), "calendar"),
    "unknown series": (lambda e: replace(e, features=(_feature(kind="Gossip"),)), "feature"),
    "untitled": (lambda e: replace(e, features=(_feature(title=""),)), "feature"),
    "empty": (lambda e: replace(e, features=(_feature(body="\n"),)), "feature"),
    "script link": (lambda e: replace(e, introduction="[a](javascript:b)"), "link"),
    "script address": (lambda e: replace(e, features=(_feature(url="javascript:b"),)), "link"),
    "tracked": (lambda e: replace(e, introduction="[a](https://b.example/?fbclid=1)"), "tracking"),
    "merge tag": (lambda e: replace(e, introduction="*|FNAME|*"), "merge_tag"),
}


def _feature(**changes: str) -> Feature:
    plain = Feature(kind="V2G Insights", title="Title", dated=DATED, body="Body.")
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("change", "rule"), EDITION_FAULTS.values(), ids=EDITION_FAULTS)
def test_lint_fault_of_the_edition_is_flagged(
    change: Callable[[Edition], Edition], rule: str
) -> None:
    plain = replace(EDITION, features=(_feature(),))
    before = {f.rule for f in lint(plain, FINDS, LEADS, NEWSLETTER, STYLE) if f.find_id is None}
    after = lint(change(plain), FINDS, LEADS, NEWSLETTER, STYLE)
    assert {f.rule for f in after if f.find_id is None} - before == {rule}
    assert {f.level for f in after} == {CheckLevel.FLAG}


def test_lint_section_below_its_target_says_how_many() -> None:
    texts = [f.text for f in lint(EDITION, FINDS, LEADS, NEWSLETTER, STYLE) if f.rule == "section"]
    assert texts == ["V2G Finds—US has 3 of 4 finds.", "V2G Finds—Global has 2 of 4 finds."]


def test_weigh_mail_over_the_limit_is_flagged() -> None:
    document = make_document()
    assert weigh(document) == ()
    long = replace(FEATURES[0], body="Watts and words. " * (MAIL_LIMIT_BYTES // 17 + 1))
    (finding,) = weigh(replace(document, features=(long,)))
    assert (finding.rule, finding.level) == ("size", CheckLevel.FLAG)


def test_lint_mail_over_the_limit_is_flagged_unless_something_blocks() -> None:
    long = replace(FEATURES[0], body="Watts and words. " * (MAIL_LIMIT_BYTES // 17 + 1))
    edition = replace(EDITION, features=(long,))
    found = lint(edition, FINDS, LEADS, NEWSLETTER, STYLE)
    assert [finding.level for finding in found if finding.rule == "size"] == [CheckLevel.FLAG]
    blocked = lint(edition, FINDS, {}, NEWSLETTER, STYLE)
    assert blocked[0].level is CheckLevel.BLOCK
    assert "size" not in {finding.rule for finding in blocked}


def of_the_world(find: Find, known: Known) -> list[Finding]:
    findings = lint(edition_of(find), [find], leads_of(find), NEWSLETTER, STYLE, known)
    return [f for f in findings if f.rule in ("dead_link", "unasked", "covered")]


def all_answer(find: Find) -> dict[str, LinkAnswer]:
    links = edition_links(edition_of(find), leads_of(find))
    return {url: LinkAnswer(url=url, asked_at=NOON, ok=True, status=200) for url, _ in links}


def test_lint_links_never_asked_are_counted() -> None:
    find = make_find(1, text=FULL)
    known = all_answer(find)
    (finding,) = of_the_world(find, Known(answers={}, coverage={}))
    assert (finding.rule, finding.part) == ("unasked", "links")
    assert finding.text.startswith(f"{len(known)} of {len(known)} links")
    assert of_the_world(find, Known(answers=known, coverage={})) == []


def test_lint_dead_source_link_is_flagged_at_its_find() -> None:
    find = make_find(1, text=FULL)
    answers = all_answer(find)
    url = next(key for key in answers if key in leads_of(find)[1].url)
    answers[url] = replace(answers[url], ok=False, status=404, reason="It answered 404.")
    (finding,) = of_the_world(find, Known(answers=answers, coverage={}))
    assert (finding.rule, finding.find_id) == ("dead_link", 1)
    assert "It answered 404." in finding.text


RAN = PastFind(volume=1, issue=6, text="It ran.", archive_id=1)


@pytest.mark.parametrize(
    ("kind", "text", "rules"),
    [
        (CoverageKind.SAME_EVENT, FULL, ["covered"]),
        (CoverageKind.SAME_PROGRAMME, FULL, ["covered"]),
        (CoverageKind.SAME_SUBJECT, FULL, []),
        (CoverageKind.SAME_EVENT, f"{FULL} V2G News covered it in Volume 1 | Issue 6.", []),
    ],
    ids=["event", "programme", "subject", "named"],
)
def test_lint_covered_before_wants_the_edition_named(
    kind: CoverageKind, text: str, rules: list[str]
) -> None:
    find = make_find(1, text=text)
    coverage = {1: (Coverage(kind=kind, ran=RAN, new="", reasons=()),)}
    found = of_the_world(find, Known(answers=all_answer(find), coverage=coverage))
    assert [f.rule for f in found] == rules


def test_lint_spelling_of_the_editors_pieces_is_held_against_the_beat() -> None:
    style = replace(STYLE, acronyms=(("v2g", "V2G"),))
    features = (replace(FEATURES[0], body="All v2g, as https://v2g.test/ has it."),)
    edition = replace(edition_of(), introduction="A v2gether of V2G.", features=features)
    found = [f for f in lint(edition, [], {}, NEWSLETTER, style) if f.rule == "spelling"]
    assert [(f.part, f.text) for f in found] == [
        ("feature-1", "“v2g” is spelled “V2G” here."),
    ]


def test_lint_findings_name_their_place() -> None:
    sentence = Sentence(text="Nothing proves this.", kind=SentenceKind.FACT)
    find = make_find(1, text=FULL, printed_on=date(2025, 1, 27))
    find = replace(find, revision=replace(find.revision, sentences=(sentence,)))
    edition = replace(edition_of(find), introduction="", features=())
    places = {
        f.rule: (f.find_id, f.sentence, f.part)
        for f in lint(edition, [find], leads_of(find), NEWSLETTER, STYLE)
    }
    assert places["unproved"] == (1, 0, "")
    assert places["window"] == (1, None, "date")
    assert places["introduction"] == (None, None, "introduction")
    assert places["section"] == (None, None, "section-Global")
