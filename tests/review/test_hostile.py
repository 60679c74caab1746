"""Foreign text stays text on every page."""

import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from config.beat import Beat
from config.settings import DeskSettings
from core.run import Job
from core.source import BY_HAND
from storage.database import Database
from tests.review.conftest import MakeApp, browser
from tests.review.hostile import ADDRESSES, PAYLOADS, seed_hostile
from tests.review.seed import PASSWORD

OWN_SCRIPTS = {"/assets/htmx.js", "/assets/hx-sse.js", "/static/js/desk.js"}
FORBIDDEN = {"iframe", "object", "embed", "base", "svg", "math", "img", "style"}

CHART = {"class", "viewbox", "width", "height", "role", "aria-label"}


class Auditor(HTMLParser):
    """Notes every element and attribute that no page of ours has."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        # The chart of a source's weeks is ours; any other picture of that kind is not.
        is_chart = tag == "svg" and given.get("class") == "weeks" and set(given) <= CHART
        if (tag in FORBIDDEN and not is_chart) or (
            tag == "script" and given.get("src") not in OWN_SCRIPTS
        ):
            self.wrong.append(f"<{tag}> {given}")
        if tag == "meta" and "http-equiv" in given:
            self.wrong.append(f"meta {given}")
        if tag == "form" and not given.get("action", "/").startswith("/"):
            self.wrong.append(f"form {given}")
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.wrong.append(f"{tag} {name}={value}")
            if name in ("href", "src", "action", "formaction") and not _is_safe(value):
                self.wrong.append(f"{tag} {name}={value}")


# The bookmark of the page that adds an address: ours from end to end.
BOOKMARK = (
    "javascript:void(location.href='http://127.0.0.1:8765/add?url='"
    "+encodeURIComponent(location.href))"
)


def _is_safe(address: str) -> bool:
    if address == BOOKMARK:
        return True
    own = address.startswith(("/", "#", "?")) and not address.startswith("//")
    return own or address.startswith(("https://", "http://"))


@pytest.fixture(scope="module")
def poisoned(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    shipped: tuple[Beat, object],
) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("hostile") / "desk.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    seed_hostile(database, shipped[0])
    yield database
    database.close()


@pytest.fixture
def desk(make_app: MakeApp, poisoned: Database) -> FastAPI:
    return make_app(poisoned, DeskSettings())


@pytest.fixture
def chief(desk: FastAPI) -> TestClient:
    client = browser(desk)
    client.post("/sign-in", data={"name": "Ann", "password": PASSWORD})
    return client


PAGES = ["/", "/?state=rejected", "/sources", "/articles", "/articles?shelf=dropped", "/runs"]
FIND_PAGES = [f"/finds/{number}" for number in range(1, 14)]
UNDER_A_FIND = ("/edit", "?at=0&read=1", "/history", "/story?q=utility")
HAND = [f"/finds/1/story?q={PAYLOADS[2]}", f"/add?url={PAYLOADS[2]}", "/add"]


@pytest.mark.parametrize(
    "path",
    [*PAGES, *FIND_PAGES, *(f"{p}{more}" for p in FIND_PAGES for more in UNDER_A_FIND), *HAND],
)
def test_page_with_hostile_text_holds_no_element_of_it(chief: TestClient, path: str) -> None:
    answer = chief.get(path)
    assert answer.status_code == 200
    auditor = Auditor()
    auditor.feed(answer.text)
    assert auditor.wrong == []


def test_hostile_address_asked_for_is_only_text(chief: TestClient, poisoned: Database) -> None:
    with poisoned.read() as unit:
        runs = unit.runs.about(Job.COLLECT, BY_HAND, limit=50)
    assert len(runs) == len(ADDRESSES)
    for run in runs:
        auditor = Auditor()
        auditor.feed(chief.get(f"/add?run={run.run_id}").text)
        assert auditor.wrong == []


def test_hostile_text_that_is_typed_comes_back_as_text(chief: TestClient) -> None:
    script = {"HX-Request": "true"}
    for payload in PAYLOADS:
        typed = {"seen": "1", "headline": payload, "text": f"Now {payload} 77.", "note": payload}
        for path in ("edit/copy", "presence"):
            answer = chief.post(f"/finds/1/{path}", data=typed, headers=script)
            auditor = Auditor()
            auditor.feed(answer.text)
            assert auditor.wrong == []


@pytest.mark.parametrize("name", ["q", "source", "region", "state"])
def test_hostile_filter_is_only_text(chief: TestClient, name: str) -> None:
    answer = chief.get("/", params={name: '"><script>alert(1)</script>'})
    auditor = Auditor()
    auditor.feed(answer.text)
    assert auditor.wrong == []


def test_hostile_markdown_of_an_edition_stays_harmless(chief: TestClient) -> None:
    chief.post("/editions", data={"volume": "9", "issue": "9", "dated": "2026-02-03"})
    page = chief.get("/editions").text
    where = page[page.index("/editions/") :].split('"')[0]
    text = "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://evil.example/p.png)"
    seen = chief.get(where).text.split('name="seen" value="')[1].split('"')[0]
    chief.post(f"{where}/introduction", data={"seen": seen, "text": text})
    feature = {"kind": "<b>", "title": text, "dated": "2026-02-03", "body": text}
    chief.post(f"{where}/features", data=feature | {"url": "javascript:alert(1)"})
    for path in (where, f"{where}/preview"):
        answer = chief.get(path)
        auditor = Auditor()
        auditor.feed(answer.text)
        assert auditor.wrong == []
        assert answer.status_code == 200
