from dataclasses import replace

import pytest

from config.beat import HouseStyle
from core.article import ArticleFlag, Completeness
from core.find import CheckLevel, Evidence, Sentence, SentenceKind
from core.text import find_span
from summarizer.align import align_text
from summarizer.checks import EXTRACT_REASON, check_find
from summarizer.style import check_style
from tests.summarizer.make import UTRECHT, make_article

STYLE = HouseStyle(
    banned_words=("game-changer", "groundbreaking", "paving the way"),
    first_person=("we", "our", "us", "I"),
    acronyms=(("vehicle to grid", "vehicle-to-grid"), ("V2g", "V2G"), ("kWH", "kWh")),
)
ARTICLE = make_article()


def passage(quote: str, article_id: str = "lead") -> Evidence:
    span = find_span(quote, UTRECHT)
    assert span is not None
    return Evidence(article_id=article_id, start=span.start, end=span.end, quote=span.text)


def rules(text: str) -> set[tuple[str, str]]:
    return {
        (check.rule, check.quote)
        for check in check_style(text, STYLE)
        if check.rule not in ("length", "sentences")
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A game-changer for all.", ("hype", "game-changer")),
        ("It is paving the\u00a0way.", ("hype", "paving the\u00a0way")),
        ("A Groundbreaking step.", ("hype", "Groundbreaking")),
        ("We think so.", ("first_person", "We")),
        ("It gives us power.", ("first_person", "us")),
        ("What a day!", ("exclamation", "!")),
        ("More V2g now.", ("acronym", "V2g")),
        ("A <b>bold</b> step.", ("markup", "<b>")),
        ("A [link](http://x.example).", ("markup", "[link](http://x.example)")),
    ],
)
def test_style_word_the_house_does_not_use_is_flagged_in_place(
    text: str, expected: tuple[str, str]
) -> None:
    assert expected in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "The US grid is large.",
        "“We love our game-changer!” she said.",
        "More V2G and kWh.",
        "1 < 2",
    ],
)
def test_style_what_is_allowed_is_not_flagged(text: str) -> None:
    assert rules(text) == set()


def test_style_length_sentences_and_paragraphs_are_counted() -> None:
    found = {
        check.rule: check.reason for check in check_style("One two.\n\nThree.\n\nFour.", STYLE)
    }
    assert found["length"] == "4 words: a Find has 90 to 180."
    assert found["paragraphs"] == "3 paragraphs: a Find has 2 at most."
    assert "sentences" not in found
    short = {check.rule: check.reason for check in check_style("One.", STYLE)}
    assert short["sentences"] == "1 sentence: a Find has 3 to 7."


def test_verbatim_extract_is_one_block() -> None:
    sentences = tuple(
        Sentence(text=text, evidence=(passage(text),))
        for text in (
            "A first group of 150 shared Renault 5 cars takes part, and private owners can join "
            "from June 2026.",
            "Researchers at Utrecht University will study how the batteries age over three years.",
        )
    )
    found = [
        c for c in check_find(sentences, [ARTICLE], STYLE, verbatim=True) if c.rule == "verbatim"
    ]
    assert [(c.level, c.reason, c.sentence) for c in found] == [
        (CheckLevel.BLOCK, EXTRACT_REASON, None)
    ]


def test_verbatim_rewritten_extract_is_free() -> None:
    text = "Cars shared by the city, 150 of them, go first; anyone may follow in June 2026."
    sentence = Sentence(
        text=text, evidence=(passage("A first group of 150 shared Renault 5 cars"),)
    )
    checks = check_find((sentence,), [ARTICLE], STYLE, verbatim=True)
    assert "verbatim" not in {check.rule for check in checks}


@pytest.mark.parametrize(
    ("text", "extract", "blocked"),
    [
        ("The project costs €1.4 million.", True, False),
        ("The city expects to have 500 chargers.", True, False),
        ("A first group of 150 shared cars takes part.", True, False),
        ("Private owners can join from June 2026.", True, True),
        ("Private owners can join from June 2026.", False, False),
        ("In Lombok, private owners can join from June 2026.", True, False),
    ],
    ids=["short", "not whole", "changed", "whole", "no extract", "more than whole"],
)
def test_verbatim_whole_sentence_of_an_extract_is_a_block(
    text: str, *, extract: bool, blocked: bool
) -> None:
    article = make_article(
        text=(
            "The project costs €1.4 million. The city expects to have 500 of them. A first group "
            "of 150 shared Renault 5 cars takes part. Private owners can join from June 2026."
        )
    )
    checks = check_find((Sentence(text=text),), [article], STYLE, verbatim=extract)
    assert any(c.rule == "verbatim" and c.level is CheckLevel.BLOCK for c in checks) is blocked


def test_verbatim_run_is_a_flag_with_the_run() -> None:
    run = "Researchers at Utrecht University will study how the batteries age over three years"
    sentence = Sentence(text=f"Later, {run}.", evidence=(passage(run),))
    (check,) = [c for c in check_find((sentence,), [ARTICLE], STYLE) if c.rule == "verbatim"]
    assert (check.level, check.sentence, check.quote) == (CheckLevel.FLAG, 0, run)
    assert check.reason.startswith("13 words")


def test_verbatim_direct_speech_may_be_long() -> None:
    said = "“Parked cars are the cheapest battery this city will ever own,” the alderwoman said."
    sentence = Sentence(text=said, evidence=(passage("Parked cars are the cheapest"),))
    assert "verbatim" not in {c.rule for c in check_find((sentence,), [ARTICLE], STYLE)}


def test_material_partial_and_foreign_lead_are_told() -> None:
    article = make_article(
        language="nl-NL",
        completeness=Completeness.PARTIAL,
        partial_reason="The page answered 404.",
    )
    found = {check.rule: check.reason for check in check_find((), [article], STYLE)}
    assert "404" in found["partial"]
    assert "nl" in found["language"]


def test_material_paid_lead_is_told() -> None:
    article = make_article(flags=(ArticleFlag.PAYWALL,))
    (found,) = [c for c in check_find((), [article], STYLE) if c.rule == "partial"]
    assert "pay" in found.reason


def test_material_language_is_that_of_what_the_text_rests_on() -> None:
    dutch = make_article("nl", "De stad Utrecht opent een laadplein.", language="nl")
    mine = Sentence(text="Utrecht opens a plaza.", evidence=(passage("Utrecht has switched on"),))
    theirs = Evidence(article_id="nl", start=0, end=16, quote="De stad Utrecht ")
    story = [dutch, ARTICLE]
    assert "language" not in {c.rule for c in check_find((mine,), story, STYLE)}
    both = check_find((mine, Sentence(text="It opens.", evidence=(theirs,))), story, STYLE)
    assert "language" in {c.rule for c in both}


FIRST = Sentence(
    text="Utrecht has switched on forty two-way chargers in Lombok.",
    evidence=(passage("Utrecht has switched on forty bidirectional chargers"),),
)
SECOND = Sentence(
    text="Stedin pays drivers 12 cents for each kilowatt-hour.",
    evidence=(passage("Grid operator Stedin will pay drivers"),),
    accepted="Checked with Stedin.",
)
LAST = Sentence(text="For V2G, that is what scale looks like.", kind=SentenceKind.ANALYSIS)
BEFORE = (FIRST, SECOND, LAST)


def test_align_unchanged_text_keeps_everything() -> None:
    text = "\n\n".join((f"{FIRST.text} {SECOND.text}", LAST.text))
    assert align_text(text, BEFORE, [ARTICLE]) == (FIRST, SECOND, replace(LAST, paragraph=1))


def test_align_lightly_changed_sentence_keeps_its_passage_not_its_pardon() -> None:
    (sentence,) = align_text(
        "Grid operator Stedin pays drivers 12 euro cents for each kilowatt-hour.", BEFORE, [ARTICLE]
    )
    assert sentence.evidence == SECOND.evidence
    assert sentence.accepted == ""


def test_align_changed_analysis_stays_analysis() -> None:
    (sentence,) = align_text("For V2G, this is what real scale looks like.", BEFORE, [ARTICLE])
    assert (sentence.kind, sentence.evidence) == (SentenceKind.ANALYSIS, ())


def test_align_new_verbatim_sentence_is_found() -> None:
    text = "The city expects to have 500 chargers of the kind by the end of 2027."
    (sentence,) = align_text(text, BEFORE, [ARTICLE])
    assert [e.quote for e in sentence.evidence] == [text]
    (evidence,) = sentence.evidence
    assert ARTICLE.text[evidence.start : evidence.end] == text


def test_align_new_sentence_gets_the_passage_that_supports_it_best() -> None:
    (sentence,) = align_text(
        "How the batteries age will be studied by researchers at the university.", BEFORE, [ARTICLE]
    )
    assert [e.quote.startswith("Researchers at Utrecht") for e in sentence.evidence] == [True]


def test_align_new_sentence_about_something_else_has_no_passage() -> None:
    (sentence,) = align_text("Bananas are yellow in Peru.", BEFORE, [ARTICLE])
    assert sentence.evidence == ()


def test_align_merged_sentence_keeps_the_passages_of_both() -> None:
    text = f"{FIRST.text.rstrip('.')}, and {SECOND.text[0].lower()}{SECOND.text[1:]}"
    (sentence,) = align_text(text, BEFORE, [ARTICLE])
    assert set(FIRST.evidence + SECOND.evidence) <= set(sentence.evidence)


def test_align_empty_text_has_no_sentence() -> None:
    assert align_text(" \n ", BEFORE, [ARTICLE]) == ()
