"""How well the grounding rules tell unsupported summaries from supported ones.

Data: records with `source`, `summary` (or `claim`) and `label`, 1 for supported. A summary is
read as sentences without evidence, its source as the one article. Positive means: flagged, that
is at least one check of `summarizer.grounding.RULES`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.article import Article
from core.reading import ReadingVerdict
from evaluation.measure import Measurement, data_files, ratio, read_records
from summarizer.grounding import RULES, check_grounding
from summarizer.second_reader import RULE, SecondReader
from summarizer.style import as_sentences

_TAKEN_APART = re.compile(r"(?<=\d) ?, (?=000\b)")
"""Some sets keep their sources as tokens: `13, 000` was `13,000`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One summary: whether it is supported, and which rules flagged it."""

    supported: bool
    rules: frozenset[str]


def measure(data: Path, reader: SecondReader | None = None) -> Measurement:
    """Figures over all records, by check, and by file (`by_set`); with a second reader its own
    under `judge`, counted over the records that it answered (`judge_answered`)."""
    files = data_files(data, "*.jsonl", "*.jsonl.gz")
    judged = _judged_by(reader, files) if reader else {}
    by_file = {path.name.split(".")[0]: judge_all(read_records(path)) for path in files}
    together = [judgement for judgements in by_file.values() for judgement in judgements]
    return Measurement(
        name="grounding",
        data=str(data),
        records=len(together),
        figures={
            **figures(together),
            "by_check": {rule: figures(together, only=rule) for rule in RULES},
            "by_set": {name: figures(judgements) for name, judgements in by_file.items()},
            **judged,
        },
    )


def judge_all(records: Iterable[Mapping[str, Any]]) -> list[Judgement]:
    return [judge(record) for record in records if record.get("label") in (0, 1)]


def judge(record: Mapping[str, Any]) -> Judgement:
    claim = record.get("summary") or record.get("claim") or ""
    article = _article(_TAKEN_APART.sub(",", str(record["source"])))
    checks = check_grounding(as_sentences(str(claim)), (article,))
    rules = frozenset(check.rule for check in checks if check.rule in RULES)
    return Judgement(supported=record["label"] == 1, rules=rules)


def _judged_by(reader: SecondReader, files: Sequence[Path]) -> dict[str, int | Mapping[str, float]]:
    records = [r for path in files for r in read_records(path) if r.get("label") in (0, 1)]
    found = [judgement for r in records if (judgement := read_by(reader, r)) is not None]
    return {"judge": figures(found), "judge_answered": len(found)}


def read_by(reader: SecondReader, record: Mapping[str, Any]) -> Judgement | None:
    """Flagged when the reader takes a sentence for anything but supported; None without an
    answer."""
    claim = record.get("summary") or record.get("claim") or ""
    article = _article(str(record["source"]))
    readings = reader.read(as_sentences(str(claim)), (article,)).value
    if readings is None:
        return None
    doubted = any(reading.verdict is not ReadingVerdict.SUPPORTED for reading in readings)
    rules = frozenset({RULE} if doubted else ())
    return Judgement(supported=record["label"] == 1, rules=rules)


def figures(judgements: Sequence[Judgement], *, only: str = "") -> dict[str, float]:
    """Precision, recall, false alarm and balanced accuracy of being flagged, by any rule or by
    one."""
    flagged = [bool(j.rules & {only} if only else j.rules) for j in judgements]
    hits = sum(f and not j.supported for f, j in zip(flagged, judgements, strict=True))
    alarms = sum(f and j.supported for f, j in zip(flagged, judgements, strict=True))
    supported = sum(j.supported for j in judgements)
    recall = ratio(hits, len(judgements) - supported)
    false_alarm = ratio(alarms, supported)
    return {
        "precision": ratio(hits, hits + alarms),
        "recall": recall,
        "false_alarm": false_alarm,
        "balanced_accuracy": (recall + 1 - false_alarm) / 2,
    }


def _article(source: str) -> Article:
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    return Article(
        article_id="source",
        url="https://source.example/",
        source="evaluation",
        outlet="",
        title="",
        text=source,
        first_seen_at=moment,
        fetched_at=moment,
    )
