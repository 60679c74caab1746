from hypothesis import given
from hypothesis import strategies as st

from core.text import (
    clean_line,
    clean_text,
    count_words,
    find_span,
    fold,
    sentences,
    strip_invisible,
    words,
)


def test_sentences_abbreviations_and_decimals_do_not_end_one() -> None:
    text = "Mr. Vare said V2G is at 1.3 MW. It is in the U.S. market.\n\nCost is $3.2 million."
    found = [span.text for span in sentences(text)]
    assert found == [
        "Mr. Vare said V2G is at 1.3 MW.",
        "It is in the U.S. market.",
        "Cost is $3.2 million.",
    ]


@given(st.text(max_size=300))
def test_sentences_any_text_offsets_are_true(text: str) -> None:
    assert all(text[span.start : span.end] == span.text for span in sentences(text))


@given(st.text(max_size=300))
def test_fold_any_text_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_find_span_other_quotes_and_spaces_still_found() -> None:
    text = "Er sagte: “It doesn’t   scale” — yet."
    span = find_span('"It doesn\'t scale" - yet', text)
    assert span is not None
    assert text[span.start : span.end] == "“It doesn’t   scale” — yet"


def test_find_span_invented_quote_is_not_found() -> None:
    assert find_span("it scales", "It does not scale.") is None


def test_clean_line_invisible_characters_are_removed() -> None:
    assert clean_line("a\u202eb\u200bc\x00 \n d\ufeff\ufffe\uffff") == "abc d"


def test_clean_text_paragraphs_are_kept() -> None:
    assert clean_text("one \r\n two\n\n\n \n three") == "one\ntwo\n\nthree"


def test_words_terms_of_the_beat_stay_whole() -> None:
    assert words("V2G, grid-scale & ISO 15118-20") == ["V2G", "grid-scale", "ISO", "15118-20"]


def test_count_words_dashes_do_not_count() -> None:
    assert count_words("pilots — not platforms") == 3


def test_strip_invisible_markdown_with_indents_keeps_them() -> None:
    assert strip_invisible("- a\r\n  - b\u202e\u200b\rc") == "- a\n  - b\nc"


def test_sentences_german_date_is_not_cut() -> None:
    text = "Die Behörde legte den Entwurf am 16. November vor. Er gilt ab 1. Es bleibt dabei."
    assert [span.text for span in sentences(text)] == [
        "Die Behörde legte den Entwurf am 16. November vor.",
        "Er gilt ab 1.",
        "Es bleibt dabei.",
    ]
    assert all(text[span.start : span.end] == span.text for span in sentences(text))


def test_sentences_unit_before_a_full_stop_ends_one() -> None:
    text = "It may export up to 5 kW. Over the past year it sold 1.9 MWh. It is 3 km. The end."
    spans = sentences(text)
    assert [span.text for span in spans] == [
        "It may export up to 5 kW.",
        "Over the past year it sold 1.9 MWh.",
        "It is 3 km.",
        "The end.",
    ]
    assert all(text[span.start : span.end] == span.text for span in spans)
