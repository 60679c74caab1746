"""A sentence that turns its passage round is flagged, and the flag names both sides."""

import pytest

from core.find import Check, Evidence, Sentence
from core.text import find_span
from summarizer.contradiction import closest
from summarizer.grounding import check_grounding
from tests.summarizer.make import make_article

TEXT = """Harbor Light will close its depot in Duluth, the utility said on Monday. The commission \
approved the tariff after a hearing in March. Peak load in the county fell by 12 percent last \
winter, while bills rose slightly.

The company plans to install forty chargers at the ferry terminal next year. Operators may sell \
power to the grid between five and nine in the evening. Most drivers of the electric buses were \
trained before the pilot began. The board has not approved the merger with Cold Bay Power. \
No driver has left the program so far, the union said. Some schools in the district bought \
yellow buses with bidirectional chargers."""
ARTICLE = make_article(text=TEXT)


def checks_of(text: str, passage: str = "") -> list[Check]:
    span = find_span(passage, TEXT) if passage else None
    evidence = (
        (Evidence(article_id="lead", start=span.start, end=span.end, quote=span.text),)
        if span
        else ()
    )
    found = check_grounding((Sentence(text=text, evidence=evidence),), (ARTICLE,))
    return [check for check in found if check.rule != "unproved"]


@pytest.mark.parametrize(
    ("text", "rule", "mine", "theirs"),
    [
        ("Harbor Light will open its depot in Duluth.", "direction", "will open", "will close"),
        ("The commission rejected the tariff after the hearing.", "direction", "rejected",
         "approved"),
        ("Peak load in the county rose by 12 percent last winter.", "direction", "rose", "fell"),
        ("Bills fell slightly.", "direction", "fell", "rose"),
        ("Most bus drivers were trained after the electric pilot began.", "direction", "after",
         "before"),
        ("The commission did not approve the tariff at its March hearing.", "negation",
         "not approve", "approved"),
        ("The board has approved the merger with Cold Bay Power.", "negation", "approved",
         "not approved"),
        ("Harbor Light won't close its depot in Duluth.", "negation", "won't close", "will close"),
        ("The company installed forty chargers at the ferry terminal.", "hedge", "installed",
         "plans to install"),
        ("Operators will sell power to the grid in the evening.", "hedge", "will sell",
         "may sell"),
        ("All schools in the district bought buses with bidirectional chargers.", "quantity",
         "All schools", "Some schools"),
        ("Some schools in the district bought blue buses with bidirectional chargers.", "swap",
         "blue", "yellow"),
        ("Some schools in the district bought yellow trucks with bidirectional chargers.", "swap",
         "trucks", "buses"),
    ],
)  # fmt: skip
def test_turned_sentence_is_flagged_with_both_sides(
    text: str, rule: str, mine: str, theirs: str
) -> None:
    reasons = {(check.rule, check.reason) for check in checks_of(text)}
    assert (rule, f"The text says “{mine}”; the passage says “{theirs}”.") in reasons


@pytest.mark.parametrize(
    "text",
    [
        "Harbor Light will shut its Duluth depot.",
        "The commission accepted the tariff after its March hearing.",
        "Peak load in the county decreased by 12 percent, and bills went up.",
        "The merger with Cold Bay Power was rejected by the board.",
        "The company intends to install forty chargers at the ferry terminal.",
        "Operators could sell power to the grid in the evening.",
        "No driver has quit the program so far.",
        "Several schools in the district bought yellow buses.",
        "Most drivers were trained before the pilot of electric buses began.",
        "Power is bought from operators for the grid between five and nine in the evening.",
    ],
)
def test_true_paraphrase_is_not_flagged(text: str) -> None:
    assert checks_of(text) == []


def test_own_passage_decides_when_a_sentence_has_one() -> None:
    passage = "The board has not approved the merger with Cold Bay Power."
    found = checks_of("The board approved the merger with Cold Bay Power.", passage)
    assert [(check.rule, check.quote) for check in found] == [("negation", "approved")]


def test_flag_marks_the_words_it_is_about() -> None:
    text = "Harbor Light will open its depot in Duluth."
    assert all(check.quote in text for check in checks_of(text))


def test_note_is_no_negation() -> None:
    article = make_article(text="The operators note that the chargers in the port work at night.")
    sentence = Sentence(text="The chargers in the port work at night, operators say.")
    found = check_grounding((sentence,), (article,))
    assert {check.rule for check in found} == {"unproved"}


def test_closest_sentence_comes_first_and_far_ones_not_at_all() -> None:
    found = closest("The board approved the merger with Cold Bay Power.", TEXT)
    assert found[0].startswith("The board has not")
    assert closest("Penguins dance on ice.", TEXT) == ()


def test_both_ends_of_one_payment_are_no_opposites() -> None:
    article = make_article(text="The district is paid a fixed monthly amount for each bus.")
    sentence = Sentence(text="The district collects a fixed monthly sum for each bus.")
    found = check_grounding((sentence,), (article,))
    assert {check.rule for check in found} == {"unproved"}


def test_no_more_than_is_a_bound_from_above() -> None:
    article = make_article(text="The co-op may draw on the car no more than six times a month.")
    sentence = Sentence(text="The co-op may draw on the car up to six times a month.")
    found = check_grounding((sentence,), (article,))
    assert {check.rule for check in found} == {"unproved"}
    turned = Sentence(text="The co-op may draw on the car at least six times a month.")
    found = check_grounding((turned,), (article,))
    assert "quantity" in {check.rule for check in found}
