"""Whether the desk makes one story of each event in a recording of the web: the whole job, offline.

The command itself collects from the recording (`real-web.warc.gz`, its feeds in `feeds.json`) and
groups, each as a process of its own on an empty workspace. Which articles tell of one event comes
from the labelled items in `../beat`, and from nowhere else.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml

from core.errors import DeskError
from core.url import host_of, url_key
from evaluation.kept import CORE
from evaluation.measure import DataMissing, Measurement, data_files, ratio, read_records
from storage.database import Database

_RECORDING, _FEEDS = "real-web.warc.gz", "feeds.json"
_PROGRAM = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Labelled articles on one event, by their ids; `core` when every one of them is."""

    name: str
    core: bool
    outlets: Mapping[str, str]
    """The host of each article."""

    @property
    def several(self) -> bool:
        return len(set(self.outlets.values())) > 1


def run_desk(workspace: Path, *command: str) -> None:
    """The command as a process of its own; nothing of the settings around this one reaches it."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("DESK_")}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "cli.main", "--workspace", str(workspace), *command, "--json"],
        cwd=_PROGRAM,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DeskError(f"desk {command[0]} failed: {done.stderr[-500:]}")


def measure(data: Path, *, desk: Callable[..., None] = run_desk) -> Measurement:
    """Figures over the core events that several outlets tell. `data` is the folder of the
    recording, or the one above it.

    `one_story` is the share that came out as one story with every article; `stories` and
    `outlets` say for each which share of its articles, and how many outlets, its largest story
    has. `merged` counts the pairs of core events of which some articles share a story.
    `one_story_others` is the same share for what is adjacent, or of one outlet.
    """
    folder = data / "web" if (data / "web").is_dir() else data
    for wanted in (_RECORDING, _FEEDS):
        if not (folder / wanted).is_file():
            raise DataMissing(folder, wanted)
    events = read_events(folder.parent / "beat")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="eval-") as workspace:
        stories, articles = _grouped(folder, Path(workspace), events, desk)
    seconds = time.perf_counter() - begun
    return Measurement(
        name="recording",
        data=str(data),
        records=articles,
        figures={**figures(events, stories), "seconds": round(seconds, 1)},
    )


def read_events(labels: Path) -> tuple[Event, ...]:
    """The events that two labelled items or more tell, in order of their names."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in data_files(labels, "labels*.jsonl", "labels*.jsonl.gz"):
        for record in read_records(path):
            if record.get("story"):
                told = (str(record["url"]), int(record["relevance"]))
                found.setdefault(str(record["story"]), []).append(told)
    return tuple(
        Event(
            name=name,
            core=all(level == CORE for _, level in items),
            outlets={url_key(url): host_of(url) for url, _ in items},
        )
        for name, items in sorted(found.items())
        if len(items) > 1
    )


def figures(
    events: Sequence[Event], stories: Mapping[str, int]
) -> dict[str, float | int | Mapping[str, float]]:
    """`stories` says which story an article is in; one that is missing is in none."""
    told = [event for event in events if event.core and event.several]
    others = [event for event in events if event not in told]
    core = [event for event in events if event.core]
    return {
        "one_story": ratio(sum(_together(event, stories) == 1 for event in told), len(told)),
        "one_story_others": ratio(sum(_together(e, stories) == 1 for e in others), len(others)),
        "merged": sum(_meet(a, b, stories) for a, b in combinations(core, 2)),
        "events": len(told),
        "stories": {event.name: round(_together(event, stories), 3) for event in told},
        "outlets": {event.name: float(_outlets(event, stories)) for event in told},
    }


def _largest(event: Event, stories: Mapping[str, int]) -> list[str]:
    """The articles of the event in the story that has most of them."""
    homes = Counter(stories[key] for key in event.outlets if key in stories)
    if not homes:
        return []
    story, _ = homes.most_common(1)[0]
    return [key for key in event.outlets if stories.get(key) == story]


def _together(event: Event, stories: Mapping[str, int]) -> float:
    return ratio(len(_largest(event, stories)), len(event.outlets))


def _outlets(event: Event, stories: Mapping[str, int]) -> int:
    return len({event.outlets[key] for key in _largest(event, stories)})


def _meet(a: Event, b: Event, stories: Mapping[str, int]) -> bool:
    homes = [{stories[key] for key in event.outlets if key in stories} for event in (a, b)]
    return not homes[0].isdisjoint(homes[1])


def _grouped(
    folder: Path, workspace: Path, events: Sequence[Event], desk: Callable[..., None]
) -> tuple[dict[str, int], int]:
    """Which story each labelled article is in, and how many articles were collected."""
    sources = [
        {"slug": Path(feed["url"]).stem, "name": feed["name"], "kind": "feed", "url": feed["url"]}
        for feed in json.loads((folder / _FEEDS).read_text(encoding="utf8"))
    ]
    (workspace / "config").mkdir()
    written = yaml.safe_dump({"sources": sources}, allow_unicode=True)
    (workspace / "config" / "sources.yaml").write_text(written, encoding="utf8")
    recording = str((folder / _RECORDING).resolve())
    desk(workspace, "collect", "--replay", recording, "--pages")
    desk(workspace, "group")
    database = Database(f"sqlite:///{workspace / 'desk.sqlite3'}")
    try:
        with database.read() as unit:
            keys = [key for event in events for key in event.outlets]
            return unit.stories.of_articles(keys), len(unit.articles.known_keys())
    finally:
        database.close()
