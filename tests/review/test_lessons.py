"""Rules and lessons at the desk: what is in force, who made it, and the way back."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from core.run import Job
from storage.database import Database
from tests.review.seed import Seeded
from tests.storage.values import learned_model, region_rule

REVOKE, RESTORE = {"in_force": "false"}, {"in_force": "true"}


@pytest.fixture
def rule_id(database: Database, seeded: Seeded) -> int:
    with database.unit() as unit:
        unit.learning.add_rules([region_rule("<b>Harlow</b> PUD", decided_by="Ben")])
        (rule,) = unit.learning.rules()
    return rule.rule_id


def test_lessons_page_shows_the_rule_as_text_and_lets_only_the_chief_change_it(
    ann: TestClient, vera: TestClient, rule_id: int
) -> None:
    for client, may in ((ann, True), (vera, False)):
        page = client.get("/lessons").text
        assert "&lt;b&gt;Harlow&lt;/b&gt; PUD" in page
        assert "the last moved by Ben" in page
        assert ("/lessons/rules/" in page) is may


def test_lessons_rule_is_revoked_by_the_chief_alone_and_undone(
    ann: TestClient, ben: TestClient, database: Database, rule_id: int
) -> None:
    assert ben.post(f"/lessons/rules/{rule_id}", data=REVOKE).status_code == 403
    assert ann.post(f"/lessons/rules/{rule_id}", data=REVOKE).status_code == 303
    with database.read() as unit:
        assert unit.learning.rules() == ()
        assert "Ann revoked a rule" in {run.why for run in unit.runs.about(Job.GROUP, "")}
    page = ann.get("/lessons").text
    assert "is no rule any more" in page
    assert f'action="/lessons/rules/{rule_id}"' in page
    assert 'name="in_force" value="true" data-does="undo"' in page
    assert ann.post(f"/lessons/rules/{rule_id}", data=RESTORE).status_code == 303
    with database.read() as unit:
        assert [rule.rule_id for rule in unit.learning.rules()] == [rule_id]
        assert {event.action for event in unit.audit.of(f"rule {rule_id}")} == {
            "revoked",
            "restored",
        }


def test_lessons_rule_that_is_not_there_is_not_found(ann: TestClient) -> None:
    assert ann.post("/lessons/rules/99", data=REVOKE).status_code == 404
    assert ann.post("/lessons/order", data={"version": "99"}).status_code == 404


def test_lessons_order_says_what_it_learned_and_is_switched_off_and_on(
    ann: TestClient, database: Database, seeded: Seeded
) -> None:
    assert "Nothing is learned yet" in ann.get("/lessons").text
    with database.unit() as unit:
        unit.learning.add_model(learned_model(), use=False)
    assert ann.post("/lessons/order", data={"version": "1"}).status_code == 303
    page = ann.get("/lessons").text
    assert "Version 1 orders the queue" in page
    assert "Learned: editors wanted" in page
    assert ann.post("/lessons/order", data={"version": "0"}).status_code == 303
    off = ann.get("/lessons").text
    assert "The learned order is off" in off
    assert "No waiting story is moved by it." in off
    with database.read() as unit:
        assert unit.learning.model_in_use() is None


def test_lessons_order_switched_off_by_the_configuration_says_so_and_stays_off(
    app: FastAPI, ann: TestClient, database: Database, seeded: Seeded
) -> None:
    app.state.desk = replace(app.state.desk, learned_order=False)
    assert "DESK_LEARNED_ORDER" in ann.get("/lessons").text
    with database.unit() as unit:
        unit.learning.add_model(learned_model(), use=False)
    page = ann.get("/lessons").text
    assert "DESK_LEARNED_ORDER" in page
    assert "The newest is version 1." in page
    assert "/lessons/order" not in page
    answer = ann.post("/lessons/order", data={"version": "1"})
    assert answer.status_code == 409
    assert "The configuration switches the learned order off." in answer.text
    with database.read() as unit:
        assert unit.learning.model_in_use() is None


def test_lessons_order_in_use_that_the_configuration_switches_off_is_not_called_the_newest(
    app: FastAPI, ann: TestClient, database: Database
) -> None:
    app.state.desk = replace(app.state.desk, learned_order=False)
    with database.unit() as unit:
        unit.learning.add_model(learned_model(), use=True)
        unit.learning.add_model(learned_model(), use=False)
    page = ann.get("/lessons").text
    assert "Otherwise version 1 would order the queue." in page
    assert "newest" not in page
