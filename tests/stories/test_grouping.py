"""Which articles become one story, and who leads it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from core.article import Article, ArticleFlag, Completeness
from core.place import Region
from core.relevance import Relevance
from core.story import Judged, OpenStory, Part, StoryIntent
from stories.grouping import Decider
from tests.stories.conftest import NOW

Both = Callable[..., tuple[Article, Judged]]

FREMONT = (
    "Fremont Unified School District and Pacific Gas and Electric switched on a V2G charging "
    "depot for 14 electric school buses on Monday. The Mobility House runs the chargers. The "
    "buses can return 300 kilowatts to the grid in Fremont, California."
)
FREMONT_AGAIN = (
    "Children in Fremont now ride to school in batteries. PG&E and The Mobility House have put "
    "14 electric buses of the Fremont Unified School District to work for the grid, with up to "
    "300 kilowatts on summer evenings, the utility said in California."
)
OAKLAND = (
    "Oakland Unified School District and Pacific Gas and Electric switched on V2G chargers for "
    "74 electric school buses. Zum runs the buses, which return power to the grid in Oakland, "
    "California, in the evening."
)
UTRECHT_EN = (
    "The Dutch city of Utrecht opened a charging plaza where 50 shared Renault cars of MyWheels "
    "feed power back to the grid with bidirectional charging. We Drive Solar runs the chargers "
    "on the Jaarbeursplein, and grid operator Stedin measures the peak, Eva Oosters said."
)
UTRECHT_NL = (
    "In Utrecht staat een laadplein waar 50 deelauto's van MyWheels stroom terugleveren aan het "
    "net. De Renault kan bidirectioneel laden. We Drive Solar beheert de palen op het "
    "Jaarbeursplein; netbeheerder Stedin meet de piek, zegt wethouder Eva Oosters."
)
EINDHOVEN_NL = (
    "In Eindhoven komt een laadplein waar bussen stroom terugleveren aan het net. VDL levert de "
    "laders voor bidirectioneel laden. Netbeheerder Enexis meet de piek, zegt wethouder Rik Thijs."
)


def decide(*new: tuple[Article, Judged], into: tuple[OpenStory, ...] = ()) -> list[StoryIntent]:
    return list(Decider().decide(new, into, now=NOW))


def stored(
    intent: StoryIntent, *articles: tuple[Article, Judged], by_hand: bool = False
) -> OpenStory:
    order = {key: place for place, key in enumerate(intent.story.article_ids)}
    ordered = sorted(articles, key=lambda both: order[both[0].article_id])
    return OpenStory(
        story=intent.story,
        articles=tuple(article for article, _ in ordered),
        judged=tuple(judged for _, judged in ordered),
        by_hand=by_hand,
    )


def test_decide_one_article_opens_a_story(judged: Both) -> None:
    [intent] = decide(judged("V2G buses in Fremont", FREMONT))
    assert intent.story.story_id == 0
    assert intent.story.members[0].part is Part.LEAD
    assert intent.reasons[0].code == "opened"
    assert intent.story.relevance is Relevance.CORE
    assert intent.story.region.region is Region.US


def test_decide_nothing_new_asks_for_nothing(judged: Both) -> None:
    first = judged("V2G buses in Fremont", FREMONT)
    assert decide(into=(stored(decide(first)[0], first),)) == []


def test_decide_article_judged_anew_tells_its_story_anew(judged: Both) -> None:
    teaser = judged("V2G buses in Fremont", "Buses give power back.")
    story = stored(decide(teaser)[0], teaser)
    whole = judged("V2G buses in Fremont", FREMONT)
    again = replace(story, articles=(whole[0],), judged=(whole[1],))
    (intent,) = decide(whole, into=(again,))
    assert intent.story.region == whole[1].region != story.story.region
    assert (intent.new_article_ids, intent.reasons[0].code) == ((), "anew")


def test_decide_loose_story_gives_up_what_belongs_elsewhere(judged: Both) -> None:
    fremont, oakland = judged("Buses in Fremont", FREMONT), judged("Buses in Oakland", OAKLAND)
    again = judged("Fremont school buses give power back", FREMONT_AGAIN)
    wrong = stored(decide(fremont)[0], fremont)
    both = replace(wrong.story, members=(*wrong.story.members, *decide(oakland)[0].story.members))
    mixed = OpenStory(
        story=replace(both, story_id=5),
        articles=(fremont[0], oakland[0]),
        judged=(fremont[1], oakland[1]),
        settled=False,
    )
    told = {frozenset(i.story.article_ids): i.story.story_id for i in decide(again, into=(mixed,))}
    home = frozenset({fremont[0].article_id, again[0].article_id})
    assert told.keys() == {home, frozenset({oakland[0].article_id})}
    assert sorted(told.values()) == [0, 5]
    kept = decide(again, into=(replace(mixed, settled=True),))
    assert [len(intent.story.members) for intent in kept] == [3]


def test_decide_two_reports_of_one_event_are_independent(judged: Both) -> None:
    first = judged("V2G buses in Fremont", FREMONT, outlet="Bay Wire", day=date(2026, 2, 1))
    second = judged("Batteries take children to school", FREMONT_AGAIN, outlet="Herald")
    [intent] = decide(second, first)
    assert [m.part for m in intent.story.members] == [Part.LEAD, Part.INDEPENDENT]
    assert intent.story.lead_id == first[0].article_id
    assert intent.story.title == "V2G buses in Fremont"
    assert "both have the figures 300 and 14" in intent.reasons[1].text
    assert "Fremont" in intent.reasons[1].text


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("37.5GWh", "37.5"),
        ("37.5 GWh", "37.5"),
        ("112kW", "112"),
        ("£840m", "840"),
        ("€61.4bn", "61.4"),
        ("1,250MWh", "1250"),
    ],
)
def test_decide_figure_with_its_unit_attached_is_shown_whole(
    judged: Both, written: str, figure: str
) -> None:
    told = f" The scheme comes to {written}."
    first = judged("V2G buses in Fremont", FREMONT + told, outlet="Bay Wire")
    second = judged("Batteries take children to school", FREMONT_AGAIN + told, outlet="Herald")
    [intent] = decide(first, second)
    said = re.search(r"the figures ([\d., and]+)", intent.reasons[1].text)
    assert said
    assert figure in re.split(", | and ", said[1].rstrip(".,"))


@pytest.mark.parametrize("written", ["2.5x", "77B9", "747Max", "1990s", "10.30am"])
def test_decide_digits_of_a_name_or_an_hour_are_no_figure(judged: Both, written: str) -> None:
    told = f" The scheme comes to {written}."
    first = judged("V2G buses in Fremont", FREMONT + told, outlet="Bay Wire")
    second = judged("Batteries take children to school", FREMONT_AGAIN + told, outlet="Herald")
    [intent] = decide(first, second)
    assert "both have the figures 300 and 14" in intent.reasons[1].text


def test_decide_two_school_districts_are_two_stories(judged: Both) -> None:
    a = judged("School district switches on V2G depot", FREMONT)
    b = judged("School district adds V2G buses", OAKLAND, outlet="Other")
    assert len(decide(a, b)) == 2


def test_decide_dutch_and_english_articles_on_one_event_join(judged: Both) -> None:
    en = judged("Utrecht opens V2G charging plaza", UTRECHT_EN, language="en", outlet="Wire")
    nl = judged("Laadplein in Utrecht geopend", UTRECHT_NL, language="nl", outlet="Stadsblad")
    other = judged("Laadplein voor Eindhoven", EINDHOVEN_NL, language="nl", outlet="Dagblad")
    intents = decide(en, nl, other)
    assert sorted(len(intent.story.members) for intent in intents) == [1, 2]
    assert decide(nl, other)[0].story.members[1:] == ()


DEPOT_EN = (
    "Hamburg operator Elbverkehr has opened its books. Its Bergedorf depot can absorb or deliver "
    "3.6 MW with 48 electric buses on bidirectional chargers. Revenue was EUR 25,100, and the "
    "grid company Netzwerk Nord stopped the depot nine times. A second depot follows in Harburg."
)
DEPOT_DE = (
    "Auf dem Betriebshof Bergedorf laden 48 Elektrobusse von Elbverkehr bidirektional. Installiert "
    "sind 3,6 Megawatt, die Erlöse lagen bei 25.100 Euro. Das Verfahren dauerte elf Monate, denn "
    "die Ladesäulen reagierten langsam. Netzwerk Nord behielt sich ein Stoppsignal vor. Als "
    "Nächstes folgt der Betriebshof Harburg."
)


def test_decide_german_and_english_numbers_are_the_same_numbers(judged: Both) -> None:
    en = judged("What a depot earns", DEPOT_EN, language="en", outlet="Wire")
    de = judged("Ein Winter Regelleistung", DEPOT_DE, language="de", outlet="Bote")
    [intent] = decide(en, de)
    assert any("25100" in reason.text and "3.6" in reason.text for reason in intent.reasons)


def test_decide_report_without_a_figure_of_its_own_is_an_echo(judged: Both) -> None:
    release = (
        "Ampere Lane said its AL-60 bidirectional charger was listed to UL 1741 SB on November 14 "
        "after 19 weeks. The first 31 sites waited 214 days; now it is 60. About 640 units run in "
        "14 states and get new firmware by January 2027, for $900 each with 12 functions."
    )
    retold = (
        "The AL-60 bidirectional charger of Ampere Lane may follow simplified review: UL 1741 SB "
        "listed it on November 14, after 19 weeks in a laboratory. Owners of 31 sites had waited "
        "214 days, which becomes 60. In 14 states 640 units get 12 functions in 2027 for $900."
    )
    asked = retold.replace("214 days", "8 months").replace("640 units", "every fifth of 655 units")
    first = judged("Charger listed", release, outlet="Maker", day=date(2026, 2, 1))
    echo = judged("A shorter way to the grid", retold, outlet="Docket News")
    own = judged("What a listing changes", asked.replace("19 weeks", "5 months"), outlet="Asker")
    [intent] = decide(first, echo, own)
    parts = {m.article_id: m for m in intent.story.members}
    assert parts[echo[0].article_id].part is Part.ECHO
    assert parts[echo[0].article_id].reasons[0].code == "retold"
    assert parts[own[0].article_id].part is Part.INDEPENDENT


def test_decide_syndicated_copy_is_an_echo_of_the_original(judged: Both) -> None:
    copy = judged(
        "V2G buses in Fremont", FREMONT, outlet="Copy News", credit="Bay Wire", day=date(2026, 2, 1)
    )
    original = judged("V2G buses in Fremont", FREMONT, outlet="Bay Wire")
    [intent] = decide(copy, original)
    assert intent.story.lead_id == original[0].article_id
    echo = intent.story.members[1]
    assert echo.part is Part.ECHO
    assert echo.reasons[0].text == "Its text is nearly a copy of Bay Wire's."


def test_decide_flagged_copy_with_its_own_words_names_its_origin(judged: Both) -> None:
    first = judged("V2G buses in Fremont", FREMONT, outlet="Bay Wire")
    flagged = judged(
        "Batteries take children to school", FREMONT_AGAIN, flags=(ArticleFlag.SYNDICATED,)
    )
    [intent] = decide(first, flagged)
    assert intent.story.members[1].reasons[0].code == "syndicated"


def test_decide_full_report_leads_before_an_earlier_partial_one(judged: Both) -> None:
    partial = judged(
        "V2G buses in Fremont",
        FREMONT,
        completeness=Completeness.PARTIAL,
        outlet="Bay Wire",
        day=date(2026, 2, 1),
    )
    full = judged("Batteries take children to school", FREMONT_AGAIN, outlet="Herald")
    [intent] = decide(partial, full)
    assert intent.story.lead_id == full[0].article_id


def test_decide_heavier_source_leads_before_one_half_a_day_earlier(judged: Both) -> None:
    light = judged("V2G buses in Fremont", FREMONT, outlet="Light")
    heavy = judged("Batteries take children to school", FREMONT_AGAIN, outlet="Heavy")
    [intent] = Decider({"heavy": 1.8, "light": 0.5}).decide([light, heavy], [], now=NOW)
    assert intent.story.lead_id == heavy[0].article_id


def test_decide_late_article_joins_the_stored_story(judged: Both) -> None:
    first = judged("V2G buses in Fremont", FREMONT, outlet="Bay Wire", day=date(2026, 2, 1))
    late = judged("Batteries take children to school", FREMONT_AGAIN, outlet="Herald")
    [intent] = decide(late, into=(stored(decide(first)[0], first),))
    assert intent.new_article_ids == (late[0].article_id,)
    assert intent.story.article_ids == (first[0].article_id, late[0].article_id)


def test_decide_two_stored_stories_are_never_merged(judged: Both) -> None:
    a = judged("V2G buses in Fremont", FREMONT, outlet="A")
    b = judged("V2G buses in Fremont", FREMONT, outlet="B")
    new = judged("V2G buses in Fremont", FREMONT, outlet="C")
    kept = tuple(stored(decide(item)[0], item) for item in (a, b))
    intents = decide(new, into=kept)
    assert len(intents) == 1
    assert len(intents[0].story.members) == 2


def test_decide_story_made_by_hand_keeps_its_lead_and_its_members(judged: Both) -> None:
    lead = judged("Batteries take children to school", FREMONT_AGAIN, outlet="Herald")
    odd = judged("A bakery buys bikes", "Nothing alike at all.", outlet="Bread")
    [made] = [intent for intent in decide(lead, odd) if intent.story.title.startswith("Batt")]
    story = stored(made, lead, by_hand=True)
    earlier = judged("V2G buses in Fremont", FREMONT, outlet="Wire", day=date(2026, 1, 31))
    [intent] = decide(earlier, into=(story,))
    assert intent.story.lead_id == lead[0].article_id


def test_decide_order_of_arrival_in_one_batch_does_not_matter(judged: Both) -> None:
    items = [
        judged("V2G buses in Fremont", FREMONT, outlet="A"),
        judged("Batteries take children to school", FREMONT_AGAIN, outlet="B"),
        judged("School district adds V2G buses", OAKLAND, outlet="C"),
        judged("Utrecht opens V2G charging plaza", UTRECHT_EN, outlet="D"),
    ]
    expected = decide(*items)
    for order in permutations(items):
        assert decide(*order) == expected


def test_decide_far_days_keep_reports_apart(judged: Both) -> None:
    old = judged("V2G buses in Fremont", FREMONT, outlet="A", day=date(2025, 12, 20))
    new = judged("Batteries take children to school", FREMONT_AGAIN, outlet="B")
    assert len(decide(old, new)) == 2


def test_decide_region_is_the_majoritys_when_the_lead_is_unclear(judged: Both) -> None:
    lead = judged(
        "V2G school buses", FREMONT.replace("California", "town").replace("Fremont", "It")
    )
    assert lead[1].region.region is not Region.GLOBAL
    others = [judged("V2G school buses", FREMONT, outlet=name) for name in ("B", "C")]
    [intent] = decide(lead, *others)
    assert intent.story.region.region is Region.US


def test_decide_region_sure_report_outweighs_a_lead_that_only_leans(judged: Both) -> None:
    nowhere = FREMONT.replace("in Fremont, California", "on summer evenings")
    nowhere = nowhere.replace("Fremont Unified School District and Pacific Gas and Electric", "It")
    nowhere = nowhere.replace("school buses", "vans")
    lead = judged("V2G buses return power", nowhere, region_hint=Region.GLOBAL)
    assert (lead[1].region.region, lead[1].region.code) == (Region.GLOBAL, "weak")
    other = judged("V2G buses return power", f"{nowhere} It runs in Maryland.", outlet="Other")
    [intent] = decide(lead, other)
    assert (intent.story.region.region, intent.story.region.ok) == (Region.US, True)


def test_decide_rank_is_the_sum_of_its_reasons(judged: Both) -> None:
    intents = decide(
        judged("V2G buses in Fremont", FREMONT, outlet="A", day=date(2026, 1, 20)),
        judged("Batteries take children to school", FREMONT_AGAIN, outlet="B"),
    )
    for intent in intents:
        assert intent.story.rank == pytest.approx(sum(r.weight for r in intent.story.rank_reasons))


def test_decide_advertisement_ranks_below_adjacent_news(judged: Both) -> None:
    ad = judged(
        "Bidirectional charger market size to reach USD 9 billion",
        "The market report expects a CAGR of 31 % in the forecast period. Request a sample.",
    )
    near = judged("Utility widens managed charging", "It starts in Ohio.", outlet="B")
    ranks = {intent.story.advertisement: intent.story.rank for intent in decide(ad, near)}
    assert ranks[True] < ranks[False]


def test_decide_four_events_of_the_beat_are_four_stories(judged: Both) -> None:
    texts = {
        "V2G buses in Fremont": FREMONT,
        "V2G buses in Oakland": OAKLAND,
        "V2G plaza in Utrecht": UTRECHT_EN,
        "Laadplein in Eindhoven": EINDHOVEN_NL,
    }
    items = [judged(title, text, outlet=title[-3:]) for title, text in texts.items()]
    assert len(decide(*items)) == 4
