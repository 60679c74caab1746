import json

from config.beat import HouseStyle
from summarizer.answer import SCHEMA, unwrap
from summarizer.prompt import MAX_ARTICLES, VERSION, render_prompt
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


def test_prompt_examples_stand_in_the_instructions() -> None:
    prompt = render_prompt(make_brief(), STYLE, examples=["Ghent builds a plaza."] * 9)
    assert prompt.instructions.count("Ghent builds a plaza.") == 5


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
