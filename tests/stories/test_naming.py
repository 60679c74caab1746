"""The names that a reason gives an editor."""

import pytest

from stories.naming import Name, figures_said, listed, names_in, shared_names


def said(title: str, text: str) -> set[str]:
    return {name.written for name in names_in(title, text) if name.proven}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "",
            "The buses of Harlow Unified School District wait.",
            {"Harlow Unified School District"},
        ),
        ("", "But the rule holds. Now Gov. Mara Lindqvist must sign.", {"Mara Lindqvist"}),
        ("", "It pays well. Drivers of Gridling say so.", {"Gridling"}),
        ("", "Owners of EVs get V2G-ready DC chargers in March.", set()),
        ("", "A pilot of Baltimore Gas and Electric runs.", {"Baltimore Gas and Electric"}),
        ("", "A report by the Lindqvist Institute’s team.", {"Lindqvist Institute"}),
        ("New Chargers Could Save Harlow Drivers Money", "They are in Harlow.", {"Harlow"}),
        ("Loopwise and Kestrel open a depot", "They charge at night.", {"Kestrel"}),
        ("", "VoltHub pays for exports.", {"VoltHub"}),
        ("", "People in New Jersey wait.", {"New Jersey"}),
        ("", "The Grid waits. In the Grid they wait for 2.", set()),
    ],
    ids=[
        "whole",
        "first words",
        "common first word",
        "trade words",
        "and in a utility",
        "possessive",
        "capitals of a headline",
        "first word of a headline",
        "capital within",
        "state",
        "part of a name",
    ],
)
def test_names_in_only_what_an_editor_would_call_a_name(
    title: str, text: str, expected: set[str]
) -> None:
    assert said(title, text) == expected


def test_names_in_word_that_begins_a_sentence_is_not_proven() -> None:
    assert names_in("", "Loopwise opens a depot.") == (
        Name("Loopwise", frozenset({"loopwise"}), proven=False),
    )


def test_shared_names_the_shorter_of_two_and_proven_when_one_is() -> None:
    mine = names_in("", "Loopwise opens it with Harlow Valley Power.")
    its = names_in("", "It is run by Loopwise in Harlow Valley.")
    found = shared_names(mine, its)
    assert {(name.written, name.proven) for name in found} == {
        ("Loopwise", True),
        ("Harlow Valley", True),
    }


def test_listed_names_the_first_as_people_do() -> None:
    assert [listed("A"), listed("AB"), listed("ABCD")] == ["A", "A and B", "A, B and C"]
    assert figures_said(["14"]) == "the figure 14"
    assert figures_said(["300", "14"]) == "the figures 300 and 14"
