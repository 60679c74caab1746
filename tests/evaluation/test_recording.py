import json
from pathlib import Path

import pytest

from config.load import load_sources
from core.url import url_key
from evaluation.measure import DataMissing
from evaluation.recording import Event, figures, measure, read_events
from storage.database import Database
from tests.storage.values import NOW, article, intent, story


def event(name: str, *outlets: str, core: bool = True) -> Event:
    return Event(name=name, core=core, outlets={f"{name}-{o}": o for o in outlets})


def test_figures_every_article_in_one_story_is_whole_one_apart_is_not() -> None:
    events = (event("bus", "a", "b"), event("car", "a", "b", "c"))
    stories = {"bus-a": 1, "bus-b": 1, "car-a": 2, "car-b": 2, "car-c": 3}
    found = figures(events, stories)
    assert (found["one_story"], found["merged"], found["events"]) == (0.5, 0, 2)
    assert found["stories"] == {"bus": 1.0, "car": 0.667}
    assert found["outlets"] == {"bus": 2.0, "car": 2.0}


def test_figures_article_in_no_story_is_not_told() -> None:
    assert figures((event("bus", "a", "b"),), {"bus-a": 1})["one_story"] == 0.0
    assert figures((event("bus", "a", "b"),), {})["outlets"] == {"bus": 0.0}


def test_figures_two_events_in_one_story_are_merged() -> None:
    events = (event("bus", "a", "b"), event("car", "a", "b"), event("van", "a", "b", core=False))
    stories = {"bus-a": 1, "bus-b": 1, "car-a": 1, "car-b": 2, "van-a": 1, "van-b": 1}
    assert figures(events, stories)["merged"] == 1


def test_figures_adjacent_and_one_outlets_events_are_counted_apart() -> None:
    events = (event("bus", "a", "b"), event("vpp", "a", "b", core=False), event("again", "a"))
    found = figures(events, {"bus-a": 1, "bus-b": 1, "again-a": 2})
    assert (found["one_story"], found["one_story_others"], found["events"]) == (1.0, 0.5, 1)


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    (tmp_path / "web").mkdir()
    (tmp_path / "beat").mkdir()
    (tmp_path / "web" / "real-web.warc.gz").touch()
    feeds = [{"name": "One", "url": "https://feeds.example/one-news.xml", "items": 2}]
    (tmp_path / "web" / "feeds.json").write_text(json.dumps(feeds))
    labels = [
        {"url": "https://one.example/bus", "story": "bus", "relevance": 2},
        {"url": "https://two.example/bus", "story": "bus", "relevance": 2},
        {"url": "https://one.example/car", "story": "car", "relevance": 2},
        {"url": "https://one.example/off", "story": None, "relevance": 0},
    ]
    (tmp_path / "beat" / "labels.jsonl").write_text("\n".join(map(json.dumps, labels)))
    return tmp_path


def test_read_events_only_those_told_twice(corpora: Path) -> None:
    (told,) = read_events(corpora / "beat")
    assert (told.name, told.core, told.several) == ("bus", True, True)
    assert set(told.outlets) == {
        url_key("https://one.example/bus"),
        url_key("https://two.example/bus"),
    }


class FakeDesk:
    """Leaves a database with one story of both reports on the bus."""

    def __init__(self) -> None:
        self.commands: list[tuple[str, ...]] = []
        self.sources = ""

    def __call__(self, workspace: Path, *command: str) -> None:
        self.commands.append(command)
        self.sources = (workspace / "config" / "sources.yaml").read_text()
        if command[0] != "group":
            return
        database = Database(f"sqlite:///{workspace / 'desk.sqlite3'}")
        database.upgrade()
        pages = [f"https://{outlet}.example/bus" for outlet in ("one", "two")]
        with database.unit() as unit:
            for page in pages:
                unit.articles.add(article(url=page, article_id=url_key(page), listed_url=page))
            unit.stories.apply(intent(story(*map(url_key, pages))), NOW)
        database.close()


def test_measure_collects_from_the_recording_and_groups(corpora: Path) -> None:
    desk = FakeDesk()
    found = measure(corpora, desk=desk)
    recorded = str(corpora / "web" / "real-web.warc.gz")
    assert desk.commands == [("collect", "--replay", recorded, "--pages"), ("group",)]
    (source,) = load_sources(desk.sources, "sources.yaml")
    assert (source.slug, source.url) == ("one-news", "https://feeds.example/one-news.xml")
    assert found.records == 2
    assert (found.figures["one_story"], found.figures["outlets"]) == (1.0, {"bus": 2.0})


def test_measure_without_a_recording_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=r"real-web\.warc\.gz"):
        measure(tmp_path)
