"""What is proposed where a text does not say: weak, flagged, and silent beside any real place."""

from datetime import UTC, datetime

import pytest

from config.regions import MarkSet, Regions
from core.place import Region, RegionRule, RuleKind
from stories.hints import Circumstances
from stories.region import RegionJudge
from tests.stories.conftest import make_article, shipped_regions

US, GLOBAL, UNCLEAR = Region.US, Region.GLOBAL, Region.UNCLEAR
HINTED = Regions(
    marks=(),
    hints=(
        MarkSet(names=("Gridling",), region=US, note="does its business in the US"),
        MarkSet(names=("Velocar",), region=GLOBAL, note="is not sold in the US"),
    ),
)
WHEN = datetime(2026, 1, 20, 9, tzinfo=UTC)


def rule(
    subject: str, region: Region, kind: RuleKind = RuleKind.NAME, **more: object
) -> RegionRule:
    values = {
        "rule_id": 1,
        "kind": kind,
        "subject": subject,
        "region": region,
        "decided_by": "Ann",
        "decided_at": WHEN,
        "flips": 2,
    }
    return RegionRule(**{**values, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def hinted() -> RegionJudge:
    return RegionJudge(HINTED)


@pytest.mark.parametrize(
    ("text", "known", "expected", "code"),
    [
        ("Gridling pays owners.", Circumstances(), US, "market"),
        ("Velocar adds two-way charging.", Circumstances(), GLOBAL, "market"),
        ("Das Auto speist ein.", Circumstances(language="de"), GLOBAL, "language"),
        ("A new charger is out.", Circumstances(coverage=US), US, "coverage"),
        ("A new charger is out.", Circumstances(coverage=GLOBAL), GLOBAL, "coverage"),
        ("Gridling pays owners.", Circumstances(coverage=GLOBAL), US, "market"),
    ],
)
def test_judge_text_names_no_place_proposes_and_is_not_ok(
    hinted: RegionJudge, text: str, known: Circumstances, expected: Region, code: str
) -> None:
    verdict = hinted.judge_text("", text, circumstances=known)
    assert (verdict.region, verdict.ok, verdict.code) == (expected, False, "weak")
    assert "only proposed, on weak signs: please check" in verdict.reasons[0].text
    assert code in {reason.code for reason in verdict.reasons}


def test_judge_text_names_a_place_hints_play_no_part(hinted: RegionJudge) -> None:
    known = Circumstances(coverage=US, language="en")
    verdict = hinted.judge_text("Gridling goes to Oslo", "It runs in Norway.", circumstances=known)
    assert (verdict.region, verdict.ok) == (GLOBAL, True)
    assert {reason.code for reason in verdict.reasons} == {"city", "country"}


def test_judge_text_both_sides_even_hint_proposes_and_says_so(hinted: RegionJudge) -> None:
    verdict = hinted.judge_text("Gridling", "It runs in Canada. It runs in Texas.")
    assert (verdict.region, verdict.code) == (US, "weak")
    assert verdict.reasons[0].text.startswith("The text names both sides about equally.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It drives 480 km by WLTP.", GLOBAL),
        ("It drives 610 kilometers under the CLTC cycle.", GLOBAL),
        ("The charger is listed to UL 9741.", US),
        ("Chargers like it are built around the world.", GLOBAL),
    ],
)
def test_shipped_hints_rules_of_one_market_propose(text: str, expected: Region) -> None:
    verdict = RegionJudge(shipped_regions()).judge_text("", text)
    assert (verdict.region, verdict.ok) == (expected, False), verdict.sentence()


def test_judge_text_no_sign_at_all_stays_unclear(hinted: RegionJudge) -> None:
    assert hinted.judge_text("A charger", "It has a screen.").region is UNCLEAR


def test_judge_article_reads_coverage_and_language(hinted: RegionJudge) -> None:
    article = make_article("V2G charger is out", "It has a screen.", region_hint=US)
    assert hinted.judge(article).code == "weak"
    assert hinted.judge(article).region is US


def test_judge_text_rule_outweighs_what_the_gazetteer_says() -> None:
    text = "Snohomish pays. Norway, Norway, Norway watches from Oslo."
    without = RegionJudge(shipped_regions())
    taught = RegionJudge(shipped_regions(), [rule("Snohomish", US)])
    assert without.judge_text("", text).region is GLOBAL
    verdict = taught.judge_text("", text)
    assert (verdict.region, verdict.ok) == (US, True)
    assert verdict.reasons[0].text == (
        "“Snohomish” in the body belongs to US, as decided by Ann on 1/20/2026."
    )


def test_judge_text_rule_stands_in_for_a_mark_of_the_same_name() -> None:
    taught = RegionJudge(shipped_regions(), [rule("Vattenfall", US)])
    assert taught.judge_text("", "Vattenfall opens a depot.").region is US


def test_judge_text_revoked_rule_is_forgotten() -> None:
    gone = rule("Snohomish", US, revoked_by="Ben", revoked_at=WHEN)
    assert RegionJudge(HINTED, [gone]).judge_text("", "Snohomish pays.").region is UNCLEAR


def test_judge_source_rule_decides_only_where_no_place_is_named() -> None:
    taught = RegionJudge(HINTED, [rule("gridpost", US, RuleKind.SOURCE)])
    silent = make_article("A charger is out", "It has a screen.", outlet="gridpost")
    placed = make_article("A charger is out", "It hangs in Oslo, Norway.", outlet="gridpost")
    verdict = taught.judge(silent)
    assert (verdict.region, verdict.ok) == (US, True)
    assert "as decided by Ann on 1/20/2026" in verdict.sentence()
    assert taught.judge(placed).region is GLOBAL
