"""Past Finds nearest in subject, as examples of the voice."""

from summarizer.examples import nearest_finds

FILL = " ".join(["It matters for how vehicles and the grid come together in daily use."] * 5)
BUSES = f"School buses in Oakland export power from their yard under a contract. {FILL}"
TAXIS = f"Taxis in Shenzhen are paid for discharge on hot afternoons by the city. {FILL}"
FERRY = f"Cars in a ferry queue on Bornholm lend their batteries to the island. {FILL}"


def test_nearest_find_is_the_one_about_the_same_kind_of_thing() -> None:
    about = "Electric school buses in Stockton will export power under a new contract."
    assert nearest_finds(about, [TAXIS, FERRY, BUSES], most=1) == (BUSES,)


def test_nearest_leaves_out_the_same_story_and_repetitions() -> None:
    found = nearest_finds(BUSES, [BUSES, TAXIS, TAXIS, FERRY])
    assert BUSES not in found
    assert sorted(found) == sorted([TAXIS, FERRY])


def test_nearest_of_nothing_is_nothing() -> None:
    assert nearest_finds("buses", []) == ()
    assert nearest_finds("", [BUSES]) == ()
    assert nearest_finds("buses", ["Too short to learn from."]) == ()
