"""The house style page: what editors change, and the chief editor's word on it."""

import pytest
from starlette.testclient import TestClient

from core.house import PenRow, Replacement, RuleState
from core.source import BY_HAND
from review.web.pages.style import with_names
from storage.database import Database
from tests.review.seed import NOW, Seeded

RULE = Replacement(wrong="<b>utilizes</b>", right="uses", find_ids=(1,), editors=("Ben",))


@pytest.fixture
def rule_id(database: Database, seeded: Seeded) -> int:
    with database.unit() as unit:
        unit.drafting.propose_rules([RULE], NOW)
        (rule,) = unit.drafting.rules()
    return rule.rule_id


def state(database: Database) -> RuleState:
    with database.read() as unit:
        return unit.drafting.rules()[0].state


def test_style_page_shows_rules_as_text_and_lets_only_the_chief_decide(
    ann: TestClient, vera: TestClient, rule_id: int
) -> None:
    for client, may in ((ann, True), (vera, False)):
        page = client.get("/style").text
        assert "&lt;b&gt;utilizes&lt;/b&gt;" in page
        assert ("Accept" in page) is may


def test_style_rule_is_accepted_by_the_chief_alone(
    ann: TestClient, ben: TestClient, database: Database, rule_id: int
) -> None:
    assert ben.post(f"/style/{rule_id}", data={"state": "accepted"}).status_code == 403
    assert state(database) is RuleState.PROPOSED
    answer = ann.post(f"/style/{rule_id}", data={"state": "accepted"})
    assert answer.status_code == 303
    assert state(database) is RuleState.ACCEPTED


def test_style_page_calls_sources_by_their_names(
    ann: TestClient, database: Database, seeded: Seeded
) -> None:
    find_id = seeded.find("Sixty")
    with database.read() as unit:
        lead = unit.stories.get(unit.finds.get(find_id).story_id).lead_id
        source = unit.sources.get(unit.articles.get(lead).source)
    ann.post(f"/finds/{find_id}/approve", data={"seen": 1})
    page = ann.get("/style").text
    assert f'<span class="quiet">source</span> {source.name}<' in page


def test_with_names_calls_what_was_added_by_hand_so_and_leaves_writers_alone() -> None:
    rows = tuple(
        PenRow(by=by, name=name, unchanged=1, light=0, rewritten=0)
        for by, name in (("source", BY_HAND), ("source", "wire"), ("writer", "wire"))
    )
    named = with_names(rows, {"wire": "Charged Wire"})
    assert [row.name for row in named] == ["Added by hand", "Charged Wire", "wire"]


def test_style_rule_that_is_not_there_is_not_found(ann: TestClient) -> None:
    assert ann.post("/style/99", data={"state": "accepted"}).status_code == 404
