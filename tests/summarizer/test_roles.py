"""Names that changed places: who did what to whom, and another name of the story in the part."""

import pytest

from core.find import Check, Evidence, Sentence
from core.text import find_span
from summarizer.grounding import check_grounding
from tests.summarizer.make import make_article

STORY = make_article(
    "deal",
    """Tallgrass Charging bought Voltbridge for $31 million on Monday. The seller, Harrow Capital, \
had sued Orwell Power over the price of its meters. Orwell Power sells electricity to Harrow \
Capital, which Tallgrass Charging overtook last year.

Marit Sandvik, the head of fleets at Tallgrass Charging, presented the buses to the council in \
Drammen. Jonas Weller called the price fair. A driver in Narvik earned €410 with his van, and in \
Drammen the depot was paid nothing. Kestrel Depots will release the measurements every quarter.

Lanark Council was persuaded by Orwell Power to wait. Fennick Grid has agreed to acquire Solbank, \
the lender from Ulm. Norrland Energi, a utility in the north, trained the drivers of Skelleby \
Bussar. Brandt Motors and Ulmer Werke joined forces with Fennick Grid.

Under a contract signed on October 5, 2026, Grey Heron Electric Cooperative may draw 90 kW from \
the Bellmoor depot. Norway allowed it early, and North Norway's grid company wrote the first \
rules. Trucks from Ulm stop in Drammen, and the ferry between Narvik and Drammen is electric. \
Vans from Ulm stop in Drammen too. Sandvik found the depot too small. A driver in Narvik earned \
more in May. Solbank sued Voltbridge in June, and Voltbridge had sued Solbank.""",
    title="Tallgrass Charging takes over Voltbridge",
)


def flagged(text: str, *passages: str, rule: str) -> list[Check]:
    spans = [find_span(passage, STORY.text) for passage in passages]
    evidence = tuple(
        Evidence(article_id=STORY.article_id, start=span.start, end=span.end, quote=span.text)
        for span in spans
        if span is not None
    )
    assert len(evidence) == len(passages)
    checks = check_grounding((Sentence(text=text, evidence=evidence),), (STORY,))
    return [check for check in checks if check.rule == rule]


BOUGHT = "Tallgrass Charging bought Voltbridge for $31 million"
SUED = "The seller, Harrow Capital, had sued Orwell Power"
SELLS = "Orwell Power sells electricity to Harrow Capital"
WAIT = "Lanark Council was persuaded by Orwell Power to wait"
AGREED = "Fennick Grid has agreed to acquire Solbank"
TRAINED = "Norrland Energi, a utility in the north, trained the drivers of Skelleby Bussar"


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Voltbridge bought Tallgrass Charging for $31 million.", BOUGHT),
        ("Voltbridge has acquired Tallgrass Charging.", BOUGHT),
        ("Tallgrass Charging was bought by Voltbridge on Monday.", BOUGHT),
        ("Tallgrass, bought by Voltbridge, keeps its name.", BOUGHT),
        ("Orwell Power had sued Harrow Capital over its meters.", SUED),
        ("Orwell, a utility, sued Harrow over its meters.", SUED),
        ("Harrow Capital sells electricity to Orwell Power.", SELLS),
        ("Orwell Power was persuaded by Lanark Council to wait.", WAIT),
        ("Lanark Council persuaded Orwell Power to wait.", WAIT),
        ("Solbank will acquire Fennick Grid.", AGREED),
        ("Skelleby Bussar trained the drivers of Norrland Energi.", TRAINED),
    ],
)
def test_grounding_names_that_changed_roles_are_flagged_with_both_sides(
    text: str, passage: str
) -> None:
    [check] = flagged(text, passage, rule="role")
    assert check.quote in text
    assert f"The text says “{check.quote}”; the passage says “" in check.reason


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Tallgrass Charging has acquired Voltbridge.", BOUGHT),
        ("Voltbridge was bought by Tallgrass Charging on Monday.", BOUGHT),
        ("Voltbridge, bought by Tallgrass, costs $31 million.", BOUGHT),
        ("For $31 million Voltbridge was quickly acquired by Tallgrass Charging.", BOUGHT),
        ("Orwell Power was sued by Harrow Capital.", SUED),
        ("Harrow sued Orwell over meters.", SUED),
        ("Harrow Capital buys electricity from Orwell Power.", SELLS),
        ("Harrow Capital is sold electricity by Orwell Power.", SELLS),
        ("Orwell Power persuaded Lanark Council to wait.", WAIT),
        ("Solbank, of Ulm, is to be acquired by Fennick Grid.", AGREED),
        ("Fennick Grid wants to buy Solbank.", AGREED),
        ("Skelleby Bussar's drivers were trained by Norrland Energi.", TRAINED),
        ("Fennick Grid joined forces with Brandt Motors.", "Brandt Motors and Ulmer Werke joined"),
    ],
)
def test_grounding_same_roles_in_other_words_are_not_flagged(text: str, passage: str) -> None:
    assert flagged(text, passage, rule="role") == []


CONTRACT = "Grey Heron Electric Cooperative may draw 90 kW from the Bellmoor depot."
STOP = "Trucks from Ulm stop in Drammen, and the ferry between Narvik and Drammen is electric."


@pytest.mark.parametrize(
    ("text", "passage", "said"),
    [
        (
            "Bellmoor may draw up to 90 kilowatts from the Grey Heron Electric Cooperative site.",
            CONTRACT,
            "Grey Heron Electric Cooperative may draw 90 kW from the Bellmoor",
        ),
        ("Trucks from Drammen stop in Ulm.", STOP, "Ulm stop in Drammen"),
        (
            "Tallgrass Charging, the head of fleets at Marit Sandvik, showed the buses.",
            "Marit Sandvik, the head of fleets at Tallgrass Charging, presented the buses",
            "Marit Sandvik, the head of fleets at Tallgrass",
        ),
    ],
)
def test_grounding_names_exchanged_between_the_same_words_are_flagged(
    text: str, passage: str, said: str
) -> None:
    [check] = flagged(text, passage, rule="role")
    assert check.reason.endswith(f"the passage says “{said}”.")


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Trucks from Ulm stop in Drammen.", STOP),
        ("In Drammen trucks from Ulm stop.", STOP),
        ("Electric is the ferry between Drammen and Narvik.", STOP),
        ("Bellmoor gives Grey Heron Electric Cooperative up to 90 kW.", CONTRACT),
        (
            "Tallgrass Charging's head of fleets, Marit Sandvik, showed the buses.",
            "Marit Sandvik, the head of fleets at Tallgrass Charging, presented the buses",
        ),
        (
            "Ulmer Werke and Brandt Motors joined forces with Fennick Grid.",
            "Brandt Motors and Ulmer Werke joined forces with Fennick Grid.",
        ),
        (
            "Fennick Grid joined forces with Brandt Motors and Ulmer Werke.",
            "Brandt Motors and Ulmer Werke joined forces with Fennick Grid.",
        ),
    ],
)
def test_grounding_names_turned_round_with_their_words_are_not_flagged(
    text: str, passage: str
) -> None:
    assert flagged(text, passage, rule="role") == []


def test_grounding_deed_that_went_both_ways_is_not_flagged() -> None:
    both = "Solbank sued Voltbridge in June, and Voltbridge had sued Solbank."
    assert flagged("Voltbridge sued Solbank.", both, rule="role") == []


def test_grounding_exchange_that_two_sentences_show_is_flagged_once() -> None:
    both = f"{STOP} Vans from Ulm stop in Drammen too."
    assert len(flagged("Trucks from Drammen stop in Ulm.", both, rule="role")) == 1


def test_grounding_roles_that_a_second_passage_gives_are_not_flagged() -> None:
    text = "Tallgrass Charging overtook Harrow Capital and bought Voltbridge."
    assert flagged(text, BOUGHT, SELLS, rule="role") == []


PRESENTED = "Marit Sandvik, the head of fleets at Tallgrass Charging, presented the buses"
EARNED = "A driver in Narvik earned €410 with his van"
RELEASE = "Kestrel Depots will release the measurements every quarter."


@pytest.mark.parametrize(
    ("text", "passage", "theirs"),
    [
        ("Orwell Power plans to release its measurements quarterly.", RELEASE, "Kestrel Depots"),
        ("Jonas Weller, head of fleets, showed the council the buses.", PRESENTED, "Marit Sandvik"),
        ("In Ulm a man who drives a van earned €410.", EARNED, "Narvik"),
        ("With his van a driver in Ulm made €410.", EARNED, "Narvik"),
        (
            "Under a contract signed on Oct. 5, 2026, Solbank might draw 90 kilowatts.",
            f"Under a contract signed on October 5, 2026, {CONTRACT}",
            "Grey Heron Electric Cooperative",
        ),
        (
            "Solbank allowed it early, and North Norway's grid company wrote the first rules.",
            "Norway allowed it early, and North Norway's grid company wrote the first rules.",
            "Norway",
        ),
    ],
)
def test_grounding_other_name_of_the_story_in_the_same_part_is_flagged(
    text: str, passage: str, theirs: str
) -> None:
    [check] = flagged(text, passage, rule="name")
    assert f"passage says “{theirs}”" in check.reason


def test_grounding_other_name_behind_another_preposition_is_not_seen() -> None:
    text = "Each quarter measurements are to be released by Voltbridge."
    assert flagged(text, RELEASE, rule="name") == []


def test_grounding_other_name_that_two_sentences_show_is_flagged_once() -> None:
    passages = (EARNED, "A driver in Narvik earned more in May.")
    assert len(flagged("A driver in Ulm earned €410.", *passages, rule="name")) == 1


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Kestrel Depots plans to release its measurements quarterly.", RELEASE),
        (
            "Kestrel is to publish what it measured, Tallgrass Charging's chargers included.",
            RELEASE,
        ),
        ("Sandvik, head of fleets at Tallgrass, showed the council the buses.", PRESENTED),
        ("A driver in Narvik made €410 with his van.", EARNED),
        ("In Norway's Narvik, one driver for Kestrel Depots earned €410.", EARNED),
        ("Jonas Weller called Voltbridge's price fair.", "Jonas Weller called the price fair."),
        ("Marit Sandvik found the depot too small.", "Sandvik found the depot too small."),
    ],
)
def test_grounding_name_in_its_own_part_is_not_flagged(text: str, passage: str) -> None:
    assert [c for c in flagged(text, passage, rule="name") if "elsewhere" in c.reason] == []
