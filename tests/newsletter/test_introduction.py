"""The introduction by rule: what continues, what is new, what rounds it off."""

from dataclasses import replace

from config.newsletter import Named
from core.introduction import IntroductionBrief, PlacedFind
from core.place import Region
from newsletter.introduction import draft_introduction
from tests.newsletter.samples import FEATURES

TOPICS = (
    Named(name="school buses", words=("school buses",)),
    Named(name="homes", words=("homes",)),
)
BRIEF = IntroductionBrief(
    newsletter="V2G News",
    number="Volume 2 | Issue 3",
    features=FEATURES[:2],
    finds=(
        PlacedFind(headline="Harbor buys buses.", text="Its school buses run.", region=Region.US),
        PlacedFind(headline="Utah", text="More school buses and homes.", region=Region.US),
        PlacedFind(headline="Utrecht", text="A plaza.", region=Region.GLOBAL),
    ),
)


def test_introduction_says_what_is_looked_at_brought_and_rounded_off() -> None:
    first, second = draft_introduction(BRIEF, TOPICS).split("\n\n")
    assert first.startswith("This edition of V2G News looks at school buses. We are pleased")
    assert FEATURES[0].title.strip("“”") in first
    assert second.startswith("This issue also brings")
    assert "two finds from the United States and one find from the wider world" in second
    assert second.endswith("beginning with this: Harbor buys buses.")


def test_introduction_continues_what_an_earlier_one_spoke_of() -> None:
    text = draft_introduction(replace(BRIEF, earlier=("We met school buses.",)), TOPICS)
    assert "continues our look at school buses" in text


def test_introduction_of_nothing_is_empty() -> None:
    assert draft_introduction(replace(BRIEF, features=(), finds=()), TOPICS) == ""
