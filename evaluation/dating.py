"""How often a page's publication day is found, and is the right one.

Figures: `date_exact` and `date_found`, shares of all pages.
"""

from pathlib import Path

from crawler.extract.dating import choose_day
from crawler.extract.page import extract_page
from evaluation.extraction import same_day
from evaluation.measure import Measurement, data_files, ratio, read_page, read_records


def measure(data: Path) -> Measurement:
    """`data` is a folder with `gold.jsonl.gz` and `pages/`."""
    records = found = exact = 0
    for path in data_files(data, "gold.jsonl*"):
        for gold in read_records(path):
            body = read_page(path.parent / "pages" / gold["page"])
            claim = choose_day(extract_page(body, gold["url"]).dates)
            records += 1
            found += claim is not None
            exact += same_day(claim, gold["published"])
    figures = {
        "date_exact": round(ratio(exact, records), 4),
        "date_found": round(ratio(found, records), 4),
    }
    return Measurement(name="dating", data=str(data), records=records, figures=figures)
