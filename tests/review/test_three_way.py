"""Two saved texts beside the one they began with."""

from hypothesis import given
from hypothesis import strategies as st

from core.find import Sentence
from review.actions.offers import mix
from review.actions.pairing import pair_sentences
from review.actions.three_way import Choice, compose, three_way

BASE = "Utrecht buys 500 cars. Stedin pays the drivers. It starts in June."


def test_three_way_takes_what_only_one_of_them_changed() -> None:
    rows = three_way(
        BASE,
        "Utrecht buys 500 shared cars. Stedin pays the drivers. It starts in June.",
        "Utrecht buys 500 cars. Stedin pays the drivers. It starts in July.",
    )
    assert not any(row.clashes for row in rows)
    assert compose(rows, {}) == (
        "Utrecht buys 500 shared cars. Stedin pays the drivers. It starts in July."
    )


def test_three_way_clash_keeps_both_until_someone_chooses() -> None:
    rows = three_way(BASE, BASE.replace("June", "May"), BASE.replace("June", "July"))
    assert [row.clashes for row in rows] == [False, False, True]
    assert "It starts in May. It starts in July." in compose(rows, {})
    assert compose(rows, {2: Choice.YOURS}).endswith("drivers. It starts in July.")
    assert compose(rows, {2: Choice.THEIRS}).endswith("drivers. It starts in May.")
    assert compose(rows, {2: Choice.BEFORE}).endswith("drivers. It starts in June.")


def test_three_way_sentence_that_one_removed_and_the_other_changed_clashes() -> None:
    rows = three_way(
        BASE,
        "Utrecht buys 500 cars. It starts in June.",
        BASE.replace("pays the drivers", "pays the drivers well"),
    )
    clash = next(row for row in rows if row.clashes)
    assert clash.theirs is None
    assert "pays the drivers well" in compose(rows, {})


def test_three_way_sentence_that_both_added_stands_once() -> None:
    added = BASE + " Nobody else does so."
    rows = three_way(BASE, added, added)
    assert compose(rows, {}) == added


def test_three_way_keeps_the_paragraphs() -> None:
    rows = three_way("One is here. Two is here.", "One is here.\n\nTwo is here.", "One is here.")
    assert compose(rows, {1: Choice.THEIRS}) == "One is here.\n\nTwo is here."


_SENTENCE = st.sampled_from(
    ["Cars feed the grid.", "Cars feed the big grid.", "Utrecht pays.", "Rain falls.", "It ends."]
)
_TEXT = st.lists(_SENTENCE, min_size=1, max_size=5).map(" ".join)


@given(_TEXT, _TEXT, _TEXT)
def test_three_way_loses_no_sentence_that_either_wrote(base: str, one: str, two: str) -> None:
    rows = three_way(base, one, two)
    theirs = [row.theirs.text for row in rows if row.theirs]
    yours = [row.yours.text for row in rows if row.yours]
    assert " ".join(theirs) == one
    assert " ".join(yours) == two
    kept = compose(rows, {})
    new = {s for s in (*theirs, *yours) if s not in base}
    assert all(sentence in kept for sentence in new)


def _sentences(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(text=text) for text in texts)


def test_pairs_set_a_rewritten_sentence_beside_the_old_one() -> None:
    old = _sentences("Utrecht buys 500 shared cars.", "Stedin pays the drivers.", "It is big.")
    new = _sentences("The city has a plan.", "Utrecht buys 500 cars.", "Stedin pays the drivers.")
    pairs = pair_sentences(old, new)
    assert [(p.old and p.old.text, p.new and p.new.text) for p in pairs] == [
        (None, "The city has a plan."),
        ("Utrecht buys 500 shared cars.", "Utrecht buys 500 cars."),
        ("Stedin pays the drivers.", "Stedin pays the drivers."),
        ("It is big.", None),
    ]
    assert [pair.same for pair in pairs] == [False, False, True, False]
    mixed = mix(pairs, {0, 3})
    assert [sentence.text for sentence in mixed] == [
        "The city has a plan.",
        "Utrecht buys 500 shared cars.",
        "Stedin pays the drivers.",
    ]
