"""Which articles become one story, and who leads it."""

from collections.abc import Callable
from typing import Any

from core.article import Article
from core.story import Judged, OpenStory, Part
from stories.grouping import Decider
from tests.stories.conftest import NOW

Both = Callable[..., tuple[Article, Judged]]

FREMONT = (
    "Fremont Unified School District and Pacific Gas and Electric switched on a V2G charging "
    "depot for 14 electric school buses on Monday. The Mobility House runs the chargers. The "
    "buses can return 300 kilowatts to the grid in Fremont, California."
)


def test_decide_one_article_opens_a_story(judged: Both) -> None:
    [intent] = Decider().decide([judged("V2G buses in Fremont", FREMONT)], [], now=NOW)
    assert intent.story.story_id == 0
    assert intent.story.members[0].part is Part.LEAD
    assert intent.reasons[0].code == "opened"


def test_decide_syndicated_copy_is_an_echo(judged: Both) -> None:
    original = judged("V2G buses in Fremont", FREMONT, outlet="Bay Wire")
    copy = judged("V2G buses in Fremont", FREMONT, outlet="Copy News", credit="Bay Wire")
    [intent] = Decider().decide([copy, original], [], now=NOW)
    assert [m.part for m in intent.story.members] == [Part.LEAD, Part.ECHO]
    assert intent.story.lead_id == original[0].article_id


def test_decide_article_of_a_known_event_joins_its_story(judged: Both) -> None:
    first = judged("V2G buses in Fremont", FREMONT, outlet="Bay Wire")
    [opened] = Decider().decide([first], [], now=NOW)
    stored: Any = OpenStory(story=opened.story, articles=(first[0],), judged=(first[1],))
    late = judged("Fremont school buses feed the grid", FREMONT + " More soon.", outlet="Late")
    [intent] = Decider().decide([late], [stored], now=NOW)
    assert intent.new_article_ids == (late[0].article_id,)
    assert len(intent.story.members) == 2
