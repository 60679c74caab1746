"""What an editor regrouped stays so when the group job meets new articles of the same event."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.load import load
from core.article import Article
from core.clock import FixedClock
from core.dating import DateEvidence, DateOrigin
from core.story import Part, Story
from core.url import url_key
from scheduler.context import Context
from scheduler.jobs.group import group
from storage.database import Database

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)

BUSES = """Harbor County School District in Wilmington, North Carolina, will let 60 electric school
buses feed power back to the grid on summer afternoons. The buses get 60 kW bidirectional chargers
by the end of June, said the district. Coastal Light and Power will pay the district $400 per
kilowatt and year for the vehicle-to-grid capacity, which can deliver 3.6 megawatts for up to three
hours. Regulators approved the tariff in January as a three-year pilot."""

CARS = """The Dutch city of Utrecht will expand its fleet of shared cars that feed power back to the
grid from 50 to 500. The bidirectional cars stand at 120 charging squares, where grid operator
Lekstroom draws on them with vehicle-to-grid chargers to cut the evening peak. The expansion costs
31 million euros, half of it paid by the national government."""


def article(name: str, title: str, text: str, hours: int) -> Article:
    url = f"https://{name}.example/{name}"
    at = NOW - timedelta(hours=hours)
    return Article(
        article_id=url_key(url),
        url=url,
        source=name,
        outlet=name.title(),
        title=title,
        text=" ".join(text.split()),
        language="en",
        dates=(DateEvidence(day=at.date(), origin=DateOrigin.JSON_LD, at=at),),
        first_seen_at=at,
        fetched_at=at,
    )


LEDGER = article("ledger", "Sixty Harbor County school buses to feed the grid", BUSES, 30)
COURIER = article(
    "courier",
    "Harbor County school buses go bidirectional for Coastal Light and Power",
    BUSES.replace("will let", "is to let").replace("said the district", "the district says"),
    28,
)
WIRE = article("wire", "Utrecht expands its grid-feeding shared cars to 500", CARS, 26)
LATE = article(
    "late",
    "Harbor County's 60 electric buses to sell vehicle-to-grid power",
    BUSES.replace("Regulators approved", "The commission approved"),
    1,
)


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    with database.unit() as unit:
        for one in (LEDGER, COURIER, WIRE):
            unit.articles.add(one)
    made = Context(database=database, configuration=load(tmp_path, {}), clock=FixedClock(at=NOW))
    group(made)
    return made


def story_of(context: Context, one: Article) -> Story:
    with context.database.read() as unit:
        found = unit.stories.of_article(one.article_id)
    assert found is not None
    return found


def arrives(context: Context, one: Article) -> None:
    with context.database.unit() as unit:
        unit.articles.add(one)
    group(context)


def test_articles_of_one_event_are_grouped_without_a_hand(context: Context) -> None:
    """What the tests below stand on."""
    assert story_of(context, LEDGER).article_ids == story_of(context, COURIER).article_ids
    assert WIRE.article_id not in story_of(context, LEDGER).article_ids
    arrives(context, LATE)
    assert LATE.article_id in story_of(context, LEDGER).article_ids


def test_merged_stories_stay_one_when_an_article_arrives(context: Context) -> None:
    into, other = story_of(context, LEDGER), story_of(context, WIRE)
    with context.database.unit() as unit:
        unit.stories.merge(into.story_id, other.story_id, "ann", NOW)
    arrives(context, LATE)
    story = story_of(context, WIRE)
    assert story.story_id == into.story_id
    assert set(story.article_ids) == {one.article_id for one in (LEDGER, COURIER, WIRE, LATE)}
    assert story.lead_id == into.lead_id


def test_split_articles_stay_apart_when_an_article_arrives(context: Context) -> None:
    before = story_of(context, LEDGER)
    follower = next(one for one in before.article_ids if one != before.lead_id)
    with context.database.unit() as unit:
        apart = unit.stories.split(before.story_id, [follower], "ann", NOW)
    arrives(context, LATE)
    with context.database.read() as unit:
        parted = unit.stories.of_article(follower)
        stayed = unit.stories.of_article(before.lead_id)
    assert parted is not None
    assert stayed is not None
    assert (parted.story_id, stayed.story_id) == (apart, before.story_id)
    assert follower not in stayed.article_ids
    assert story_of(context, LATE).story_id in (apart, before.story_id)


def test_chosen_lead_leads_on_when_an_article_arrives(context: Context) -> None:
    before = story_of(context, LEDGER)
    chosen = next(one for one in before.article_ids if one != before.lead_id)
    with context.database.unit() as unit:
        unit.stories.choose_lead(before.story_id, chosen, "ann", NOW)
    # A release by the utility itself would take the lead if nobody had chosen.
    arrives(context, replace(LATE, title="Coastal Light and Power: " + LATE.title))
    story = story_of(context, LEDGER)
    assert LATE.article_id in story.article_ids
    assert (story.lead_id, story.members[0].part) == (chosen, Part.LEAD)
