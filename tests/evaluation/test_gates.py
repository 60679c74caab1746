"""The gate itself: a figure that falls short fails; other and missing data are named."""

import json
from pathlib import Path

import pytest

from evaluation import gates
from evaluation.measure import Measurement
from evaluation.registry import EVALUATIONS, MAKE_THEIR_OWN

SHIPPED = gates.BASELINE

RECORDS = [
    {"title": "Utility pays for vehicle-to-grid exports", "preview": "", "relevance": 2},
    {"title": "A new wind farm", "preview": "", "relevance": 0},
]


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "beat"
    data.mkdir()
    lines = [json.dumps({**r, "url": f"https://a.example/{i}"}) for i, r in enumerate(RECORDS)]
    (data / "labels_own.jsonl").write_text("\n".join(lines))
    monkeypatch.setenv("DESK_CORPORA", str(tmp_path))
    return tmp_path


def pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **changes: object) -> Path:
    pinned = {
        "name": "relevance",
        "data": "beat",
        "fingerprint": gates.fingerprint(tmp_path / "beat"),
        "floors": {"recall": 1.0},
    }
    file = tmp_path / "baseline.json"
    file.write_text(json.dumps({"floors": [pinned | changes]}))
    monkeypatch.setattr(gates, "BASELINE", file)
    return file


def test_gates_floor_reached_passes(
    corpora: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pin(corpora, monkeypatch)
    assert gates.main([]) == 0
    assert "ok relevance on beat" in capsys.readouterr().out


def test_gates_figure_under_its_floor_fails(
    corpora: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pin(corpora, monkeypatch, floors={"recall": 1.01})
    assert gates.main([]) == 1
    assert "UNDER relevance on beat: recall" in capsys.readouterr().out


def test_gates_other_data_are_named_and_not_compared(
    corpora: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pin(corpora, monkeypatch, fingerprint="0")
    assert gates.main([]) == 0
    assert "OTHER DATA relevance on beat" in capsys.readouterr().out


def test_gates_missing_data_are_named(
    corpora: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pin(corpora, monkeypatch, data="nowhere")
    assert gates.main([]) == 0
    assert "MISSING relevance on nowhere" in capsys.readouterr().out


def test_gates_without_corpora_say_that_they_did_not_run(
    corpora: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pin(corpora, monkeypatch, floors={"recall": 1.01})
    monkeypatch.delenv("DESK_CORPORA")
    assert gates.main([]) == 0
    assert "GATES NOT RUN" in capsys.readouterr().out


def test_gates_without_corpora_compare_what_makes_its_own_data(
    corpora: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Measurement(name="swaps", data="generated", records=1, figures={"recall_name": 0.9})
    monkeypatch.setattr(gates, "EVALUATIONS", {"swaps": lambda _, __: made})
    pin(corpora, monkeypatch, name="swaps", fingerprint="", floors={"recall_name": 0.95})
    monkeypatch.delenv("DESK_CORPORA")
    assert gates.main([]) == 1
    assert "UNDER swaps on beat: recall_name is 0.9" in capsys.readouterr().out


def test_gates_pin_writes_the_figures_and_names_what_fell(
    corpora: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = pin(corpora, monkeypatch, floors={"recall": 2.0})
    assert gates.main(["--pin"]) == 0
    assert "WORSE relevance on beat: recall 2.0 -> 1.0" in capsys.readouterr().out
    assert json.loads(file.read_text())["floors"][0]["floors"] == {"recall": 1.0}


def test_baseline_as_shipped_pins_every_judgement_to_its_data() -> None:
    floors = json.loads(SHIPPED.read_text(encoding="utf8"))["floors"]
    assert {pinned["name"] for pinned in floors} == set(EVALUATIONS)
    for pinned in floors:
        made = pinned["name"] in MAKE_THEIR_OWN
        assert len(pinned["fingerprint"]) == (0 if made else 16), pinned
        better_high = set(pinned["floors"]) - gates.LOWER_IS_BETTER
        assert all(pinned["floors"][figure] > 0.2 for figure in better_high), pinned
