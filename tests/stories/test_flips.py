"""From editors' flips to rules: enough of them, none against, of bodies and towns only."""

from datetime import UTC, datetime, timedelta

import pytest

from core.learning import Decided, Flip, Outcome
from core.place import Region, RuleKind
from stories.flips import names_in, rules_from
from tests.stories.decisions import decided

US, GLOBAL, UNCLEAR = Region.US, Region.GLOBAL, Region.UNCLEAR
WHEN = datetime(2026, 1, 10, 9, tzinfo=UTC)
TITLE = "Kittling County PUD pays for exports"


def flip(
    story_id: int,
    title: str = TITLE,
    *,
    before: Region = GLOBAL,
    after: Region = US,
    source: str = "",
    hours: int = 0,
    actor: str = "Ann",
) -> Flip:
    return Flip(
        story_id=story_id,
        before=before,
        after=after,
        actor=actor,
        at=WHEN + timedelta(hours=hours),
        source=source or f"source-{story_id}",
        title=title,
        lead="",
    )


def stood(story_id: int, title: str, region: Region, source: str = "other") -> Decided:
    return decided(story_id, title=title, region=region, source=source)


def subjects(*flips: Flip, against: tuple[Decided, ...] = ()) -> dict[str, Region]:
    return {rule.subject: rule.region for rule in rules_from(flips, against)}


def test_rules_from_two_stories_with_one_utility_make_a_rule() -> None:
    [rule] = rules_from([flip(1), flip(2, hours=3, actor="Ben")], ())
    assert (rule.kind, rule.subject, rule.region) == (RuleKind.NAME, "Kittling County PUD", US)
    assert (rule.decided_by, rule.decided_at, rule.flips) == ("Ben", WHEN + timedelta(hours=3), 2)


def test_rules_from_one_story_makes_none_however_often_it_was_flipped() -> None:
    again = [flip(1), flip(1, before=US, after=GLOBAL, hours=1), flip(1, hours=2)]
    assert rules_from(again, ()) == ()


def test_rules_from_flip_taken_back_is_no_evidence() -> None:
    back = flip(2, before=US, after=GLOBAL, hours=5)
    assert rules_from([flip(1), flip(2), back], ()) == ()


def test_rules_from_flips_both_ways_make_none() -> None:
    assert rules_from([flip(1), flip(2), flip(3, before=US, after=GLOBAL)], ()) == ()


def test_rules_from_approved_find_that_stood_speaks_against() -> None:
    assert subjects(flip(1), flip(2), against=(stood(3, TITLE, GLOBAL),)) == {}
    assert subjects(flip(1), flip(2), against=(stood(3, TITLE, US),)) == {"Kittling County PUD": US}


def test_rules_from_makers_and_countries_are_no_rules() -> None:
    twice = [flip(n, "Tesla sells in Canada") for n in (1, 2)]
    assert rules_from(twice, ()) == ()


def test_rules_from_town_that_cannot_lie_there_is_no_rule() -> None:
    assert subjects(*(flip(n, f"Utrecht plugs in {n}") for n in (1, 2))) == {}
    assert subjects(*(flip(n, f"Hamilton plugs in {n}") for n in (1, 2))) == {"Hamilton": US}


def test_rules_from_three_stories_of_one_source_make_a_rule() -> None:
    three = [flip(n, f"A charger {n} is out", source="gridpost") for n in (1, 2, 3)]
    [rule] = rules_from(three, ())
    assert (rule.kind, rule.subject, rule.region) == (RuleKind.SOURCE, "gridpost", US)
    assert rules_from(three[:2], ()) == ()
    assert rules_from(three, [stood(4, "A lamp is out", GLOBAL, source="gridpost")]) == ()


def test_rules_from_rejected_find_says_nothing_about_its_region() -> None:
    against = decided(3, title=TITLE, region=GLOBAL, outcome=Outcome.REJECTED)
    assert subjects(flip(1), flip(2), against=(against,)) != {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Hudson Hill School District buys buses", ["Hudson Hill School District"]),
        ("KPUD pays owners", ["KPUD"]),
        ("A plan for Utrecht’s cars", ["Utrecht"]),
        ("How Ford and Tesla sell batteries", []),
        ("It starts in France and in Texas", []),
    ],
)
def test_names_in_finds_bodies_towns_and_acronyms(text: str, expected: list[str]) -> None:
    assert list(names_in(text)) == expected
