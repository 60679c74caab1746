import json
from pathlib import Path

import pytest

from core.relevance import Relevance
from core.story import Judged
from core.url import url_key
from evaluation.kept import compare
from evaluation.measure import DataMissing
from tests.storage.values import judged, relevance_verdict

RECORDS = [
    {"url": "https://a.example/core", "title": "Core", "relevance": 2},
    {"url": "https://a.example/near", "title": "Near", "relevance": 2},
    {"url": "https://a.example/lost", "title": "Lost", "relevance": 2},
    {"url": "https://a.example/unseen", "title": "Unseen", "relevance": 2},
    {"url": "https://a.example/off", "title": "Off", "relevance": 0},
]
LEVELS = {"core": Relevance.CORE, "near": Relevance.ADJACENT, "lost": Relevance.OFF}


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    file = tmp_path / "labels_own.jsonl"
    file.write_text("\n".join(map(json.dumps, RECORDS)))
    return tmp_path


def verdicts() -> dict[str, Judged]:
    keys = {name: url_key(f"https://a.example/{name}") for name in LEVELS}
    return {
        keys[name]: judged(keys[name], relevance=relevance_verdict(level))
        for name, level in LEVELS.items()
    }


def test_compare_core_and_adjacent_are_kept_the_rest_is_lost(labels: Path) -> None:
    found = compare(labels, verdicts().get)
    assert (found.core, found.found) == (4, 3)
    assert [item.title for item in found.kept] == ["Core", "Near"]
    assert [item.title for item in found.lost] == ["Lost", "Unseen"]
    assert all(item.reasons for item in found.kept)


def test_compare_folder_without_labels_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="labels"):
        compare(tmp_path, verdicts().get)
