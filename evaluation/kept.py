"""How a desk's own verdicts stand against labelled items: what was kept, what was lost, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.relevance import Relevance
from core.story import Judged
from core.url import url_key
from evaluation.measure import data_files, read_records

CORE = 2
"""The label of an item that is core to the beat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledItem:
    """`level` is None when the desk does not have the item."""

    url: str
    title: str
    level: Relevance | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`kept` core items are core or adjacent at the desk; `lost` are off the beat or missing."""

    core: int
    found: int
    kept: tuple[LabelledItem, ...]
    lost: tuple[LabelledItem, ...]


def compare(labels: Path, judgement: Callable[[str], Judged | None]) -> Kept:
    """`labels` is a file or folder of records with `url`, `title`, `relevance`; `judgement` gives
    the desk's verdict on an article by its id."""
    files = data_files(labels, "labels*.jsonl", "labels*.jsonl.gz")
    records = [r for file in files for r in read_records(file) if r.get("relevance") == CORE]
    items = [_item(record["url"], record["title"], judgement) for record in records]
    kept = tuple(item for item in items if item.level in (Relevance.CORE, Relevance.ADJACENT))
    return Kept(
        core=len(items),
        found=sum(item.level is not None for item in items),
        kept=kept,
        lost=tuple(item for item in items if item not in kept),
    )


def _item(url: str, title: str, judgement: Callable[[str], Judged | None]) -> LabelledItem:
    judged = judgement(url_key(url))
    if judged is None:
        return LabelledItem(url=url, title=title, level=None)
    reasons = tuple(reason.text for reason in judged.relevance.reasons)
    return LabelledItem(url=url, title=title, level=judged.relevance.level, reasons=reasons)
