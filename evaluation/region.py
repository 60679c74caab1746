"""How often the region of a text is right: US or Global; texts on both are counted apart."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from config.regions import Regions
from core.place import Region
from evaluation.measure import Measurement, data_files, f1, ratio, read_records
from stories.region import RegionJudge

_NAMED = {"us": Region.US, "global": Region.GLOBAL}
Pair = tuple[str, Region]


def measure(data: Path, regions: Regions) -> Measurement:
    """Figures over the records whose region is US or Global; an unclear verdict is wrong.

    `unclear` is the share of those records without a verdict. `mixed_*` are the shares of each
    verdict on the records that name both.
    """
    pairs = list(_judged(data, RegionJudge(regions)))
    clear = [pair for pair in pairs if pair[0] in _NAMED]
    mixed = Counter(verdict for gold, verdict in pairs if gold == "mixed")
    scores = [_f1(clear, name, region) for name, region in _NAMED.items()]
    right = sum(_NAMED[gold] is verdict for gold, verdict in clear)
    return Measurement(
        name="region",
        data=str(data),
        records=len(pairs),
        figures={
            "accuracy": ratio(right, len(clear)),
            "macro_f1": sum(scores) / len(scores),
            "unclear": ratio(sum(v is Region.UNCLEAR for _, v in clear), len(clear)),
            "judged": len(clear),
            "mixed": mixed.total(),
            **{f"mixed_{r.value.lower()}": ratio(mixed[r], mixed.total()) for r in Region},
        },
    )


def _judged(data: Path, judge: RegionJudge) -> Iterator[Pair]:
    """(gold, verdict) of every record that has a region; a labelled item has only a teaser."""
    for path in data_files(data, "*.jsonl", "*.jsonl.gz"):
        for record in read_records(path):
            gold = str(record.get("region") or "").lower()
            if gold not in _NAMED and gold != "mixed":
                continue
            text = record.get("text") or record.get("preview") or ""
            dateline = record.get("dateline") or ""
            verdict = judge.judge_text(record.get("title") or "", text, dateline)
            yield gold, verdict.region


def _f1(pairs: list[Pair], name: str, region: Region) -> float:
    called = sum(verdict is region for _, verdict in pairs)
    gold = sum(label == name for label, _ in pairs)
    hits = sum(label == name and verdict is region for label, verdict in pairs)
    return f1(ratio(hits, called), ratio(hits, gold))
