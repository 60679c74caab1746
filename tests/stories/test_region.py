"""Where it happens: places in their surroundings, and what else says so."""

import time
from collections import Counter

import pytest

from core.place import Region
from stories.region import RegionJudge, split_dateline
from tests.stories.conftest import make_article, shipped_regions
from tests.stories.test_relevance import HOSTILE

US, GLOBAL, UNCLEAR = Region.US, Region.GLOBAL, Region.UNCLEAR

CASES = [
    ("state", "A school district in Maryland plugs in its buses.", US),
    ("country", "A carsharing company in the Netherlands plugs in its cars.", GLOBAL),
    ("regulator", "FERC has ruled on aggregators.", US),
    ("foreign regulator", "Ofgem has ruled on aggregators.", GLOBAL),
    ("utility", "PG&E will pay owners for exports.", US),
    ("pounds", "The council pays £2.5m for 40 chargers.", GLOBAL),
    ("Alexandria, La.", "Police in Alexandria, La., were called to a garage.", US),
    ("Alexandria in Egypt", "The port of Alexandria in Egypt gets electric trucks.", GLOBAL),
    ("Alexandria by the sheriff", "The Sheriff's Office in Alexandria bought a van.", US),
    ("Alexandria alone", "The garage in Alexandria has ten chargers.", UNCLEAR),
    ("Paris, Texas", "Firefighters in Paris, Texas, received an electric engine.", US),
    ("Paris", "Buses in Paris return power at night.", GLOBAL),
    ("Cambridge, Massachusetts", "Buses in Cambridge, Massachusetts, return power.", US),
    ("Cambridge by the county", "Cambridge buses return power, Cambridgeshire says.", GLOBAL),
    ("Cambridge alone", "Buses in Cambridge return power.", UNCLEAR),
    ("Georgia by its regulator", "Georgia's Public Service Commission approved the rate.", US),
    ("Georgia by its capital", "In Tbilisi, Georgia's ministry opened a tender.", GLOBAL),
    ("Georgia alone", "The plan for Georgia is ready.", UNCLEAR),
    ("London, Ontario", "A depot in London, Ontario, charges at night.", GLOBAL),
    ("Moscow, Idaho", "The depot in Moscow, Idaho, charges at night.", US),
    ("Ford is no place", "Ford shipped the charger. Ford said so.", UNCLEAR),
    ("Reading is no place", "Reading the meter is enough.", UNCLEAR),
    ("Washington Post is no place", "The Washington Post wrote about it.", UNCLEAR),
    ("seat of a company", "California-based Voltandra will sell chargers.", UNCLEAR),
    ("seat against event", "California-based Voltandra sells chargers in Germany.", GLOBAL),
    ("person", "Michael Jackson and Whitney Houston are names.", UNCLEAR),
    ("street", "The shop is on Berlin Street.", UNCLEAR),
    ("dateline", "BERLIN, Feb. 2 - The ministry has opened a tender.", GLOBAL),
    ("US dateline", "HARTFORD, Conn. (Wire) -- The plan is out.", US),
    ("peoples", "Norwegian and Swedish drivers plug in.", GLOBAL),
    ("cooperative", "Roanoke Electric Cooperative pays for exports.", US),
    ("Australian operator", "AEMC has changed the rule for exports.", GLOBAL),
    ("Canadian utility", "Hydro Ottawa pays for exports.", GLOBAL),
    ("Japanese ministry", "経済産業省は双方向充電を支援する。", GLOBAL),
    ("South America", "Buses in South America return power.", GLOBAL),
    ("sum converted to dollars", "The plan costs US$3 million.", UNCLEAR),
    ("maker with a town's name", "The new home battery from Melle comes with an app.", UNCLEAR),
    ("town", "The home battery is tested in Melle.", GLOBAL),
    ("from a large city", "The buses from Oslo return power.", GLOBAL),
    ("regulator of a state", "The Utility Regulatory Commission approved the rate.", US),
    ("public power", "Nebraska Public Power District pays for exports.", US),
    ("Baltic operator", "Elering pays for exports.", GLOBAL),
    ("Japanese utility", "Shikoku Electric pays for exports.", GLOBAL),
    ("direct current", "Stationary, DC-coupled chargers come first.", UNCLEAR),
    ("direct current in a list", "The unit has AC, DC and battery ports.", UNCLEAR),
    ("Washington, DC", "Buses in Washington, DC, return power.", US),
    ("nothing", "The charger has a screen.", UNCLEAR),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_judge_text_places_give_the_region(
    region: RegionJudge, text: str, expected: Region
) -> None:
    verdict = region.judge_text("", text)
    assert verdict.region is expected, verdict.sentence()
    assert verdict.ok == (expected is not UNCLEAR)


def test_judge_text_reasons_quote_the_names_and_sign_the_sides(region: RegionJudge) -> None:
    verdict = region.judge_text("V2G in Maryland", "Baltimore pays. A firm in Germany built it.")
    signs = {reason.quote: reason.weight for reason in verdict.reasons}
    assert signs["Maryland"] > 0 > signs["Germany"]
    assert verdict.reasons[0].text == "“Maryland” in the title points to the US."


def test_judge_text_both_sides_even_is_unclear_and_says_so(region: RegionJudge) -> None:
    verdict = region.judge_text("", "It runs in Canada. It runs in Texas.")
    assert verdict.region is UNCLEAR
    assert verdict.reasons[0].code == "even"
    assert {reason.quote for reason in verdict.reasons[1:]} == {"Canada", "Texas"}


def test_judge_text_one_name_often_does_not_drown_the_others(region: RegionJudge) -> None:
    text = "Toronto won. " * 30 + "It runs in Ohio, in Texas, in Utah, in Iowa and in Maine."
    assert region.judge_text("", text).region is US


def test_judge_text_reasons_say_how_strongly_and_name_countries_as_people_do(
    region: RegionJudge,
) -> None:
    told = region.judge_text("", "The Netherlands pays $3 for it.").sentence()
    assert "“The Netherlands” in the body points to the Netherlands." in told
    assert "“$” in the body leans to the US." in told


def test_judge_text_list_of_countries_does_not_place_a_city_in_the_next_one(
    region: RegionJudge,
) -> None:
    verdict = region.judge_text("", "It has partners in Singapore, Thailand and India.")
    assert "“Singapore” in the body points to Singapore." in verdict.sentence()


def test_judge_summary_serves_when_there_is_no_text(region: RegionJudge) -> None:
    article = make_article("V2G trial", summary="It runs in Denmark.")
    assert region.judge(article).region is GLOBAL


def test_judge_shouted_title_is_read(region: RegionJudge) -> None:
    assert region.judge_text("UTILITIES IN NORWAY RAISE RATES", "").region is GLOBAL


@pytest.mark.parametrize(
    ("text", "line", "rest"),
    [
        ("BERLIN, Feb. 2 - Text", "BERLIN, Feb. 2", "Text"),
        ("NEW YORK (Wire) -- Text", "NEW YORK (Wire)", "Text"),
        ("Berlin - a city", "", "Berlin - a city"),
        ("A 12 - 4 win", "", "A 12 - 4 win"),
        ("", "", ""),
    ],
)
def test_split_dateline_line_is_told_from_text(text: str, line: str, rest: str) -> None:
    assert split_dateline(text) == (line, rest)


MORE_HOSTILE = {
    **HOSTILE,
    "cities": "PARIS " * 8_000,
    "datelines": "A" * 50_000,
    "companies": "Boston & Aa " * 4_000,
    "initials": "U.S. " * 10_000,
}


@pytest.mark.parametrize("text", MORE_HOSTILE.values(), ids=MORE_HOSTILE.keys())
def test_judge_text_hostile_text_takes_bounded_time(region: RegionJudge, text: str) -> None:
    start = time.process_time()
    region.judge_text(text, text, text[:50])
    assert time.process_time() - start < 1.5


def test_shipped_regions_no_name_stands_twice() -> None:
    regions = shipped_regions()
    texts = [mark.text for mark in (*regions.every_mark(), *regions.every_hint())]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_shipped_regions_marks_have_a_side_and_a_weight() -> None:
    regions = shipped_regions()
    for mark in (*regions.every_mark(), *regions.every_hint()):
        assert mark.region in (US, GLOBAL), mark.text
        assert 0 < mark.weight <= 2, mark.text
        assert mark.country != "US" or mark.region is US, mark.text
