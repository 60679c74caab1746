"""`desk eval`: what it needs is asked for in words."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

RECORD = {"source": "The city bought forty buses.", "summary": "The city bought.", "label": 1}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "some.jsonl"
    file.write_text(json.dumps(RECORD))
    return file


def test_eval_grounding_prints_its_figures(desk: Desk, data: Path) -> None:
    result = desk("eval", "grounding", "--data", str(data), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["figures"]["false_alarm"] == 0.0


def test_eval_without_data_says_that_it_needs_some(desk: Desk) -> None:
    result = desk("eval", "grounding")
    assert result.exit_code == 2
    assert "needs --data" in result.output


def test_eval_judge_without_a_model_says_what_is_missing(
    desk: Desk, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DESK_OPENAI_API_KEY", "DESK_OPENAI_API_KEY_FILE", "DESK_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    result = desk("eval", "grounding", "--data", str(data), "--judge")
    assert result.exit_code == 2
    assert "DESK_BASE_URL" in result.output


def test_eval_judge_belongs_to_grounding(desk: Desk, data: Path) -> None:
    result = desk("eval", "relevance", "--data", str(data), "--judge")
    assert result.exit_code == 2
    assert "--judge belongs to grounding" in result.output
