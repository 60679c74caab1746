"""How much editors change, and which words again and again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.find import Author, AuthorKind
from core.house import Change, EditedFind
from core.workflow import FindState
from summarizer.redpen import change_of, find_replacements, tally

DRAFT = (
    "Utrecht utilizes forty groundbreaking chargers, the city said. Drivers are paid for power "
    "that their parked cars return between five and nine in the evening."
)
FIND = EditedFind(
    find_id=1,
    state=FindState.PUBLISHED,
    updated_at=datetime(2026, 2, 3, tzinfo=UTC),
    source="grid-post",
    author=Author(kind=AuthorKind.MODEL, name="m-1", prompt_version="find.v2"),
    drafted=DRAFT,
    printed=DRAFT,
    editor="",
)


def edited(number: int, printed: str, editor: str = "ann") -> EditedFind:
    return replace(FIND, find_id=number, printed=printed, editor=editor)


@pytest.mark.parametrize(
    ("printed", "change"),
    [
        (DRAFT, Change.UNCHANGED),
        (DRAFT.replace(" ", "  "), Change.UNCHANGED),
        (DRAFT.replace("utilizes", "uses"), Change.LIGHT),
        ("Forty two-way chargers now stand in Utrecht's streets.", Change.REWRITTEN),
        ("", Change.REWRITTEN),
    ],
    ids=["same", "white space", "one word", "new text", "nothing"],
)
def test_change_of_a_draft(printed: str, change: Change) -> None:
    assert change_of(DRAFT, printed) is change


def test_tally_counts_by_writer_source_and_editor() -> None:
    finds = [FIND, edited(2, DRAFT.replace("utilizes", "uses")), edited(3, "Anew.", "bo")]
    rows = {(row.by, row.name): row for row in tally(finds)}
    whole = rows["all", ""]
    assert (whole.unchanged, whole.light, whole.rewritten, whole.total) == (1, 1, 1, 3)
    assert rows["writer", "m-1 find.v2"].total == 3
    assert rows["source", "grid-post"].total == 3
    assert (rows["editor", "ann"].light, rows["editor", "bo"].rewritten) == (1, 1)
    assert ("editor", "") not in rows


def test_replacements_that_come_back_are_found_with_their_finds_and_editors() -> None:
    changed = DRAFT.replace("utilizes", "uses").replace("groundbreaking ", "")
    finds = [edited(1, changed), edited(2, changed, "bo"), edited(3, changed), FIND]
    found = {(one.wrong, one.right): one for one in find_replacements(finds)}
    assert set(found) == {("utilizes", "uses"), ("groundbreaking", "")}
    rule = found["utilizes", "uses"]
    assert (rule.find_ids, rule.editors) == ((1, 2, 3), ("ann", "bo"))


def test_replacements_seen_too_seldom_or_about_facts_are_no_rule() -> None:
    changed = DRAFT.replace("Utrecht", "Ghent").replace("five and nine", "5 and 9")
    seldom = DRAFT.replace("utilizes", "uses")
    finds = [edited(number, changed) for number in (1, 2, 3)] + [edited(4, seldom)]
    assert find_replacements(finds) == ()
