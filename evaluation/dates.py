"""How often a day is judged right: on cases of our own, and on editions as they were printed.

Figures: `accuracy` is the share of the own cases (`date_cases.yaml`) whose code and day are right,
`cases` how many there are. Of the editions given: `printed` is how many dates they print,
`flagged` how many of those were flagged, and `proposals` counts each flag as
`printed: proposed`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from config.newsletter import Newsletter
from core.article import Article
from core.clock import print_date
from core.dating import DateEvidence, DateOrigin, DateRole
from core.story import DayWindow
from core.verdict import Verdict
from evaluation.measure import Measurement, ratio
from newsletter.archive.reading import SUFFIXES, read_file
from newsletter.calendar import window
from stories.dating import judge_date
from stories.printed import judge_printed

_TODAY = date(2026, 2, 3)
_WINDOW = DayWindow(first=date(2026, 1, 20), last=date(2026, 2, 3))


def measure(data: Path, newsletter: Newsletter) -> Measurement:
    """`data` is an edition or a folder of editions, in any format that `desk archive` reads."""
    known = yaml.safe_load(own_cases())
    right = [is_right(case) for case in known["cases"]]
    right += [is_right_printed(case) for case in known["printed"]]
    printed = [pair for file in _files(data) for pair in _printed(file, newsletter)]
    flagged = [(day, verdict) for day, verdict in printed if not verdict.ok]
    return Measurement(
        name="dates",
        data=str(data),
        records=len(right) + len(printed),
        figures={
            "accuracy": ratio(sum(right), len(right)),
            "cases": len(right),
            "printed": len(printed),
            "flagged": len(flagged),
            "proposals": {
                f"{print_date(d)}: {v.reasons[0].quote or v.code}": 1 for d, v in flagged
            },
        },
    )


def own_cases() -> str:
    return resources.files("evaluation").joinpath("date_cases.yaml").read_text(encoding="utf8")


def is_right(case: dict[str, Any]) -> bool:
    now = _noon(case.get("now", _TODAY))
    verdict = judge_date(_article(case), now=now)
    return (verdict.code, verdict.day) == (case["expect"], case["day"])


def is_right_printed(case: dict[str, Any]) -> bool:
    [verdict] = judge_printed([case["day"]], _WINDOW)
    meant = print_date(case["meant"]) if "meant" in case else ""
    proposed = verdict.reasons[0].quote if verdict.reasons else ""
    return (verdict.code, proposed) == (case["expect"], meant)


def _article(case: dict[str, Any]) -> Article:
    seen = _noon(case.get("seen", _TODAY))
    claims = tuple(
        DateEvidence(day=day, origin=DateOrigin.JSON_LD, role=DateRole.MODIFIED)
        if origin == DateRole.MODIFIED
        else DateEvidence(day=day, origin=DateOrigin(origin))
        for origin, day in case["claims"]
    )
    return Article(
        article_id="case",
        url="https://example.com/case",
        source="case",
        outlet="Case",
        title=case["name"],
        text=case.get("text", ""),
        dates=claims,
        first_seen_at=seen,
        fetched_at=seen,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _files(data: Path) -> list[Path]:
    if data.is_file():
        return [data]
    return sorted(path for path in data.iterdir() if path.suffix.lower() in SUFFIXES)


def _printed(file: Path, newsletter: Newsletter) -> Iterator[tuple[date, Verdict]]:
    for found in read_file(file.name, file.read_bytes(), newsletter).editions:
        if found.edition.dated is None:
            continue
        days = [find.printed_on for find in found.edition.finds if find.printed_on]
        verdicts = judge_printed(days, window(newsletter, found.edition.dated))
        yield from zip(days, verdicts, strict=True)
