"""How well core articles are told from the rest, from title and teaser alone."""

from pathlib import Path

from config.beat import Beat
from core.relevance import Relevance
from evaluation.measure import Measurement, data_files, ratio, read_records
from stories.relevance import RelevanceJudge

_CORE_LABEL = 2


def measure(data: Path, beat: Beat) -> Measurement:
    """Core against the rest on the labelled items.

    `core` counts what is called core in every file given: the labelled items, and the stream
    they were taken from when it lies beside them.
    """
    judge = RelevanceJudge(beat)
    called: dict[str, Relevance] = {}
    labels: dict[str, int] = {}
    kept_core = 0
    for path in data_files(data, "labels*.jsonl*", "stream*.jsonl*"):
        for record in read_records(path):
            verdict = judge.judge_text(record["title"] or "", record.get("preview") or "", "")
            called[record["url"]] = verdict.level
            if record.get("relevance") is not None:
                labels[record["url"]] = int(record["relevance"])
                kept_core += verdict.ok and labels[record["url"]] == _CORE_LABEL
    core = {url for url, level in called.items() if level is Relevance.CORE}
    gold = {url for url, label in labels.items() if label == _CORE_LABEL}
    hits = len(core & gold)
    return Measurement(
        name="relevance",
        data=str(data),
        records=len(called),
        figures={
            "precision": ratio(hits, len(core & labels.keys())),
            "recall": ratio(hits, len(gold)),
            "core": len(core),
            "core_outside_labels": len(core - labels.keys()),
            "kept": sum(level is not Relevance.OFF for level in called.values()),
            "core_kept": ratio(kept_core, len(gold)),
            "labelled": len(labels),
        },
    )
