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


FOREIGN = (
    "De gemeente Utrecht heeft veertig laadpalen in gebruik genomen in de wijk Lombok. "
    "De laadpalen leveren stroom terug aan het net tussen vijf en negen uur 's avonds. "
    "Netbeheerder Stedin betaalt automobilisten twaalf cent voor elke kilowattuur."
)


def test_extract_foreign_lead_stands_back_behind_an_english_report() -> None:
    lead = make_article(text=FOREIGN, language="nl", title="Utrecht laadt twee kanten op")
    english = make_article("second", UTRECHT, title="Utrecht plugs in")
    brief = make_brief(lead, english, title=lead.title)
    draft = ExtractiveWriter(STYLE).write(brief).draft
    assert draft is not None
    assert draft.headline == "Utrecht plugs in"
    assert {e.article_id for s in draft.sentences for e in s.evidence} == {"second"}
    assert "language" not in {check.rule for check in draft.checks}


def test_extract_foreign_lead_stays_when_the_english_report_is_short() -> None:
    lead = make_article(text=FOREIGN, language="nl", title="Utrecht laadt twee kanten op")
    english = make_article("second", "Utrecht has switched on forty chargers in Lombok.")
    draft = ExtractiveWriter(STYLE).write(make_brief(lead, english, title=lead.title)).draft
    assert draft is not None
    assert draft.headline == lead.title
    assert draft.sentences[0].text in FOREIGN
    assert "language" in {check.rule for check in draft.checks}


def test_extract_sentence_that_leans_comes_only_behind_the_one_before() -> None:
    plain = "The depot in Hamburg was hit by snow and by a strike of its drivers for two weeks."
    leaning = "That made its 48 electric buses on bidirectional chargers earn 25,100 euros."
    style = HouseStyle(max_words=14, min_words=5, min_sentences=1)
    writer = ExtractiveWriter(style, ["bidirectional"])
    alone = writer.write(make_brief(make_article(text=f"{plain} {leaning}"))).draft
    assert alone is not None
    assert leaning not in alone.text
    wide = ExtractiveWriter(HouseStyle(min_words=20), ["bidirectional"])
    both = wide.write(make_brief(make_article(text=f"{plain} {leaning}"))).draft
    assert both is not None
    assert both.text == f"{plain} {leaning}"


def test_extract_quote_without_a_speaker_is_left_out() -> None:
    quote = "“With a fixed battery it would have taken eleven years, and a cellar as well.”"
    draft = ExtractiveWriter(STYLE).write(make_brief(make_article(text=f"{quote} {UTRECHT}"))).draft
    assert draft is not None
    assert "cellar" not in draft.text


@pytest.mark.parametrize(
    "plea",
    [
        "This story continues for members.",
        "Sign in or start a trial to read the rest.",
        "This article was originally published by Charge Atlas.",
        "Comments are closed on this story.",
    ],
)
def test_extract_plea_of_the_page_is_left_out(plea: str) -> None:
    draft = ExtractiveWriter(STYLE).write(make_brief(make_article(text=f"{plea} {UTRECHT}"))).draft
    assert draft is not None
    assert plea not in draft.text
