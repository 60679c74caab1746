"""Faults of encoding in feeds and pages, in one crawl: what is kept can be read and stored."""

import unicodedata
from dataclasses import dataclass

import pytest

from core.article import Article, Completeness
from tests.crawler.crawls import Outcome, feed, make_plan, run, task
from tests.crawler.loopback import RSS, Reply, page, rss, serve

TITLE = "Café réseau charges forty buses"
STANDS_FOR = "THE HEADLINE"
FEED_XML = '<?xml version="1.0" encoding="{}"?>'


@dataclass(frozen=True, slots=True)
class Fault:
    """How both of a host's documents are written, and what their answers say of it."""

    encoding: str = "utf-8"
    declared: str = "utf-8"
    header: str = ""
    title: str = TITLE

    def answers(self, url: str) -> tuple[Reply, Reply]:
        listed = FEED_XML.format(self.declared) + rss((url, STANDS_FOR)).decode()
        head = f"<head><meta charset='{self.declared}'>"
        article = page(STANDS_FOR).decode().replace("<head>", head, 1)
        return (
            Reply(body=self._written(listed), kind=self._kind(RSS)),
            Reply(body=self._written(article), kind=self._kind("text/html")),
        )

    def _written(self, text: str) -> bytes:
        for place, title in ((STANDS_FOR, self.title), (STANDS_FOR.lower(), self.title.lower())):
            text = text.replace(place, title)
        return text.encode(self.encoding, "surrogatepass")

    def _kind(self, kind: str) -> str:
        return f"{kind}; charset={self.header}" if self.header else kind


FAULTS = {
    "header says another charset": Fault(header="utf-16"),
    "header and document say another": Fault(declared="iso-8859-1", header="us-ascii"),
    "header says one that is none": Fault(header="nonsense"),
    "byte-order mark": Fault(encoding="utf-8-sig", declared="windows-1252"),
    "UTF-16": Fault(encoding="utf-16", declared="utf-16"),
    "UTF-16 said to be UTF-8": Fault(encoding="utf-16", header="utf-8"),
    "windows-1252": Fault(encoding="cp1252", declared="windows-1252"),
    "lone surrogate": Fault(title=f"{TITLE}\ud800"),
    "lone surrogate by its number": Fault(title=f"{TITLE}&#xD800;"),
    "control by its number": Fault(title=f"{TITLE}&#11;"),
    "no character by its number": Fault(title=f"{TITLE}&#xFFFE;"),
    "NUL and controls": Fault(title=TITLE.replace(" ", "\x00 \x08\x1b", 1)),
    "bidi override": Fault(title=TITLE.replace("forty", "\u202eforty\u202c\u2066")),
    "letters and accents apart": Fault(title=unicodedata.normalize("NFD", TITLE)),
    "accents behind what is invisible": Fault(
        title=unicodedata.normalize("NFD", TITLE).replace("\u0301", "\u200b\u0301")
    ),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    with serve() as site:
        tasks = []
        for number, fault in enumerate(FAULTS.values()):
            host = f"host{number}"
            listed, article = fault.answers(site.url(host, f"/{number}"))
            site.on(host, f"/{number}", article)
            tasks.append(task(feed(host, site.on(host, "/feed", listed))))
        spool = tmp_path_factory.mktemp("encodings") / "spool"
        return run(make_plan(spool, *tasks, port=site.port))


def of(outcome: Outcome, name: str) -> Article:
    return outcome.article(f"/{list(FAULTS).index(name)}")


@pytest.mark.parametrize("name", FAULTS)
def test_encoding_fault_of_page_and_feed_leaves_what_was_meant(outcome: Outcome, name: str) -> None:
    article = of(outcome, name)
    assert article.completeness is Completeness.FULL, article.partial_reason
    # HTML has a sign for what is no character, and a page that wrote one may keep it.
    title, text = (kept.replace("\ufffd", "") for kept in (article.title, article.text))
    assert title == TITLE
    assert text.startswith(f"The utility said on Tuesday that {TITLE.lower()} will")


@pytest.mark.parametrize("name", FAULTS)
def test_encoding_fault_leaves_nothing_that_cannot_be_stored_or_seen(
    outcome: Outcome, name: str
) -> None:
    article = of(outcome, name)
    for kept in (article.title, article.text, article.summary):
        kept.encode("utf8")
        assert kept == unicodedata.normalize("NFC", kept)
        kinds = {unicodedata.category(letter) for letter in kept.replace("\n", "")}
        assert not kinds & {"Cc", "Cf", "Cs"}
