"""What counts as a correction of an article, and how it is told."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.article import Article, ArticleFlag
from core.dating import DateEvidence, DateOrigin
from core.version import ArticleChange, ParagraphKind, paragraph_changes, what_changed

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
FIRST = "The utility starts with 40 school buses that feed the grid on summer evenings."
SECOND = "Drivers are paid $5 for each kilowatt-hour that leaves their battery."
TEXT = f"{FIRST}\n\n{SECOND}"


def article(text: str = TEXT, **given: object) -> Article:
    values = {
        "article_id": "a",
        "url": "https://grid-post.test/a",
        "source": "grid-post",
        "outlet": "Grid Post",
        "title": "School buses feed the grid",
        "authors": ("Ann Vries",),
        "dates": (DateEvidence(day=date(2026, 2, 1), origin=DateOrigin.JSON_LD),),
        "first_seen_at": NOW,
        "fetched_at": NOW,
    }
    return Article(text=text, **(values | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"  {FIRST.replace(' ', '  ')}\n\n\n{SECOND}\n", id="white space"),
        pytest.param(f"{FIRST}\n\n{SECOND[:-1]} .", id="punctuation"),
        pytest.param(f"{SECOND}\n\n{FIRST}", id="order"),
        pytest.param(f"Updated February 3, 2026 at 10:15\n\n{TEXT}", id="time of update"),
        pytest.param(f"{FIRST}\n\n12 comments\n\n{SECOND}", id="comments"),
        pytest.param(f"{FIRST}\n\nPublished 3 hours ago\n\n{SECOND}", id="time ago"),
        pytest.param(f"{TEXT}\n\nA ferry in Oslo feeds the harbour at night", id="teasers below"),
        pytest.param(TEXT.upper(), id="case"),
    ],
)
def test_change_noise_is_none(text: str) -> None:
    assert not what_changed(article(), article(text)).any


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TEXT.replace("40", "400"), "1 paragraph changed."),
        (TEXT.replace("$5", "€5"), "1 paragraph changed."),
        (FIRST, "1 paragraph removed."),
        (f"{TEXT}\n\nCorrection: an earlier version misnamed the utility.", "1 paragraph added."),
        ("The publisher has withdrawn this article.", "1 paragraph added, 2 removed."),
    ],
)
def test_change_of_text_is_told(text: str, told: str) -> None:
    assert what_changed(article(), article(text)).sentence() == told


def test_change_of_title_date_and_authors_is_told_with_both_sides() -> None:
    later = (DateEvidence(day=date(2026, 2, 2), origin=DateOrigin.META),)
    new = article(title="Forty buses feed the grid", dates=later, authors=("Bo Li",))
    change = what_changed(article(), new)
    assert change == ArticleChange(
        titles=("School buses feed the grid", "Forty buses feed the grid"),
        days=(date(2026, 2, 1), date(2026, 2, 2)),
        authors=(("Ann Vries",), ("Bo Li",)),
    )
    told = "The title changed; the date moved from 2/1/2026 to 2/2/2026; the authors changed."
    assert change.sentence() == told


def test_change_of_what_only_the_feed_says_is_none() -> None:
    feed = (DateEvidence(day=date(2026, 2, 3), origin=DateOrigin.FEED),)
    assert not what_changed(article(dates=()), article(dates=feed, authors=())).any


def test_change_page_behind_a_wall_since_is_none() -> None:
    assert not what_changed(article(), article(FIRST, flags=(ArticleFlag.PAYWALL,))).any


def test_paragraphs_changed_and_added_stand_in_reading_order() -> None:
    new = f"{FIRST.replace('40', '400')}\n\nThe city pays half of the chargers.\n\n{SECOND}"
    kinds = [one.kind for one in paragraph_changes(TEXT, new)]
    assert kinds == [ParagraphKind.CHANGED, ParagraphKind.ADDED, ParagraphKind.SAME]


_LINES = st.lists(st.sampled_from(["One bus feeds it.", "Two buses rest here.", FIRST, SECOND]))


@given(_LINES, _LINES)
def test_paragraphs_whatever_the_texts_hold_are_all_told(old: list[str], new: list[str]) -> None:
    found = paragraph_changes("\n\n".join(old), "\n\n".join(new))
    assert sorted(one.after for one in found if one.after) == sorted(new)


def test_paragraphs_hostile_texts_end_in_time() -> None:
    began = time.process_time()
    paragraph_changes("a b c d e f.\n\n" * 5_000, "a b c d e g.\n\n" * 5_000)
    paragraph_changes("x " * 100_000 + ".", "y " * 100_000 + ".")
    assert time.process_time() - began < 10
