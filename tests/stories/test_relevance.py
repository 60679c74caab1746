"""What is core, adjacent or off the beat, and which words say so."""

import re
import time

import pytest
import yaml
from pydantic import TypeAdapter

from config.beat import Beat, HouseStyle, Term, TermKind
from core.relevance import Relevance
from stories.relevance import RelevanceJudge
from tests.stories.conftest import shipped_beat

CORE, ADJACENT, OFF = Relevance.CORE, Relevance.ADJACENT, Relevance.OFF

CASES = [
    ("title says it", "School buses feed the grid with V2G", "", CORE),
    ("small letters", "Utility opens v2g programme", "", CORE),
    ("hyphens or blanks", "Vehicle to grid trial begins in Perth", "", CORE),
    ("bidirectional charging", "Kia brings bidirectional charging to the EV9", "", CORE),
    ("V2X with energy", "Massachusetts picks V2X sites", "They get bidirectional chargers.", CORE),
    ("V2X without energy", "V2X conference returns to Berlin", "Speakers are announced.", OFF),
    (
        "C-V2X radio",
        "FCC clears C-V2X in the 5.9 GHz band",
        "Carmakers may use cellular V2X and roadside units to warn drivers; charging is not part.",
        OFF,
    ),
    ("V2X chipset", "New V2X chipset for road safety", "It draws less power than DSRC units.", OFF),
    ("converter of another trade", "Bidirectional converter for data centers", "48 V racks.", OFF),
    ("virtual PPA", "Grocer signs virtual PPA for wind power", "The VPPA covers 40 MW.", OFF),
    ("virtual power plant", "Texas virtual power plant passes 1 GW", "", ADJACENT),
    ("managed charging", "Utility widens managed charging", "", ADJACENT),
    ("V2L in a review", "First drive: a roomy family SUV", "It has V2L and a heat pump.", ADJACENT),
    (
        "named in a list",
        "New home charger announced",
        "It has a screen, supports features such as V2H, solar surplus and billing.",
        ADJACENT,
    ),
    (
        "two clauses are no list",
        "A contract for school buses",
        "When it was signed, the 22 electric buses had charged for a year in the yard, and the "
        "two-way chargers had been there as long. The V2G deal changes that.",
        CORE,
    ),
    (
        "a comparison is no list",
        "State to hold a workshop",
        "Cases like theirs are why a proceeding on bidirectional chargers was opened; owners of "
        "two-way car chargers may speak.",
        CORE,
    ),
    (
        "named at the end of a list",
        "New home charger announced",
        "It does billing, load sharing, and V2G. It is grey.",
        ADJACENT,
    ),
    (
        "said in plain words",
        "Six buses that earn while they sit",
        "The lease is lower when the electric buses send power back to the grid. They return power "
        "to the grid in summer; the chargers export to the grid at dusk.",
        CORE,
    ),
    ("power to the grid without a vehicle", "Wind farm sends power to the grid", "", OFF),
    ("podcast", "Grid Podcast: tariffs, V2G and heat pumps", "Guests talk.", ADJACENT),
    ("plain charging", "Highway chargers open near Oslo", "Eight bays with 300 kW each.", OFF),
    ("nothing", "Council repaves the market square", "", OFF),
    ("Dutch", "Gemeente opent laadplein", "Daar kunnen auto's bidirectioneel laden.", CORE),
    (
        "Dutch in plain words",
        "Deelauto's gaan terugleveren",
        "Het laadpunt kan twee kanten op.",
        ADJACENT,
    ),
    ("German", "Netzbetreiber testet bidirektionales Laden", "", CORE),
    ("French", "La recharge bidirectionnelle arrive à Lyon", "", CORE),
    ("Spanish", "Carga bidireccional para furgonetas", "", CORE),
    ("Italian", "Ricarica bidirezionale in condominio", "", CORE),
    ("Swedish", "Dubbelriktad laddning i Göteborg", "", CORE),
    ("Danish", "Kommune tester tovejsladning", "", CORE),
    ("Norwegian", "Toveislading på Bornholm", "", CORE),
    ("Chinese", "南方电网启动车网互动试点", "", CORE),
    ("Japanese", "双方向充電の実証を開始", "", CORE),
]


@pytest.mark.parametrize(
    ("title", "summary", "level"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_judge_text_words_of_the_beat_give_the_level(
    relevance: RelevanceJudge, title: str, summary: str, level: Relevance
) -> None:
    verdict = relevance.judge_text(title, summary, "")
    assert verdict.level is level, verdict.sentence()
    assert verdict.ok == (level is not OFF)


def test_judge_text_passing_mention_deep_in_a_long_text_is_not_core(
    relevance: RelevanceJudge,
) -> None:
    text = "The town plans a new depot for its fire engines. " * 60 + "One may try V2G later."
    verdict = relevance.judge_text("Fire depot planned", "", text)
    assert verdict.level is ADJACENT
    assert [reason.where for reason in verdict.reasons] == ["body"]


def test_judge_text_many_mentions_in_the_body_are_core(relevance: RelevanceJudge) -> None:
    start = "The depot of the school district has a new roof and new chargers. " * 12
    text = start + "Its V2G buses return power to the power grid in a pilot. " * 6
    assert relevance.judge_text("A depot for buses", "", text).level is CORE


def test_judge_text_mention_in_the_lead_and_one_more_is_core(relevance: RelevanceJudge) -> None:
    lead = "The depot has bidirectional chargers. " + "It has a new roof and a canteen. " * 30
    assert relevance.judge_text("A depot for buses", "", lead).level is ADJACENT
    assert relevance.judge_text("A depot for buses", "", lead + "V2G pays.").level is CORE


def test_judge_text_need_is_met_by_a_word_that_two_needs_name() -> None:
    terms = (
        Term(text="both ways", kind=TermKind.CORE, needs=("charger",)),
        Term(text="other", kind=TermKind.CORE, needs=("charger*",)),
    )
    judge = RelevanceJudge(Beat(name="b", description="", terms=terms, style=HouseStyle()))
    assert judge.judge_text("The chargers work both ways", "", "").level is CORE
    assert judge.judge_text("The tides work both ways", "", "").level is OFF


def test_judge_text_advertisement_is_kept_and_flagged(relevance: RelevanceJudge) -> None:
    verdict = relevance.judge_text(
        "Bidirectional charger market size to reach USD 9 billion",
        "The market is projected to grow at a CAGR of 31 % in the forecast period.",
        "The market report names key players. Request a sample.",
    )
    assert verdict.advertisement
    assert verdict.ok
    assert verdict.code == "advertisement"


def test_judge_text_news_with_a_growth_rate_is_no_advertisement(relevance: RelevanceJudge) -> None:
    text = "A utility connected 40 V2G buses. Its fleet grew at a CAGR of 12 % since 2022."
    assert not relevance.judge_text("Utility connects V2G buses", text, "").advertisement


def test_judge_text_reasons_name_the_word_the_place_and_the_sign(
    relevance: RelevanceJudge,
) -> None:
    verdict = relevance.judge_text(
        "V2G buses return power", "The radio standard C-V2X has no part in it.", ""
    )
    core = next(reason for reason in verdict.reasons if reason.code == "core")
    against = next(reason for reason in verdict.reasons if reason.code == "false_friend")
    assert (core.quote, core.where, core.weight) == ("V2G", "title", 3.0)
    assert core.text == "“V2G” in the title is of the beat."
    assert against.weight < 0
    assert against.quote == "C-V2X"


def test_judge_text_language_of_a_term_keeps_it_from_others() -> None:
    term = Term(text="rete", kind=TermKind.CORE, languages=("it",))
    judge = RelevanceJudge(Beat(name="b", description="", terms=(term,), style=HouseStyle()))
    assert judge.judge_text("rete", "", "", "it").level is CORE
    assert judge.judge_text("rete", "", "", "en").level is OFF


def test_judge_text_capitals_are_matched_as_written() -> None:
    term = Term(text="VPP", kind=TermKind.CORE)
    judge = RelevanceJudge(Beat(name="b", description="", terms=(term,), style=HouseStyle()))
    assert judge.judge_text("The VPP grows, two VPPs merge", "", "").level is CORE
    assert judge.judge_text("vpp", "", "").level is OFF


def test_judge_text_empty_is_off_with_a_reason(relevance: RelevanceJudge) -> None:
    verdict = relevance.judge_text("", "", "")
    assert verdict.level is OFF
    assert verdict.sentence() == "No term of the beat stands in it."


HOSTILE = {
    "one word": "a" * 50_000,
    "capitals": "A " * 25_000,
    "commas": ", " * 25_000,
    "list openers": "including a " * 4_000,
    "terms": "V2G, " * 10_000,
    "no blanks": "双向充电" * 12_500,
    "quotes": "“" * 50_000,
    "hyphens": "vehicle-to-" * 4_500,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_judge_text_hostile_text_takes_bounded_time(relevance: RelevanceJudge, text: str) -> None:
    start = time.process_time()
    relevance.judge_text(text, text, text)
    assert time.process_time() - start < 1.5


def test_shipped_beat_no_term_stands_twice() -> None:
    texts = [(re.sub(r"[-‐ ]", " ", term.text.lower()), term.languages) for term in beat_terms()]
    assert sorted(texts) == sorted(set(texts))


def test_shipped_beat_style_is_the_house_style_of_a_find() -> None:
    style = shipped_beat().style
    assert (style.min_words, style.max_words) == (90, 180)
    assert (style.min_sentences, style.max_sentences) == (3, 7)
    assert ("bi-directional", "bidirectional") in style.acronyms
    assert "groundbreaking" in style.banned_words


def beat_terms() -> tuple[Term, ...]:
    return shipped_beat().terms


def test_shipped_beat_written_out_reads_back_the_same() -> None:
    adapter = TypeAdapter(Beat)
    text = yaml.safe_dump(adapter.dump_python(shipped_beat(), mode="json"), allow_unicode=True)
    assert adapter.validate_python(yaml.safe_load(text)) == shipped_beat()
