"""What a model sees of an article: whole sentences, the opening first, in order, in a budget."""

import pytest

from core.text import sentences
from summarizer.question import estimate_tokens
from summarizer.trimming import GAP, share_out, trim
from tests.summarizer.make import UTRECHT, make_article

WEATHER = "The weather in the region stayed mild for the season, with some rain on the coast."
DETAIL = "The chargers in Utrecht return power to the grid when parked cars are plugged in."
LONG = "\n\n".join([UTRECHT, *[WEATHER] * 8, DETAIL, *[WEATHER] * 8])


@pytest.mark.parametrize("tokens", [40, 120, 300, 500])
def test_trim_keeps_whole_sentences_within_the_budget(tokens: int) -> None:
    kept = trim(LONG, tokens)
    whole = {span.text for span in sentences(LONG)}
    assert kept
    assert all(span.text in whole for span in sentences(kept.replace(GAP, "")))
    assert estimate_tokens(kept.replace(GAP, "")) <= tokens + kept.count("\n\n")


def test_trim_short_text_is_whole() -> None:
    assert trim(UTRECHT, 10_000) == UTRECHT


def test_trim_takes_the_opening_then_what_is_about_the_subject_and_marks_gaps() -> None:
    kept = trim(LONG, 330, "Utrecht chargers")
    assert kept.startswith("Utrecht has switched on")
    assert DETAIL in kept
    assert GAP in kept
    assert kept.index("Utrecht has") < kept.index(DETAIL)


def test_share_out_gives_the_lead_three_parts_and_never_more_than_the_budget() -> None:
    long = [make_article(str(number), LONG * 9) for number in range(5)]
    shares = share_out(long, 7_000)
    assert shares[0] == 3_000
    assert set(shares[1:]) == {1_000}


def test_share_out_what_a_short_article_leaves_goes_to_the_others() -> None:
    articles = [make_article("a", LONG * 9), make_article("b", "Short."), make_article("c", LONG)]
    shares = share_out(articles, 2_000)
    assert shares[1] == estimate_tokens("Short.")
    assert sum(shares) == 2_000
    assert share_out([make_article("a", UTRECHT)], 6_000) == [estimate_tokens(UTRECHT)]
