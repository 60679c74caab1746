"""`kill -9` while collecting and while drafting, then again: nothing lost, nothing twice."""

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from core.article import Article
from sampleweb.server import SampleWeb
from scheduler.context import Context
from scheduler.jobs.collect import collect
from scheduler.jobs.draft import draft
from scheduler.jobs.group import group
from scheduler.writers import writer_for
from tests.model_server import ModelServer
from tests.scheduler.program import open_context

KILLS = 4


def start(job: str, workspace: Path, *ports: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.scheduler.program", job, str(workspace)]
    return subprocess.Popen(
        [*command, *map(str, ports)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)


def all_articles(context: Context) -> list[Article]:
    with context.database.read() as unit:
        rows = unit.articles.page(limit=1000)
        return [unit.articles.get(row.article_id) for row in rows]


def essence(articles: list[Article]) -> Counter[tuple[str, str, str]]:
    return Counter((article.url, article.title, article.text) for article in articles)


@pytest.mark.slow
def test_collect_killed_at_random_moments_loses_nothing_and_stores_nothing_twice(
    web: SampleWeb, tmp_path: Path
) -> None:
    whole = open_context(tmp_path / "whole", web.port)
    collect(whole)
    expected = essence(all_articles(whole))
    chance = random.Random(7)
    torn = tmp_path / "torn"
    for _ in range(KILLS):
        asked = len(web.requests)
        process = start("collect", torn, web.port)
        deadline = time.monotonic() + 30
        while len(web.requests) < asked + 3 and time.monotonic() < deadline:
            assert process.poll() is None or len(web.requests) > asked
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 2.0))
        kill(process)
    context = open_context(torn, web.port)
    collect(context)
    assert essence(all_articles(context)) == expected
    assert not list((torn / "spool").glob("*.jsonl"))


@pytest.mark.slow
def test_draft_killed_while_the_model_answers_drafts_each_story_once(
    web: SampleWeb, tmp_path: Path
) -> None:
    workspace = tmp_path / "desk"
    with ModelServer(slow_answer) as server:
        context = open_context(workspace, web.port, model_port=server.port)
        collect(context)
        group(context)
        kills = (1, 3)
        for finds_before_kill in kills:
            process = start("draft", workspace, web.port, server.port)
            deadline = time.monotonic() + 40
            while count_finds(context) < finds_before_kill and time.monotonic() < deadline:
                time.sleep(0.02)
            kill(process)
        drafted = count_finds(context)
        assert drafted >= 3
        draft(context, writer_for(context), limit=200)
        with context.database.read() as unit:
            stories = unit.stories.page(limit=500)
            finds = [unit.finds.of_story(story.story_id) for story in stories]
            assert unit.stories.undrafted() == ()
            spend = unit.model_calls.spend()
        assert all(find is not None for find in finds)
        assert count_finds(context) == len(stories)
        # What was in flight at a kill is known to the server alone; nothing else is.
        in_flight = context.configuration.settings.model.workers * len(kills)
        assert server.calls - in_flight <= spend.calls <= server.calls


def slow_answer(_request: dict[str, Any]) -> str:
    """A valid answer that takes its time, so that a kill meets a call in flight."""
    time.sleep(0.1)
    fact = {"text": "A depot sells power back.", "kind": "fact", "quotes": []}
    return json.dumps({"headline": "A depot", "sentences": [fact] * 3, "region": "unclear"})


def count_finds(context: Context) -> int:
    with context.database.read() as unit:
        return sum(unit.finds.counts().values())
