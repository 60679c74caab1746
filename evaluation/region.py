"""How often the region of a text is right: US or Global; texts on both are counted apart."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from config.regions import Regions
from core.place import Region, RegionVerdict
from core.source import Source
from evaluation.measure import Measurement, data_files, f1, ratio, read_records
from stories.hints import Circumstances
from stories.region import RegionJudge

_NAMED = {"us": Region.US, "global": Region.GLOBAL}
Pair = tuple[str, RegionVerdict]


def measure(data: Path, regions: Regions, sources: Sequence[Source] = ()) -> Measurement:
    """Figures over the records whose region is US or Global; an unclear verdict is wrong.

    `unclear` is the share of those records without a verdict. `weak` is the share that the text
    itself did not settle and that was only proposed, `accuracy_weak` how often those are right,
    `accuracy_by_text` what stays when every proposal counts as wrong. `mixed_*` are the shares of
    each verdict on the records that name both. `sources` say what the outlet of an address covers.
    """
    pairs = list(_judged(data, RegionJudge(regions), _coverage(sources)))
    clear = [pair for pair in pairs if pair[0] in _NAMED]
    mixed = Counter(verdict.region for gold, verdict in pairs if gold == "mixed")
    scores = [_f1(clear, name, region) for name, region in _NAMED.items()]
    right = [verdict for gold, verdict in clear if _NAMED[gold] is verdict.region]
    weak = [verdict for _, verdict in clear if verdict.code == "weak"]
    weak_right = sum(verdict.code == "weak" for verdict in right)
    return Measurement(
        name="region",
        data=str(data),
        records=len(pairs),
        figures={
            "accuracy": ratio(len(right), len(clear)),
            "macro_f1": sum(scores) / len(scores),
            "unclear": ratio(sum(v.region is Region.UNCLEAR for _, v in clear), len(clear)),
            "weak": ratio(len(weak), len(clear)),
            "accuracy_weak": ratio(weak_right, len(weak)),
            "accuracy_by_text": ratio(len(right) - weak_right, len(clear)),
            "judged": len(clear),
            "mixed": mixed.total(),
            **{f"mixed_{r.value.lower()}": ratio(mixed[r], mixed.total()) for r in Region},
        },
    )


def _coverage(sources: Sequence[Source]) -> dict[str, Region]:
    """What the sources of a host cover, where they agree."""
    found: dict[str, set[Region | None]] = {}
    for source in sources:
        found.setdefault(_host(source.url), set()).add(source.region_hint)
    return {host: one for host, hints in found.items() if len(hints) == 1 and (one := hints.pop())}


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _judged(data: Path, judge: RegionJudge, coverage: dict[str, Region]) -> Iterator[Pair]:
    """(gold, verdict) of every record that has a region; a labelled item has only a teaser."""
    for path in data_files(data, "*.jsonl", "*.jsonl.gz"):
        for record in read_records(path):
            gold = str(record.get("region") or "").lower()
            if gold not in _NAMED and gold != "mixed":
                continue
            text = record.get("text") or record.get("preview") or ""
            dateline = record.get("dateline") or ""
            known = Circumstances(coverage=coverage.get(_host(record.get("url") or "")))
            title = record.get("title") or ""
            yield gold, judge.judge_text(title, text, dateline, circumstances=known)


def _f1(pairs: list[Pair], name: str, region: Region) -> float:
    called = sum(verdict.region is region for _, verdict in pairs)
    gold = sum(label == name for label, _ in pairs)
    hits = sum(label == name and verdict.region is region for label, verdict in pairs)
    return f1(ratio(hits, called), ratio(hits, gold))
