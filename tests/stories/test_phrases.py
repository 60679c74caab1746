"""Phrases found in one walk over a text."""

import pytest

from stories.phrases import PhraseBook


def book(**phrases: bool) -> PhraseBook[str]:
    made = PhraseBook[str]()
    for phrase, exact in phrases.items():
        made.add(phrase.replace("_", " "), phrase, exact=exact)
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vehicle-to-grid", ["vehicle-to-grid"]),
        ("Vehicle to\ngrid", ["Vehicle to\ngrid"]),
        ("vehicle‑to‑grids", ["vehicle‑to‑grids"]),
        ("vehicle, to grid", []),
        ("vehicle to. Grid", []),
        ("vehicles to gridlock", []),
        ("", []),
    ],
)
def test_find_joins_of_a_phrase_blanks_and_hyphens_only(text: str, expected: list[str]) -> None:
    found = book(vehicle_to_grid=False).find(text)
    assert [text[match.start : match.end] for match in found] == expected


def test_find_longest_phrase_wins_and_none_overlaps() -> None:
    made = book(bidirectional=False, bidirectional_converter=False, converter=False)
    found = made.find("a bidirectional converter, then a bidirectional truck")
    assert [match.payload for match in found] == ["bidirectional_converter", "bidirectional"]


def test_find_exact_phrase_needs_its_case_unless_the_text_is_shouted() -> None:
    made = book(Nice=True)
    assert not made.find("a nice day")
    assert made.find("in Nice")
    assert not made.find("IN NICE")
    assert made.find("IN NICE", shouted=True)


def test_find_star_matches_every_word_that_begins_so() -> None:
    made = PhraseBook[str]()
    made.add("bidirektional* lad*", "de")
    assert [
        m.payload for m in made.find("Das bidirektionale Laden und bidirektionales Ladegerät")
    ] == [
        "de",
        "de",
    ]
    assert not made.find("das Laden, bidirektional")


def test_find_without_plurals_keeps_names_apart() -> None:
    made = PhraseBook[str](plurals=False)
    made.add("France", "FR", exact=True)
    assert not made.find("Frances called")


def test_find_writing_without_blanks_is_found_inside() -> None:
    made = PhraseBook[str]()
    made.add("双向充电", "zh")
    made.add("£", "GB")
    assert [m.payload for m in made.find("试点双向充电站 for £5m")] == ["zh", "GB"]


def test_find_abbreviated_saint_keeps_its_full_stop() -> None:
    assert book(St_Louis=True).find("in St. Louis today")


def test_standing_in_names_phrases_inside_and_beside_others() -> None:
    phrases = ("electric car", "car", "charg*", "charger", "路")
    made = book(**dict.fromkeys(phrases, False))
    assert made.standing_in("The electric cars need chargers; 道路") == {
        "electric car",
        "car",
        "charg*",
        "charger",
        "路",
    }
    assert made.standing_in("nothing here") == set()
