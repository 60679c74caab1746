"""Sources, runs, articles, people: what they tell, and what can be done there."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from core.health import health_of
from core.people import Role
from core.run import Job
from core.source import Poll, PollOutcome, Source, SourceKind, SourceState
from core.spend import CapReached, Caps, Purpose, SpendScope, Wanted
from review.web.pages.sources import level_of, words_of
from storage.database import Database
from tests.review.conftest import NewClient
from tests.review.seed import NOW, PASSWORD, Seeded

SOURCE = Source(slug="s", name="S", kind=SourceKind.FEED, url="https://s.example/feed")


def test_sources_tell_their_health_in_plain_words(vera: TestClient) -> None:
    text = vera.get("/sources").text
    for words in (
        "13 sources",
        "The server answered 503 three times.",
        "blocked by robots.txt",
        "robots.txt does not allow us there.",
        "It answers, but lists nothing.",
        "not polled yet",
        "unverified",
        "paused",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("outcome", "failures", "level", "words"),
    [
        (PollOutcome.OK, 0, "good", "ok"),
        (PollOutcome.NOT_MODIFIED, 0, "good", "ok"),
        (PollOutcome.EMPTY, 0, "flag", "lists nothing"),
        (PollOutcome.FAILED, 1, "flag", "failing since Feb 1"),
        (PollOutcome.FAILED, 5, "block", "failing since Feb 1"),
        (PollOutcome.BLOCKED, 1, "block", "may not be read"),
        (PollOutcome.GONE, 1, "block", "gone"),
    ],
)
def test_health_follows_the_last_poll(
    outcome: PollOutcome, failures: int, level: str, words: str
) -> None:
    state = SourceState(
        source="s",
        last_poll=Poll(source="s", at=NOW, outcome=outcome),
        failures=failures,
        failing_since=NOW - timedelta(days=2) if failures else None,
    )
    found = health_of(SOURCE, state, NOW)
    assert (level_of(found, state), words_of(found, state)) == (level, words)


def test_poll_now_asks_for_a_run_of_that_source(ben: TestClient, database: Database) -> None:
    assert ben.post("/sources/charged-wire/poll").status_code == 303
    with database.read() as unit:
        run = unit.runs.last(Job.COLLECT)
    assert run is not None
    assert run.subject == "charged-wire"
    assert ben.post("/sources/charged-wire/poll").status_code == 409


def test_poll_of_a_paused_or_unknown_source_is_refused(ben: TestClient) -> None:
    assert ben.post("/sources/old-current/poll").status_code == 409
    assert ben.post("/sources/nowhere/poll").status_code == 404


def test_pause_and_let_go_on(ben: TestClient, database: Database) -> None:
    for paused in (True, False):
        data = {"paused": str(paused).lower()}
        assert ben.post("/sources/charged-wire/pause", data=data).status_code == 303
        with database.read() as unit:
            assert unit.sources.get("charged-wire").paused is paused


def test_runs_tell_what_came_of_them_and_what_they_cost(vera: TestClient) -> None:
    text = vera.get("/runs").text
    for words in ("$0.02", "2,712", "took 3 min", "the timetable", "waiting"):
        assert words in text


@pytest.mark.parametrize(("job", "status"), [("collect", 303), ("maintain", 409), ("x", 422)])
def test_run_is_asked_for(ben: TestClient, job: str, status: int) -> None:
    assert ben.post("/runs", data={"job": job}).status_code == status


def test_runs_page_beyond_the_last_answers(vera: TestClient) -> None:
    assert "Nothing has run yet." in vera.get("/runs?page=9").text
    assert vera.get("/runs?page=0").status_code == 422


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "Utrecht to grow"),
        ("shelf=off", "is radio, not power."),
        ("shelf=dropped", "The page has no text of its own."),
        ("shelf=dropped", "<li>Charged Wire</li>"),
        ("shelf=adjacent", "Nothing here."),
        ("q=Utrecht", "Utrecht breidt"),
        ("source=market-beam", "Bidirectional Charger Market"),
        ("shelf=nonsense", "Utrecht to grow"),
    ],
)
def test_articles_tell_their_verdict_and_why(vera: TestClient, query: str, shown: str) -> None:
    assert shown in vera.get(f"/articles?{query}").text


def test_people_are_let_in_with_a_role(
    ann: TestClient, new_client: NewClient, database: Database
) -> None:
    data = {"name": "Cleo", "password": "a fresh long password", "role": "viewer"}
    assert ann.post("/people", data=data).status_code == 303
    entered = new_client().post("/sign-in", data={"name": "Cleo", "password": data["password"]})
    assert entered.status_code == 303
    again = ann.post("/people", data=data | {"name": "cleo"})
    assert again.status_code == 409
    assert "already" in again.text


def test_people_short_password_is_refused_in_place(ann: TestClient) -> None:
    answer = ann.post("/people", data={"name": "Cleo", "password": "short", "role": "viewer"})
    assert answer.status_code == 409
    assert "12 characters" in answer.text
    assert 'value="Cleo"' in answer.text


def test_role_change_holds_at_once(ann: TestClient, vera: TestClient, seeded: Seeded) -> None:
    find = f"/finds/{seeded.find('Utrecht')}/hold"
    assert vera.post(find, data={"seen": "1"}).status_code == 403
    user_id = seeded.users["Vera"].user_id
    ann.post(f"/people/{user_id}/role", data={"role": "editor"})
    assert vera.post(find, data={"seen": "1"}).status_code == 303


def test_last_chief_editor_stays(ann: TestClient, seeded: Seeded) -> None:
    user_id = seeded.users["Ann"].user_id
    demoted = ann.post(f"/people/{user_id}/role", data={"role": "viewer"})
    shut = ann.post(f"/people/{user_id}/disabled", data={"disabled": "true"})
    assert (demoted.status_code, shut.status_code) == (409, 409)
    assert ann.get("/people").status_code == 200


def test_password_reset_ends_the_sessions(
    ann: TestClient, ben: TestClient, new_client: NewClient, seeded: Seeded
) -> None:
    user_id = seeded.users["Ben"].user_id
    ann.post(f"/people/{user_id}/password", data={"password": "a fresh long password"})
    assert ben.get("/").status_code == 303
    old = new_client().post("/sign-in", data={"name": "Ben", "password": PASSWORD})
    assert old.status_code == 401


def test_sessions_of_another_are_ended(ann: TestClient, ben: TestClient, seeded: Seeded) -> None:
    ann.post(f"/people/{seeded.users['Ben'].user_id}/end-sessions")
    assert ben.get("/").status_code == 303


def test_own_sessions_are_listed_and_ended_everywhere(ben: TestClient) -> None:
    assert "until" in ben.get("/account").text
    assert ben.post("/account/sign-out-everywhere").status_code == 303
    assert ben.get("/account").status_code == 303


def test_people_unknown_is_404(ann: TestClient) -> None:
    assert ann.post("/people/99/role", data={"role": "viewer"}).status_code == 404


def test_every_change_of_people_is_in_the_log(
    ann: TestClient, database: Database, seeded: Seeded
) -> None:
    user_id = seeded.users["Vera"].user_id
    ann.post(f"/people/{user_id}/role", data={"role": "editor"})
    with database.read() as unit:
        event = unit.audit.of("user Vera")[0]
    assert (event.actor, event.before, event.after) == ("Ann", Role.VIEWER, Role.EDITOR)


def test_sources_show_rhythm_next_poll_and_weeks(vera: TestClient, database: Database) -> None:
    days = tuple((NOW.date() - timedelta(days=7 * week), week + 1) for week in (8, 6, 4, 0))
    poll = Poll(source="charged-wire", at=NOW, outcome=PollOutcome.OK, item_days=days)
    with database.unit() as unit:
        unit.sources.record_poll(poll)
    row = vera.get("/sources").text.split('id="source-charged-wire"')[1].split("</tr>")[0]
    assert "the oldest first: 0, 0, 0, 9, 0, 7, 0, 5, 0, 0, 0, 1" in row
    assert '<path d="M24 25v-24h6v24zM40 25v-19h6v19zM56 25v-13h6v13zM88 25v-3h6v3z"></path>' in row
    assert "last 2/3/2026" in row
    assert "next in " in row


def test_source_quiet_longer_than_its_habit_says_so(vera: TestClient, database: Database) -> None:
    days = tuple((NOW.date() - timedelta(days=back), 1) for back in (34, 33, 32, 31, 30))
    poll = Poll(source="charged-wire", at=NOW, outcome=PollOutcome.OK, item_days=days)
    with database.unit() as unit:
        unit.sources.record_poll(poll)
    row = vera.get("/sources").text.split('id="source-charged-wire"')[1].split("</tr>")[0]
    assert "quiet longer than its habit" in row
    assert "Nothing new for 30 days; it usually brings something every day." in row


def test_runs_tell_where_the_money_went_and_what_a_cap_stopped(
    vera: TestClient, database: Database
) -> None:
    scope = SpendScope(run_key="r", volume=2, issue=3)
    wanted = Wanted(purpose=Purpose.FIND, model="gpt-5-mini", microdollars=900_000)
    with database.unit() as unit:
        stopped = unit.spending.reserve(wanted, scope, Caps(run=1_000), now=NOW, lease_seconds=60)
    assert isinstance(stopped, CapReached)
    text = vera.get("/runs").text
    for words in (
        "Where the money went",
        "gpt-5-mini",
        "A cap stopped 1 call",
        "The cap for the run",
    ):
        assert words in text
