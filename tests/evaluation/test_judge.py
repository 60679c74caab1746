"""The second reader measured: counted where it answered, flagged where it doubts."""

import json
from pathlib import Path
from typing import Any

import pytest

from config.prices import PriceTable
from config.settings import ModelSettings
from core.clock import SystemClock
from core.guard import AddressPolicy
from evaluation.grounding import measure
from summarizer.asking import Model
from summarizer.ladder import MemoryBook
from summarizer.purse import OpenPurse
from summarizer.second_reader import SecondReader
from tests.model_server import ModelServer

SOURCE = "The city bought forty buses."
RECORDS = [
    {"source": SOURCE, "summary": "The city bought forty buses.", "label": 1},
    {"source": SOURCE, "summary": "The city sold forty buses.", "label": 0},
    {"source": SOURCE, "summary": "The silent record.", "label": 0},
]


def answer(body: dict[str, Any]) -> str:
    told = json.dumps(body)
    if "silent" in told:
        return "no answer"
    verdict = "contradicted" if "1. The city sold" in told else "supported"
    entry = {"sentence": 1, "verdict": verdict, "quote": SOURCE, "reason": ""}
    return json.dumps({"sentences": [entry]})


def test_measure_with_a_reader_counts_its_doubts(tmp_path: Path) -> None:
    data = tmp_path / "some.jsonl"
    data.write_text("\n".join(json.dumps(record) for record in RECORDS))
    with ModelServer(answer) as server:
        model = Model(
            ModelSettings(base_url=server.base_url, model="judge-model", max_attempts=1),
            policy=AddressPolicy(allow_private=("127.0.0.1/32",), ports=(server.port,)),
            clock=SystemClock(),
            purse=OpenPurse(),
            book=MemoryBook(),
            prices=PriceTable(version="none", models=()),
        )
        figures = measure(data, SecondReader(model)).figures
    assert figures["judge_answered"] == 2
    judged = figures["judge"]
    assert isinstance(judged, dict)
    assert (judged["precision"], judged["recall"]) == (1.0, 1.0)
    assert judged["balanced_accuracy"] == pytest.approx(1.0)
