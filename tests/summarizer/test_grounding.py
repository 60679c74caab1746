"""Clean sentences raise no flag; one changed number, unit, date, name or quote raises one."""

from dataclasses import replace

import pytest

from core.find import CheckLevel, Evidence, Sentence, SentenceKind
from core.text import find_span
from summarizer.grounding import RULES, check_grounding
from tests.summarizer.make import UTRECHT, make_article

ARTICLE = make_article()
US_ARTICLE = make_article(
    "us",
    """The California Public Utilities Commission (CPUC) approved a $45.5 million program on \
January 15, letting Pacific Gas and Electric pay 1,250 owners of Ford F-150 Lightning trucks.

Each home battery holds 98 kWh and can give back 9.6 kW. About two-thirds of the money, or some \
$30 million, goes to low-income homes; the share of EVs grew from 12 to 18 percent in a year. \
“This is how you scale,” said Maria Lopez, who leads the program at PG&E. Enrollment opens in \
Q3 2026 and the program runs for 36 months. School buses in 5 districts give 2.5 MW in all, and \
up to 3 GWh a year.""",
    title="California approves vehicle-to-grid program",
    outlet="Grid Wire",
)

CLEAN = [
    "Utrecht has switched on 40 bidirectional chargers in Lombok.",
    "Stedin pays €0.12, or 12 euro cents, for each kilowatt-hour.",
    "The €1.4 million project is 40% paid by the EU.",
    "From June 2026 private owners can join; 500 chargers are expected by the end of 2027.",
    "Some 150 Renault 5 cars take part, the city announced on February 3, 2026.",
    "Utrecht University will study the batteries for three years.",
    "Each charger gives 22,000 W.",
    "“Parked cars are the cheapest battery this city will ever own,” Lot van Hooijdonk said.",
    'She called parked cars "the cheapest battery this city will ever own".',
    "V2G News covered the plan in Volume 1 | Issue 6.",
]
CLEAN_US = [
    "The California Public Utilities Commission approved $45.5 million on Jan. 15.",
    "CPUC lets PG&E pay 1250 truck owners in California.",
    "Nearly $46 million goes to the US program, two-thirds of it to low-income homes.",
    "Batteries hold 98 kilowatt-hours and give back 9.6 kilowatts.",
    "Electric vehicles rose from 12% to 18% of the fleet.",
    "Enrollment opens in the third quarter of 2026, and lasts 36 months.",
    "Five districts' buses give 2,500 kW and up to 3,000 MWh.",
    "More than 1,000 Ford F-150 Lightning owners can join.",
    "Lopez leads the program.",
]
SWAPPED = {
    "number": [
        ("Utrecht has switched on 60 bidirectional chargers.", "60"),
        ("Utrecht has switched on fourteen chargers.", "fourteen"),
        ("The project costs €1.6 million.", "€1.6 million"),
        ("The project costs $1.4 million.", "$1.4 million"),
        ("The project costs €1.4 billion.", "€1.4 billion"),
        ("The EU pays 45 percent of it.", "45 percent"),
        ("Each charger is rated at 22 kWh.", "22 kWh"),
        ("Each charger is rated at 22 MW.", "22 MW"),
        ("The batteries are studied for three months.", "three months"),
        ("More than 700 chargers are expected.", "700"),
    ],
    "date": [
        ("Private owners can join from July 2026.", "July 2026"),
        ("The city wants 500 chargers by 2029.", "2029"),
        ("The city said so on February 17, 2026.", "February 17, 2026"),
        ("The city said so on 3/2/2025.", "3/2/2025"),
    ],
    "name": [
        ("Rotterdam has switched on forty chargers.", "Rotterdam"),
        ("The chargers came from ABB.", "ABB"),
        ("Shared Nissan cars take part.", "Nissan"),
        ("Researchers at Delft University study it.", "Delft"),
        ("Its mayor Eelco Eerenberg said so.", "Eelco Eerenberg"),
        ("The V2L plan is old.", "V2L"),
        ("The Renault 5 and the EX60 take part.", "EX60"),
    ],
    "quote": [
        ("“Parked cars are the best battery this city will ever own,” she said.", "Parked cars"),
        ('The city called it a "turning point for the grid".', "turning point"),
    ],
}
CASES = [(rule, text, quote) for rule, cases in SWAPPED.items() for text, quote in cases]


def flags(text: str, article=ARTICLE, kind=SentenceKind.FACT, quote: str = ""):  # type: ignore[no-untyped-def]
    span = find_span(quote, article.text) if quote else None
    evidence = (
        (Evidence(article_id=article.article_id, start=span.start, end=span.end, quote=span.text),)
        if span
        else ()
    )
    sentence = Sentence(text=text, kind=kind, evidence=evidence)
    return [check for check in check_grounding((sentence,), (article,)) if check.rule in RULES]


@pytest.mark.parametrize("text", CLEAN)
def test_grounding_clean_sentence_is_not_flagged(text: str) -> None:
    assert flags(text) == []


@pytest.mark.parametrize("text", CLEAN_US)
def test_grounding_clean_sentence_about_the_us_is_not_flagged(text: str) -> None:
    assert flags(text, US_ARTICLE) == []


@pytest.mark.parametrize(("rule", "text", "quote"), CASES, ids=[case[1][:40] for case in CASES])
def test_grounding_one_changed_thing_is_flagged_as_what_it_is(
    rule: str, text: str, quote: str
) -> None:
    found = flags(text)
    assert [check.rule for check in found] == [rule]
    assert found[0].quote.startswith(quote)
    assert found[0].quote in text
    assert found[0].level is CheckLevel.FLAG
    assert found[0].reason.endswith(".")


def test_grounding_unit_of_another_kind_is_named_as_such() -> None:
    (check,) = flags("Each charger is rated at 22 kWh.")
    assert "another unit" in check.reason


def test_grounding_number_from_another_passage_is_a_softer_flag() -> None:
    here = "The project costs €1.4 million"
    (check,) = flags("It costs €1.4 million for 500 chargers.", quote=here)
    assert (check.rule, check.quote) == ("number", "500")
    assert "elsewhere in the articles" in check.reason
    (check,) = flags("It costs €1.4 million for 900 chargers.", quote=here)
    assert "none of the articles" in check.reason


def test_grounding_number_beside_the_quote_in_its_sentence_is_near_enough() -> None:
    assert flags("The EU pays 40 percent of €1.4 million.", quote="The project costs") == []


def test_grounding_fact_without_passage_is_unproved_until_accepted() -> None:
    sentence = Sentence(text="Utrecht has switched on forty chargers.")
    (check,) = check_grounding((sentence,), (ARTICLE,))
    assert (check.rule, check.level) == ("unproved", CheckLevel.FLAG)
    accepted = replace(sentence, accepted="Confirmed by phone with the city.")
    (check,) = check_grounding((accepted,), (ARTICLE,))
    assert (check.rule, check.level) == ("unproved", CheckLevel.OK)
    assert "by phone" in check.reason


def test_grounding_analysis_needs_no_passage() -> None:
    sentence = Sentence(
        text="For V2G, this is a step from pilot to practice.", kind=SentenceKind.ANALYSIS
    )
    assert check_grounding((sentence,), (ARTICLE,)) == ()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("It could save drivers $900 a year.", "$900"),
        ("Tesla will have to follow.", "Tesla"),
        ("By 2031 every city will have it.", "2031"),
    ],
)
def test_grounding_analysis_with_a_new_fact_is_flagged(text: str, quote: str) -> None:
    (check,) = flags(text, kind=SentenceKind.ANALYSIS)
    assert (check.rule, check.quote) == ("new_fact", quote)


def test_grounding_address_of_the_article_may_stand_and_no_other() -> None:
    assert flags("Read it at https://news.example/lead.") == []
    (check,) = flags("Read it at https://news.example/other.")
    assert (check.rule, check.level) == ("address", CheckLevel.BLOCK)
    assert check.quote == "https://news.example/other"


def test_grounding_script_address_is_blocked() -> None:
    rules = {(check.rule, check.level) for check in flags("Click javascript:alert(1) now.")}
    assert ("address", CheckLevel.BLOCK) in rules


def test_grounding_relative_day_in_the_article_supports_a_date_near_its_own() -> None:
    assert UTRECHT.count("Tuesday") == 1
    assert flags("The city said so on January 30, 2026.") == []
    assert [check.rule for check in flags("The city said so on January 13, 2026.")] == ["date"]


def test_grounding_passage_of_an_unknown_article_proves_nothing() -> None:
    evidence = Evidence(article_id="gone", start=0, end=2, quote="60")
    sentence = Sentence(text="There are 60 chargers.", evidence=(evidence,))
    assert [check.rule for check in check_grounding((sentence,), (ARTICLE,))] == ["number"]


def test_grounding_no_article_at_all_flags_and_does_not_fail() -> None:
    sentence = Sentence(text="Utrecht has 40 chargers since May 2026.")
    rules = {check.rule for check in check_grounding((sentence,), ())}
    assert rules == {"unproved", "number", "date", "name"}
