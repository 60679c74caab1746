"""The generated set: true sentences stay true, one thing is swapped, and the checks see it."""

import random

import pytest

from evaluation.rewrites import rewrite
from evaluation.swap_words import DIRECTIONS, HELD_OUT, Pool, change_of
from evaluation.swaps import KINDS, Claim, Swap, swaps, true_claims
from summarizer.wording import phrase_keys, tables

POOL = Pool(
    "Stedin of Utrecht told Renault that 500 chargers would wait until May.",
    ("Nissan Leaf",),
    ("Osaka",),
)


@pytest.fixture(scope="module")
def claims() -> tuple[Claim, ...]:
    return true_claims()


@pytest.fixture(scope="module")
def some(claims: tuple[Claim, ...]) -> tuple[Swap, ...]:
    return swaps(claims, 12)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "The city bought 40 chargers."),
        ("unit", "Each charger gives 22 kW."),
        ("date", "It starts on March 3, 2026."),
        ("name", "The cars came from Kia Motors."),
        ("place", "The cars stand in Boston."),
        ("negation", "The plan was approved."),
        ("direction", "Prices rose."),
        ("quote", 'He said: "the battery will last."'),
        ("hedge", "The city plans to build more."),
    ],
)
def test_change_of_each_kind_swaps_one_thing(kind: str, text: str) -> None:
    changed = change_of(kind, text, POOL, random.Random(1))
    assert changed is not None
    assert changed[0] != text


def test_change_of_a_sentence_without_the_kind_is_none() -> None:
    assert change_of("number", "Nothing is counted here.", POOL, random.Random(1)) is None


def test_rewrite_leaves_direct_speech_as_it_was() -> None:
    said = 'In May, the company said "we may buy three cars".'
    written = rewrite(said, "Grid Post", random.Random(3))
    assert written != said
    assert '"we may buy three cars"' in written


def test_held_out_words_are_in_no_table_of_the_checks() -> None:
    families = [phrase for pair in tables()["opposites"] for side in pair for phrase in side]
    known = {phrase_keys(phrase) for phrase in families}
    both = {
        word
        for word, opposite in HELD_OUT.items()
        if phrase_keys(word) in known and phrase_keys(opposite) in known
    }
    assert both == set()
    assert not HELD_OUT.keys() & DIRECTIONS.keys()


def test_true_claims_are_of_all_three_makes(claims: tuple[Claim, ...]) -> None:
    made = {how: sum(claim.how == how for claim in claims) for how in {c.how for c in claims}}
    assert made["verbatim"] > 800
    assert made["rewritten"] > 600
    assert made["paraphrased"] >= 40


def test_swaps_twice_are_the_same(claims: tuple[Claim, ...], some: tuple[Swap, ...]) -> None:
    assert [swap.text for swap in swaps(claims, 12)] == [swap.text for swap in some]
    assert {kind: sum(s.kind == kind for s in some) for kind in KINDS} == dict.fromkeys(KINDS, 12)


def test_most_of_some_swaps_are_caught(some: tuple[Swap, ...]) -> None:
    """A small sample; the gates measure 500 of each against pinned floors."""
    sure = [swap for swap in some if swap.kind in ("number", "unit", "date", "name", "quote")]
    assert sum(swap.is_caught for swap in sure) >= 0.93 * len(sure)
