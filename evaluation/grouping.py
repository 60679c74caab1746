"""How well articles on one event come together, at the threshold used everywhere."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from core.article import Article
from core.dating import DateEvidence, DateOrigin, DateVerdict
from core.place import Region, RegionVerdict
from core.relevance import Relevance, RelevanceVerdict
from core.story import Judged
from evaluation.measure import Measurement, data_files, f1, ratio, read_records
from stories.fingerprint import fingerprint
from stories.grouping import JOIN_AT, Decider

_NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def measure(data: Path) -> Measurement:
    """The decider's own grouping of all texts at once, without their topics or dates."""
    files = data_files(data, "*.jsonl", "*.jsonl.gz")
    records = [r for path in files for r in read_records(path) if "cluster" in r]
    gold = {r["id"]: str(r["cluster"]) for r in records}
    texts = [_article(r["id"], r.get("title") or "", r["text"]) for r in records]
    intents = Decider().decide([(a, judged(a)) for a in texts], [], now=_NOW)
    found = {key: str(i) for i, intent in enumerate(intents) for key in intent.story.article_ids}
    by_text, by_pair = bcubed(gold, found), pairs(gold, found)
    return Measurement(
        name="grouping",
        data=str(data),
        records=len(gold),
        figures={
            "bcubed_f1": by_text[2],
            "bcubed_precision": by_text[0],
            "bcubed_recall": by_text[1],
            "pair_f1": by_pair[2],
            "pair_precision": by_pair[0],
            "pair_recall": by_pair[1],
            "threshold": JOIN_AT,
            "stories": len(intents),
            "events": len(set(gold.values())),
        },
    )


def bcubed(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1, averaged over the texts (Bagga and Baldwin, 1998)."""
    both = Counter((gold[key], found[key]) for key in gold)
    golds, founds = Counter(gold.values()), Counter(found[key] for key in gold)
    if not gold:
        return 0.0, 0.0, 0.0
    precision = sum(n * n / founds[story] for (_, story), n in both.items()) / len(gold)
    recall = sum(n * n / golds[event] for (event, _), n in both.items()) / len(gold)
    return precision, recall, f1(precision, recall)


def pairs(gold: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the pairs of texts that are put together."""
    both = Counter((gold[key], found[key]) for key in gold)
    hits = _pairs_in(list(both.values()))
    precision = ratio(hits, _pairs_in(list(Counter(found[key] for key in gold).values())))
    recall = ratio(hits, _pairs_in(list(Counter(gold.values()).values())))
    return precision, recall, f1(precision, recall)


def judged(article: Article) -> Judged:
    """Verdicts that say nothing, so that the text alone decides."""
    claim = DateEvidence(day=_NOW.date(), origin=DateOrigin.JSON_LD)
    return Judged(
        article_id=article.article_id,
        relevance=RelevanceVerdict(ok=True, code="core", level=Relevance.CORE, score=1.0),
        region=RegionVerdict(ok=False, code="unclear", region=Region.UNCLEAR),
        date=DateVerdict(ok=True, code="single", day=claim.day, chosen=claim),
        fingerprint=fingerprint(f"{article.title}\n\n{article.text}"),
    )


def _article(key: str, title: str, text: str) -> Article:
    body = text.removeprefix(title).strip() or text
    return Article(
        article_id=key,
        url=f"https://news.example/{key}",
        source="",
        outlet=key,
        title=title,
        text=body,
        first_seen_at=_NOW,
        fetched_at=_NOW,
    )


def _pairs_in(sizes: Sequence[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
