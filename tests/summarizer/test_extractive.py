import pytest

from config.beat import HouseStyle
from core.draft import CallOutcome
from core.find import AuthorKind, CheckLevel
from core.text import count_words
from summarizer.checks import EXTRACT_REASON
from summarizer.extractive import ExtractiveWriter
from tests.summarizer.make import UTRECHT, make_article, make_brief

STYLE = HouseStyle()


def test_extract_each_sentence_is_its_own_evidence() -> None:
    article = make_article()
    draft = ExtractiveWriter(STYLE, ["bidirectional"]).write(make_brief(article)).draft
    assert draft is not None
    assert draft.verbatim
    assert draft.author.kind is AuthorKind.EXTRACT
    for sentence in draft.sentences:
        (evidence,) = sentence.evidence
        assert article.text[evidence.start : evidence.end] == evidence.quote == sentence.text


def test_extract_full_article_meets_the_house_length() -> None:
    draft = ExtractiveWriter(STYLE).write(make_brief()).draft
    assert draft is not None
    assert STYLE.min_words <= count_words(draft.text) <= STYLE.max_words
    assert STYLE.min_sentences <= len(draft.sentences) <= STYLE.max_sentences
    assert [check.rule for check in draft.checks] == ["verbatim"]
    assert draft.checks[0].level is CheckLevel.BLOCK
    assert draft.checks[0].reason == EXTRACT_REASON


def test_extract_order_of_the_article_is_kept() -> None:
    draft = ExtractiveWriter(STYLE).write(make_brief()).draft
    assert draft is not None
    starts = [sentence.evidence[0].start for sentence in draft.sentences]
    assert starts == sorted(starts)


def test_extract_page_furniture_is_left_out() -> None:
    furniture = (
        "By Ada Example\n\nRead more about our cookies and your choices on this page.\n\n"
        "Would you like to know more about it?\n\nPhoto by Ada Example of the street in Lombok.\n\n"
    )
    draft = ExtractiveWriter(STYLE).write(make_brief(make_article(text=furniture + UTRECHT))).draft
    assert draft is not None
    for word in ("cookies", "Photo", "Ada Example", "?"):
        assert word not in draft.text


def test_extract_repetition_across_articles_is_removed() -> None:
    short = " ".join(UTRECHT.split()[:30]).rpartition(".")[0] + "."
    brief = make_brief(make_article("lead", short), make_article("second", UTRECHT))
    draft = ExtractiveWriter(STYLE).write(brief).draft
    assert draft is not None
    texts = [sentence.text for sentence in draft.sentences]
    assert len(set(texts)) == len(texts)
    assert {s.evidence[0].article_id for s in draft.sentences} == {"lead", "second"}


def test_extract_short_article_gives_what_there_is_and_says_so() -> None:
    text = "Utrecht has switched on forty bidirectional chargers in the Lombok district."
    result = ExtractiveWriter(STYLE).write(make_brief(make_article(text=text)))
    assert result.draft is not None
    assert result.draft.text == text
    assert {"length", "sentences", "verbatim"} <= {check.rule for check in result.draft.checks} | {
        "verbatim"
    }


def test_extract_nothing_to_read_is_an_outcome_not_an_error() -> None:
    result = ExtractiveWriter(STYLE).write(make_brief(make_article(text="")))
    assert result.draft is None
    assert result.outcome is CallOutcome.EMPTY
    assert result.reason


def test_extract_foreign_article_is_extracted_as_it_is() -> None:
    text = (
        "De gemeente Utrecht heeft veertig laadpalen in gebruik genomen in de wijk Lombok. "
        "De laadpalen leveren stroom terug aan het net tussen vijf en negen uur 's avonds. "
        "Netbeheerder Stedin betaalt automobilisten twaalf cent voor elke kilowattuur."
    )
    draft = ExtractiveWriter(STYLE).write(make_brief(make_article(text=text, language="nl"))).draft
    assert draft is not None
    assert draft.sentences[0].text in text
    assert "language" in {check.rule for check in draft.checks}


@pytest.mark.parametrize(
    "dateline", ["UTRECHT — ", "UTRECHT, Netherlands, Feb. 3, 2026 (WIRE) — ", "— ", "CAPE TOWN – "]
)
def test_extract_dateline_is_no_part_of_the_sentence(dateline: str) -> None:
    text = "The city has switched on forty bidirectional chargers in the Lombok district."
    article = make_article(text=dateline + text)
    draft = ExtractiveWriter(STYLE).write(make_brief(article)).draft
    assert draft is not None
    assert draft.text == text
    (evidence,) = draft.sentences[0].evidence
    assert article.text[evidence.start : evidence.end] == text


def test_extract_prefers_sentences_in_the_third_person() -> None:
    first = "We at the company are glad that our forty chargers in Utrecht now serve the grid."
    third = "The city of Utrecht now has forty chargers that serve the grid in the evening."
    style = HouseStyle(max_words=20, min_words=5, first_person=("we", "our"))
    draft = ExtractiveWriter(style).write(make_brief(make_article(text=f"{first} {third}"))).draft
    assert draft is not None
    assert draft.text == third
