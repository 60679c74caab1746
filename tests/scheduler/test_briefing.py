"""A story as a writer sees it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.load import load
from core.archive import ArchiveFind
from core.clock import FixedClock
from core.coverage import Coverage, CoverageKind, PastFind
from core.edition import Feature
from core.story import Part
from scheduler.briefing import fingerprint, ids_in_brief, make_brief
from scheduler.context import Context
from storage.database import Database
from tests.storage.values import DAY, NOW, article, judged, stored_story

RAN = "Shared cars in Ghent feed the grid from a plaza with many two-way chargers. " * 6


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    return Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(at=NOW))


def test_brief_knows_what_ran_the_voice_the_long_pieces_and_the_places(context: Context) -> None:
    with context.database.unit() as unit:
        story = stored_story(unit, "utrecht")
        unit.articles.save_judgements([judged(story.lead_id)])
        unit.archive.add_find(ArchiveFind(volume=1, issue=8, position=0, text=RAN))
        past = PastFind(volume=1, issue=8, text="Utrecht tried it.", archive_id=1)
        told = Coverage(kind=CoverageKind.SAME_PROGRAMME, ran=past, new="500 cars", reasons=())
        unit.coverage.save(story.story_id, (told,), mark="m")
        edition_id = unit.editions.create(2, 4, date(2026, 2, 17), NOW)
        feature = Feature(kind="V2G Insights", title="A talk", dated=DAY, body="…")
        unit.editions.set_features(edition_id, (feature,), now=NOW)
    brief = make_brief(context, story)
    (line,) = brief.covered_before
    assert "Volume 1 | Issue 8" in line
    assert "New: 500 cars" in line
    assert "Utrecht tried it." in line
    assert [text.strip() for text in brief.examples] == [RAN.strip()]
    assert brief.features == ("V2G Insights: A talk",)
    assert brief.places == ((story.lead_id, "Global (Utrecht)"),)


def test_ids_in_brief_take_independent_reports_before_echoes(context: Context) -> None:
    with context.database.unit() as unit:
        story = stored_story(unit, "a", "b", "c", "d", "e", "f", "g")
    members = [
        replace(member, part=Part.ECHO) if place in (1, 2, 3) else member
        for place, member in enumerate(story.members)
    ]
    ids = ids_in_brief(replace(story, members=tuple(members)))
    wanted = [member.article_id for member in (members[0], *members[4:7], members[1])]
    assert list(ids) == wanted


def test_fingerprint_changes_with_the_texts_and_nothing_else() -> None:
    one = article("utrecht")
    assert fingerprint((one,)) == fingerprint((replace(one, title="Another title"),))
    assert fingerprint((one,)) != fingerprint((replace(one, text="Other words."),))
    assert fingerprint((one,)) != fingerprint((one, article("ghent")))
