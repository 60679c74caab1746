"""What came of a run, in words for editors."""

import pytest
from starlette.testclient import TestClient

from core.run import Job, RunState
from core.source import BY_HAND
from review.web.outcomes import about, outcome
from storage.database import Database
from tests.review.seed import NOW


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("articles", 1, "new article"),
        ("articles", 2, "new articles"),
        ("stories", 1, "new story"),
        ("sources", 0, "sources"),
        ("core", 3, "on the beat"),
        ("polls:not modified", 16, "polls not modified"),
        ("polls:failed", 1, "poll failed"),
        ("dropped:no_article", 4, "dropped: no article"),
        ("partial:not_found", 3, "in part only: not found"),
        ("cut_short", 1, "cut short"),
    ],
)
def test_outcome_is_said_in_words(name: str, number: int, words: str) -> None:
    assert outcome(name, number) == words


@pytest.mark.parametrize(
    ("job", "subject", "words"),
    [
        (Job.COLLECT, "", ""),
        (Job.COLLECT, "charged-wire", "charged-wire"),
        (Job.COLLECT, BY_HAND, "added by hand"),
        (Job.DRAFT, "8", "find 8"),
        (Job.PUBLISH, "1", "for an edition"),
    ],
)
def test_about_names_what_the_run_was_for(
    database: Database, job: Job, subject: str, words: str
) -> None:
    with database.unit() as unit:
        run = unit.runs.request(job, slot="s", why="w", subject=subject, now=NOW)
    assert run is not None
    assert about(run) == words


def test_runs_page_says_counts_in_words_and_that_there_was_nothing_to_do(
    vera: TestClient, database: Database
) -> None:
    with database.unit() as unit:
        for job, result in ((Job.GROUP, {"stories": 1, "polls:failed": 2}), (Job.DRAFT, {})):
            unit.runs.request(job, slot="late", why="Ben asked", now=NOW)
            run = unit.runs.claim([job], now=NOW, lease_seconds=9, holder="t")
            assert run is not None
            unit.runs.finish(run.run_id, RunState.DONE, result=result, now=NOW)
    text = vera.get("/runs").text
    assert '<span class="num">1</span> new story<' in text
    assert '<span class="num">2</span> polls failed<' in text
    assert text.count("nothing to do") == 1
    assert text.count("nothing yet") == 1
