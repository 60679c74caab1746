import gzip
import json
import os
from pathlib import Path

import pytest

from evaluation.grounding import measure
from evaluation.measure import DataMissing

SOURCE = "Utrecht has forty chargers of 22 kW. Stedin pays for power since June 2025."
RECORDS = [
    {"source": SOURCE, "summary": "Utrecht has forty chargers.", "label": 1},
    {"source": SOURCE, "summary": "Stedin pays since July 2025.", "label": 0},
    {"source": SOURCE, "claim": "Utrecht has fifty chargers from Volvo.", "label": 0},
    {"source": SOURCE, "summary": "Chargers are popular.", "label": 0},
    {"source": SOURCE, "summary": "Rotterdam has forty chargers.", "label": 1},
]


def write(path: Path, records: list[dict[str, object]]) -> Path:
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, records)).encode()))
    return path


def test_measure_figures_are_counted_over_flagged_and_unsupported(tmp_path: Path) -> None:
    found = measure(write(tmp_path / "some.jsonl.gz", RECORDS))
    assert (found.name, found.records) == ("grounding", 5)
    assert found.figures["precision"] == pytest.approx(2 / 3)
    assert found.figures["recall"] == pytest.approx(2 / 3)
    assert found.figures["false_alarm"] == pytest.approx(1 / 2)
    assert found.figures["balanced_accuracy"] == pytest.approx((2 / 3 + 1 / 2) / 2)
    by_check = found.figures["by_check"]
    assert isinstance(by_check, dict)
    assert by_check["date"]["recall"] == pytest.approx(1 / 3)
    assert by_check["date"]["precision"] == 1.0


def test_measure_folder_has_figures_by_file(tmp_path: Path) -> None:
    write(tmp_path / "one.jsonl.gz", RECORDS[:1])
    write(tmp_path / "two.jsonl.gz", RECORDS[1:3])
    found = measure(tmp_path)
    by_set = found.figures["by_set"]
    assert isinstance(by_set, dict)
    assert found.records == 3
    assert by_set["one"]["false_alarm"] == 0.0
    assert by_set["two"]["recall"] == 1.0


def test_measure_folder_without_data_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataMissing):
        measure(tmp_path)


@pytest.mark.corpora
@pytest.mark.slow
def test_measure_real_sets_hold_their_floors() -> None:
    corpora = os.environ.get("DESK_CORPORA")
    if not corpora:
        pytest.skip("DESK_CORPORA is not set: the grounding rules were NOT measured on real data")
    folder = Path(corpora) / "grounding"
    entfa = measure(folder / "entfa_train.jsonl.gz").figures
    summedits = measure(folder / "summedits_news_dev.jsonl.gz").figures
    assert entfa["balanced_accuracy"] >= 0.86  # type: ignore[operator]
    assert summedits["precision"] >= 0.90  # type: ignore[operator]
