"""The gauge: sections, what comes up again and again, and what has not been seen."""

from dataclasses import replace

import pytest

from config.beat import HouseStyle
from config.newsletter import Named
from core.place import Region
from core.text import sentences
from newsletter.balance import Balance, WeighedFind, weigh_balance
from tests.newsletter.samples import NEWSLETTER

WATCHING = replace(
    NEWSLETTER,
    areas=(Named(name="Asia", words=("Japan", "Osaka")), Named(name="Texas", words=("Texas",))),
    topics=(Named(name="school buses", words=("school bus", "school buses")),),
)


def find(text: str, source: str = "Grid Post", region: Region = Region.US) -> WeighedFind:
    parts = tuple(span.text for span in sentences(text))
    return WeighedFind(region=region, text=text, source=source, sentences=parts)


def weigh(*finds: WeighedFind, past: tuple[tuple[str, ...], ...] = ()) -> Balance:
    return weigh_balance(finds, WATCHING, HouseStyle(), past, known_words=("Powerwall",))


def test_balance_counts_finds_and_words_beside_the_targets() -> None:
    us, world = weigh(find("One two three."), find("Four five.")).sections
    assert (us.finds, us.target, us.words, us.share) == (2, 4, 5, 50)
    assert (us.least_words, us.most_words) == (360, 720)
    assert (world.finds, world.share) == (0, 0)


def test_balance_names_what_comes_up_in_several_finds() -> None:
    found = weigh(
        find("The school bus plan of Nuvve Holding works.", "Grid Post"),
        find("School buses by Nuvve Holding and by Wallbox run.", "Grid Post"),
        find("For Nuvve Holding this is new.", "Other"),
    )
    assert [(s.name, s.finds, s.heavy) for s in found.companies] == [("Nuvve Holding", 3, True)]
    assert [(s.name, s.finds, s.heavy) for s in found.sources] == [("Grid Post", 2, False)]
    assert [s.name for s in found.topics] == ["school buses"]


def test_balance_takes_no_part_of_a_longer_word_for_a_company() -> None:
    found = weigh(find("A plan by Wallbox runs."), find("It has Wallboxes and _Wallbox in it."))
    assert [share.name for share in found.companies] == []
    again = weigh(find("A plan by Wallbox runs."), find("It has Wallboxes, and Wallbox’s own."))
    assert [(share.name, share.finds) for share in again.companies] == [("Wallbox", 2)]


@pytest.mark.parametrize(
    "text",
    ["Vehicles feed homes.", "Here V2G works.", "The market in Osaka grows.", "A Powerwall helps."],
)
def test_balance_takes_for_a_company_no_first_word_acronym_place_or_word_of_the_beat(
    text: str,
) -> None:
    assert weigh(find(text), find(text)).companies == ()


def test_balance_says_which_parts_of_the_world_have_not_been_seen() -> None:
    past = (("News from Utah.",), ("A plan in Texas.",), ("More from Texas.",))
    (asia, texas) = weigh(find("Something else."), past=past).unseen
    assert (asia.area, asia.issues, asia.ever) == ("Asia", 3, False)
    assert (texas.area, texas.issues, texas.ever) == ("Texas", 1, True)
    assert [one.area for one in weigh(find("Now in Texas."), past=past).unseen] == ["Asia"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("A plan for OSAKA.", True),
        ("An Osaka-based plan.", True),
        ("Japan’s plan.", True),
        ("The Osakans plan.", False),
        ("The osaka_plan.", False),
        ("Off Cape Cod they plan.", True),
        ("Off Cape Coddle they plan.", False),
        ("Cape and cod.", False),
        ("By A&B they plan.", True),
        ("By A&Bees they plan.", False),
    ],
)
def test_balance_sees_a_part_of_the_world_by_whole_words(text: str, *, seen: bool) -> None:
    area = Named(name="Asia", words=("Japan", "Osaka", "Cape Cod", "A&B"))
    watching = replace(NEWSLETTER, areas=(area,), topics=())
    past = (("Nothing.",),)
    found = weigh_balance([find(text)], watching, HouseStyle(), past).unseen
    assert (found == ()) == seen


@pytest.mark.parametrize("past", [(), (("Osaka and Texas.",),)], ids=["none", "seen just now"])
def test_balance_without_a_gap_says_nothing(past: tuple[tuple[str, ...], ...]) -> None:
    assert weigh(find("Something else."), past=past).unseen == ()


def test_balance_of_nothing_is_empty() -> None:
    empty = weigh_balance((), WATCHING, HouseStyle(), ())
    assert (empty.companies, empty.sources, empty.topics, empty.unseen) == ((), (), (), ())
