"""What the sample web promises to hold, counted on the shipped articles."""

from collections import defaultdict
from datetime import date

import pytest

from sampleweb.content import SampleArticle, Trait, load_articles
from sampleweb.outlets import load_outlets

PRESS = {"wirepoint", "bayshore-power", "ampere-lane", "forecast-mills"}


@pytest.fixture(scope="module")
def articles(today: date) -> tuple[SampleArticle, ...]:
    return load_articles(today)


@pytest.fixture(scope="module")
def core(articles: tuple[SampleArticle, ...]) -> dict[str, list[SampleArticle]]:
    stories: dict[str, list[SampleArticle]] = defaultdict(list)
    for article in articles:
        if article.beat == "core":
            stories[article.story].append(article)
    return stories


def test_mix_numbers_suffice_for_a_demonstration(
    articles: tuple[SampleArticle, ...], core: dict[str, list[SampleArticle]]
) -> None:
    assert len(articles) >= 66
    assert sum(map(len, core.values())) >= 26
    assert len(core) >= 16
    assert sum(1 for story in core.values() if story[0].region == "US") >= 7
    assert sum(1 for story in core.values() if story[0].region == "Global") >= 7
    assert sum(1 for article in articles if article.beat == "adjacent") >= 8
    assert sum(1 for article in articles if article.beat == "off") >= 15


def test_mix_one_story_has_one_region_and_one_beat(articles: tuple[SampleArticle, ...]) -> None:
    truth: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for article in articles:
        truth[article.story].add((article.region, article.beat))
    assert {story: seen for story, seen in truth.items() if len(seen) > 1} == {}


@pytest.mark.parametrize(
    ("story", "outlets"),
    [
        ("redwood-buses", {"wirepoint", "bayshore-power", "gridpost"}),
        ("utrecht-plaza", {"charge-atlas", "stroomblad", "voltavenue"}),
        ("hamburg-depot", {"charge-atlas", "netzbote", "voltavenue", "fjord-energy"}),
        ("adelaide-fleet", {"charge-atlas", "southern-current"}),
        ("illinois-rule", {"dockets-daily", "gridpost", "prairie-ledger"}),
        ("kent-homes", {"islandgrid", "voltavenue"}),
        ("ampere-cert", {"wirepoint", "ampere-lane", "charge-atlas", "dockets-daily"}),
    ],
)
def test_mix_event_is_told_by_several_outlets(
    core: dict[str, list[SampleArticle]], story: str, outlets: set[str]
) -> None:
    assert {article.outlet for article in core[story]} == outlets


def test_mix_every_trait_occurs(articles: tuple[SampleArticle, ...]) -> None:
    assert {trait for article in articles for trait in article.traits} == set(Trait)


def test_mix_press_release_has_two_echoes_or_more(core: dict[str, list[SampleArticle]]) -> None:
    traits = [article.traits for article in core["ampere-cert"]]
    assert sum(1 for seen in traits if Trait.PRESS_RELEASE in seen) == 1
    assert sum(1 for seen in traits if Trait.ECHO in seen) >= 2


def test_mix_syndicated_copy_has_the_text_of_its_original(
    articles: tuple[SampleArticle, ...],
) -> None:
    by_id = {article.id: article for article in articles}
    copies = [article for article in articles if Trait.SYNDICATED in article.traits]
    assert copies
    for copy in copies:
        assert copy.copy_of is not None
        assert copy.body == by_id[copy.copy_of].body
        assert copy.published > by_id[copy.copy_of].published


def test_mix_radio_stories_are_off_the_beat(articles: tuple[SampleArticle, ...]) -> None:
    radio = [article for article in articles if "V2X" in article.body and article.beat != "core"]
    assert sum(1 for article in radio if article.outlet == "connected-road") >= 4
    assert all(article.beat == "off" for article in radio)


def test_mix_dutch_and_german_each_have_two_core_articles(
    articles: tuple[SampleArticle, ...],
) -> None:
    language = {outlet.slug: outlet.language for outlet in load_outlets()}
    for wanted in ("nl", "de"):
        found = [a for a in articles if language[a.outlet] == wanted and a.beat == "core"]
        assert len(found) >= 2


def test_mix_core_articles_are_long_enough_for_an_extract(
    core: dict[str, list[SampleArticle]],
) -> None:
    for article in (article for story in core.values() for article in story):
        least = 150 if article.outlet in PRESS else 220
        assert len(article.body.split()) >= least, article.id
        sentences = sum(article.body.count(mark) for mark in (". ", ".\n", '." ', "? "))
        assert sentences >= 9 or article.outlet in PRESS, article.id
