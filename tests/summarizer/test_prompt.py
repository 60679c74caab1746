import json

import pytest

from config.beat import HouseStyle
from summarizer.answer import SCHEMA, unwrap
from summarizer.prompt import MAX_ARTICLES, VERSION, render_prompt
from summarizer.question import prompt_file
from tests.summarizer.make import UTRECHT, make_article, make_brief

STYLE = HouseStyle(banned_words=("revolutionary",), acronyms=(("V2g", "V2G"),))


def test_prompt_instructions_come_first_and_do_not_depend_on_the_story() -> None:
    one = render_prompt(make_brief(), STYLE)
    other = render_prompt(make_brief(make_article("x", "Another text."), story_id=8), STYLE)
    assert one.instructions == other.instructions
    assert one.material != other.material
    assert json.dumps(SCHEMA) in one.instructions
    assert "{{" not in one.instructions
    assert "revolutionary" in one.instructions


def test_prompt_carries_its_version_and_hash() -> None:
    prompt = render_prompt(make_brief(), STYLE)
    assert prompt.version == VERSION
    assert len(prompt.hash) == 64
    assert prompt.hash == render_prompt(make_brief(), HouseStyle(min_words=10)).hash


def test_prompt_holds_the_lead_and_four_others_at_most() -> None:
    articles = [make_article(f"a{index}") for index in range(9)]
    material = render_prompt(make_brief(*articles), STYLE).material
    assert material.count("begin untrusted") == MAX_ARTICLES
    assert material.index("id=a0") < material.index("id=a1")


def test_prompt_other_articles_are_trimmed_more_than_the_lead() -> None:
    long = "\n\n".join([UTRECHT] * 30)
    material = render_prompt(make_brief(make_article("a", long), make_article("b", long)), STYLE)
    lead, other = material.material.split("begin untrusted article id=")[1:]
    assert len(lead) > 2 * len(other)


def test_prompt_what_ran_before_and_what_the_editor_asks_stand_before_the_articles() -> None:
    brief = make_brief(covered_before=("in Volume 1 | Issue 8",), instruction="shorter\nplease")
    material = render_prompt(brief, STYLE).material
    assert material.index("Volume 1 | Issue 8") < material.index("begin untrusted")
    assert material.index("shorter please") < material.index("begin untrusted")


def test_prompt_past_finds_stand_behind_the_instructions_and_before_the_articles() -> None:
    question = render_prompt(make_brief(examples=("Ghent builds a plaza.",) * 9), STYLE)
    assert "Ghent" not in question.instructions
    assert question.material.count("Ghent builds a plaza.") == 5
    assert question.material.index("Ghent") < question.material.index("begin untrusted")


def test_prompt_names_outlet_date_place_and_language_of_each_article() -> None:
    brief = make_brief(places=(("lead", "Global (Utrecht)"),))
    material = render_prompt(brief, STYLE).material
    for line in ("outlet: Charge Courier", "date: 2026-02-03", "place: Global (Utrecht)"):
        assert line in material
    assert "language: en" in material


def test_prompt_names_the_long_pieces_of_the_edition() -> None:
    brief = make_brief(features=("V2G Insights: From pilots to platforms",))
    assert "V2G Insights: From pilots to platforms" in render_prompt(brief, STYLE).material


def test_prompt_articles_fit_the_budget() -> None:
    long = "\n\n".join([UTRECHT] * 40)
    articles = [make_article(f"a{index}", long) for index in range(5)]
    small, large = (
        render_prompt(make_brief(*articles), STYLE, tokens=tokens) for tokens in (1_500, 6_000)
    )
    assert small.estimated_tokens + 3_000 < large.estimated_tokens
    assert large.estimated_tokens - render_prompt(make_brief(), STYLE).estimated_tokens < 6_300


# A change to a prompt is a new file: drafts and calls name a prompt by its version and hash.
HASHES = {
    "find.v1": "f609acc2475429a0d27ada661ea37b39b81d7c4462e130edec0b0ee79eabc3ea",
    "find.v2": "b02702d084827564e5354c0b14e2aaf33f2b020614503167c2cc83ea09dbfdeb",
    "translate.v1": "215dc234ad595835046a6e1895cc0a19b7c157a99df309d5b777e065c7f3d1d7",
    "intro.v1": "07484eec93413c13612e34a4ea633858e23df71baf49f65fb310264abf43d0f5",
    "judge.v1": "cad9c4c57545fb42b47e1098bf88a0f182b9b427d9e2057c7a8392a2810b4d20",
    "repair.v1": "2dc71cb1dea160076a5c5e8b5018bb62c098c1b989da1461aebe9b696d208bc1",
}


@pytest.mark.parametrize("version", HASHES)
def test_prompt_file_of_a_version_never_changes(version: str) -> None:
    assert prompt_file(version).hash == HASHES[version]


def test_unwrap_finds_the_object_in_talk() -> None:
    for text in (
        '{"a": 1}',
        '```json\n{"a": 1}\n```',
        '```\n{"a": 1}```',
        'Sure! {"a": 1} Done.',
        '<think>{"no": 0}</think>\n{"a": 1}',
    ):
        assert json.loads(unwrap(text)) == {"a": 1}


def test_schema_is_strict() -> None:
    assert SCHEMA["additionalProperties"] is False
    assert SCHEMA["required"] == list(SCHEMA["properties"])
    assert '"default"' not in json.dumps(SCHEMA)
