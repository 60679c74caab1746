"""Copies by fingerprint, headline and running text."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.copies import CopyText, copy_text, find_copies, is_copy, same_words
from stories.fingerprint import distance, fingerprint, near_duplicate

BODY = (
    "The utility will pay owners of electric cars who lend their batteries on hot afternoons. "
    "About 400 households have signed up so far, and the first calls are expected in June. "
    "A charger that works both ways costs each of them 900 dollars after a rebate of the state. "
    "The programme ends in 2028, when the commission will decide whether it becomes a tariff."
)
OTHER = (
    "A bakery in the old town has replaced its delivery vans by cargo bikes after the council "
    "closed two streets to motor traffic. The owner says that customers have grown used to it."
)


def text(key: str, title: str, body: str, outlet: str = "") -> CopyText:
    mark = fingerprint(f"{title}\n\n{body}")
    return copy_text(key, title, body, fingerprint=mark, outlet=outlet or key)


WHOLE = f"{BODY} {OTHER} The first meeting about all this is open to the public."
CASES = [
    ("verbatim", "Utility pays car owners", BODY, "Utility pays car owners", BODY, True),
    ("new headline over a whole text", "Utility pays", WHOLE, "Batteries for hire", WHOLE, True),
    ("new headline over a teaser", "Utility pays", BODY, "Utility has paid", BODY, False),
    ("closing lines alone", "Utility pays", BODY[:170], "Batteries for hire", BODY[:170], False),
    (
        "same headline, other teaser",
        "Utility pays car owners for hot afternoons",
        BODY,
        "Utility Pays Car Owners For Hot Afternoons",
        OTHER,
        True,
    ),
    ("short headline alone", "Weekly news", BODY, "Weekly news", OTHER, False),
    ("other news", "Utility pays car owners", BODY, "Bakery buys bikes", OTHER, False),
    ("no text at all", "", "", "", "", False),
]


@pytest.mark.parametrize(
    ("title", "body", "other_title", "other_body", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_is_copy_headline_and_text_decide(
    title: str, body: str, other_title: str, other_body: str, *, expected: bool
) -> None:
    a, b = text("a", title, body), text("b", other_title, other_body)
    assert is_copy(a, b) is is_copy(b, a) is expected


@pytest.mark.parametrize(
    ("title", "body", "other_title", "other_body", "expected"),
    [
        ("Utility pays car owners", BODY, "Cars earn money for owners", BODY, True),
        ("Utility pays car owners", BODY, "Utility pays owners", BODY[:190], True),
        ("Utility pays", BODY, "Batteries for hire", BODY, True),
        ("Utility pays", BODY[:170], "Batteries for hire", BODY[:170], False),
        ("Utility pays car owners", BODY, "Utility pays van owners", OTHER, False),
    ],
    ids=["new headline", "cut short", "no word in common", "closing lines", "other text"],
)
def test_same_words_text_decides(
    title: str, body: str, other_title: str, other_body: str, *, expected: bool
) -> None:
    a, b = text("a", title, body), text("b", other_title, other_body)
    assert same_words(a, b) is same_words(b, a) is expected


def test_is_copy_column_of_one_outlet_is_none() -> None:
    title = "In case you missed it: six stories of the week"
    a, b = text("a", title, BODY, "Wire"), text("b", title, OTHER, "Wire")
    assert not is_copy(a, b)
    assert is_copy(a, text("c", title, BODY, "Wire"))


def test_find_copies_pairs_are_sorted_and_found_in_any_order() -> None:
    texts = [
        text("c", "Utility pays car owners", BODY),
        text("a", "Utility pays car owners", BODY),
        text("b", "Bakery buys bikes", OTHER),
    ]
    assert list(find_copies(texts)) == list(find_copies(texts[::-1])) == [("a", "c")]


def test_fingerprint_is_stable_and_fits_a_column() -> None:
    assert fingerprint("") == fingerprint(" \n…") == 0
    assert -(2**63) <= fingerprint(BODY) < 2**63
    assert fingerprint(BODY) == fingerprint(BODY.upper()) != fingerprint(OTHER)


def test_fingerprint_same_in_another_process() -> None:
    code = "import sys; from stories.fingerprint import fingerprint as f; print(f(sys.argv[1]))"
    root = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", code, BODY], capture_output=True, text=True, check=True, cwd=root
    )
    assert int(told.stdout) == fingerprint(BODY)


def test_near_duplicate_changed_word_is_near_and_other_text_is_not() -> None:
    long = f"{BODY} {OTHER} " * 4
    assert near_duplicate(fingerprint(long), fingerprint(long.replace("June", "July", 1)))
    assert not near_duplicate(fingerprint(BODY), fingerprint(OTHER))
    assert not near_duplicate(0, 0)


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_distance_counts_differing_bits(a: int, b: int) -> None:
    assert distance(a, b) == distance(b, a) <= 64
    assert (distance(a, b) == 0) == (a == b)


@given(st.text(max_size=300))
def test_fingerprint_any_text_gives_a_number(content: str) -> None:
    assert isinstance(fingerprint(content), int)
