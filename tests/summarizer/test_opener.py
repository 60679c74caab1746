"""Where the news starts in an article that opens on a scene."""

import pytest

from config.beat import HouseStyle
from summarizer.extractive import ExtractiveWriter
from summarizer.opener import LOOKED_AT, news_start
from tests.summarizer.make import UTRECHT, make_article, make_brief

SCENE = "The rain had stopped an hour before the first van rolled in."
NEWS = "Brightwater Council approved 40 chargers for the harbour on Monday."


def start(*quotes: str, terms: tuple[str, ...] = ()) -> int | None:
    return news_start(quotes, " ".join(quotes), terms)


def test_news_start_is_the_sentence_that_names_who_did_what() -> None:
    assert start(SCENE, "It smelled of diesel and of bread.", NEWS, NEWS) == 2
    assert start(NEWS, SCENE) == 0


def test_news_start_takes_a_name_with_a_term_of_the_beat() -> None:
    told = "In Brightwater the vans feed a bi-directional charger by the quay."
    assert start(SCENE, told, terms=("bi directional charg*",)) == 1
    assert start(SCENE, told) is None


@pytest.mark.parametrize(
    "quote",
    [
        "The crew approved of the coffee and of little else.",
        "The V2G box opened with a click.",
        "According to Brightwater Council, nobody signed up before noon.",
        "Mornings like these are why Brightwater Council approved the plan.",
        "Dana Brightwater walked across the yard to open the gate.",
    ],
)
def test_news_start_scene_attribution_and_code_names_open_nothing(quote: str) -> None:
    assert start(quote) is None
    assert start(quote, NEWS) == 1


def test_news_start_news_far_down_is_not_looked_for() -> None:
    assert start(*[SCENE] * (LOOKED_AT - 1), NEWS) == LOOKED_AT - 1
    assert start(*[SCENE] * LOOKED_AT, NEWS) is None


def opening_of(text: str, language: str = "en") -> str:
    draft = (
        ExtractiveWriter(HouseStyle())
        .write(make_brief(make_article(text=text, language=language)))
        .draft
    )
    assert draft is not None
    return draft.sentences[0].text


def test_extract_opens_on_the_news_and_keeps_the_order_behind_it() -> None:
    scene = "On 3 February 2026 the alarm went at 3.10 in the morning and woke 12 hens."
    assert opening_of(f"{scene}\n\n{UTRECHT}").startswith("Utrecht has switched on forty")
    assert opening_of(f"{scene}\n\n{UTRECHT}", language="nl") == scene


def test_extract_keeps_the_scene_when_what_follows_is_too_short() -> None:
    scene = "On 3 February 2026 the alarm went at 3.10 in the morning and woke 12 hens."
    assert opening_of(f"{scene} {NEWS}") == scene
