from hypothesis import given, settings
from hypothesis import strategies as st

from config.beat import HouseStyle
from core.find import Author, AuthorKind
from summarizer.answer import FindAnswer, QuoteAnswer, SentenceAnswer, make_draft
from summarizer.extractive import ExtractiveWriter
from summarizer.passages import best_support, locate, longest_run
from summarizer.question import estimate_tokens
from summarizer.trimming import GAP, trim
from tests.summarizer.make import UTRECHT, make_article, make_brief

TEXT = st.text(
    alphabet=st.sampled_from("abcAB ÄßſİK12.,!?“”\"'’–—\n\t-€%"), min_size=0, max_size=400
)
AUTHOR = Author(kind=AuthorKind.MODEL, name="test")


@given(text=TEXT, start=st.integers(0, 400), size=st.integers(1, 120))
@settings(max_examples=150, deadline=None)
def test_locate_piece_of_a_text_has_true_offsets(text: str, start: int, size: int) -> None:
    span = locate(text[start : start + size], text)
    if span is not None:
        assert text[span.start : span.end] == span.text != ""


@given(text=TEXT, quote=TEXT)
@settings(max_examples=100, deadline=None)
def test_draft_evidence_is_always_verbatim(text: str, quote: str) -> None:
    article = make_article(text=text)
    answer = FindAnswer(
        sentences=[
            SentenceAnswer(
                text="A sentence.",
                kind="fact",
                quotes=[
                    QuoteAnswer(article="lead", quote=quote),
                    QuoteAnswer(article="lead", quote=text[5:80]),
                ],
            )
        ]
    )
    draft = make_draft(answer, [article], AUTHOR)
    assert draft is not None
    for evidence in draft.sentences[0].evidence:
        assert text[evidence.start : evidence.end] == evidence.quote


@given(text=TEXT)
@settings(max_examples=60, deadline=None)
def test_extract_any_text_never_fails_and_is_always_verbatim(text: str) -> None:
    result = ExtractiveWriter(HouseStyle()).write(make_brief(make_article(text=text)))
    for sentence in result.draft.sentences if result.draft else ():
        for evidence in sentence.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote


@given(text=TEXT, budget=st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_trim_never_passes_its_budget(text: str, budget: int) -> None:
    kept = trim(text, budget)
    assert estimate_tokens(kept.replace(GAP, "")) <= budget + kept.count("\n\n") + 1


def test_locate_nearly_verbatim_quote_gives_the_words_of_the_article() -> None:
    span = locate(
        "Researchers at Utrecht University will study how batteries age over three years", UTRECHT
    )
    assert span is not None
    assert "how the batteries age over three" in span.text
    assert UTRECHT[span.start : span.end] == span.text


def test_locate_loose_paraphrase_is_not_found() -> None:
    assert (
        locate("Scientists of the University of Utrecht are going to study ageing cells", UTRECHT)
        is None
    )


def test_best_support_prefers_the_sentence_with_the_rare_words() -> None:
    evidence = best_support(
        "Drivers get twelve euro cents from Stedin.", [make_article()], least=0.4
    )
    assert evidence is not None
    assert evidence.quote.startswith("Grid operator Stedin")


def test_longest_run_ignores_case_and_marks() -> None:
    assert longest_run("And, GRID operator “Stedin” will", UTRECHT) == (
        4,
        "GRID operator “Stedin” will",
    )
