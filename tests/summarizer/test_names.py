import pytest

from summarizer.names import known, names, unknown_words

SOURCE = known(
    "The European Union and Volkswagen met in Den Haag. Pacific Gas & Electric was there, as was "
    "Germany's chancellor. U.S. officials spoke of vehicle-to-grid charging, COVID-19 and the EX60."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pilot in Den Haag grows.", ["Den Haag"]),
        ("Volvo has delivered the EX60.", ["Volvo", "EX60"]),
        ("Charging is cheap.", []),
        ("Researchers praised Mr. Lopez.", ["Lopez"]),
        ("It works, said Ada King of Octopus Energy.", ["Ada King of Octopus"]),
        ("What's more, I've seen it.", []),
        ("The US agrees with us.", ["US"]),
        ("V2G-ready cars from BYD", ["V2G-ready", "BYD"]),
        ("eMobility firms", ["eMobility"]),
        ("On Monday in March", []),
    ],
)
def test_names_of_a_sentence(text: str, expected: list[str]) -> None:
    assert [name.text for name in names(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "in the EU", "a European plan", "German offices", "the United States", "for VW", "the VWs",
        "American officials", "about V2G", "V2G-based work", "PG&E there", "Covid-19 there",
        "the U.S. side", "Volkswagen's part", "Den Haag’s part",
    ],
)  # fmt: skip
def test_names_known_by_another_spelling_are_known(text: str) -> None:
    assert [unknown_words(name, SOURCE) for name in names(text, SOURCE.words)] in ([()], [])


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("in the UN", "UN"),
        ("a Dutch plan", "Dutch"),
        ("the EX90 there", "EX90"),
        ("by COVID-20", "COVID-20"),
        ("with Volvo", "Volvo"),
        ("about V2L", "V2L"),
    ],
)
def test_names_that_no_article_has_are_unknown(text: str, missing: str) -> None:
    assert [unknown_words(name, SOURCE) for name in names(text)] == [(missing,)]
