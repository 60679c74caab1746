"""The archive at the desk: its list, its search, an edition as it ran."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from core.archive import ArchiveEdition, ArchiveFeature, ArchiveFind, ArchiveLink
from core.place import Region
from storage.database import Database

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def filled(database: Database) -> Database:
    link = ArchiveLink(text="here", url="javascript:alert(1)")
    finds = tuple(
        ArchiveFind(
            volume=1,
            issue=6,
            position=position,
            text=text,
            region=region,
            printed_on=day,
            source_url=url,
            links=(link,),
        )
        for position, (text, region, day, url) in enumerate(
            [
                (
                    "Utrecht cars feed the grid.",
                    Region.GLOBAL,
                    date(2025, 3, 12),
                    "https://a.test/",
                ),
                (f"Ohio {HOSTILE} buses.", Region.US, date(2024, 3, 12), "javascript:alert(1)"),
            ]
        )
    )
    feature = ArchiveFeature(kind="V2G Insights", title="A planner speaks", text="On depots.")
    edition = ArchiveEdition(
        volume=1,
        issue=6,
        dated=date(2025, 3, 18),
        introduction="Depots lead.",
        features=(feature,),
        finds=finds,
        origin="1-6.html",
    )
    with database.unit() as unit:
        unit.archive.replace_edition(edition)
    return database


def test_archive_empty_says_how_to_fill_it(vera: TestClient) -> None:
    assert "desk archive import" in vera.get("/archive").text


@pytest.mark.usefixtures("filled")
def test_archive_lists_editions_and_leads_to_each(vera: TestClient) -> None:
    text = vera.get("/archive").text
    assert 'href="/archive/1/6"' in text
    assert "1-6.html" in text


@pytest.mark.usefixtures("filled")
def test_archive_search_leads_to_the_text(vera: TestClient) -> None:
    text = vera.get("/archive", params={"q": "depots"}).text
    assert "2 texts with" in text
    assert 'href="/archive/1/6#introduction-0"' in text
    assert 'href="/archive/1/6#feature-0"' in text
    assert 'href="/archive/1/6#find-0"' in vera.get("/archive", params={"q": "utrecht"}).text
    assert "holds all of these words" in vera.get("/archive", params={"q": "nowhere"}).text


@pytest.mark.usefixtures("filled")
def test_archived_edition_is_shown_as_it_ran_with_what_is_wrong(vera: TestClient) -> None:
    text = vera.get("/archive/1/6").text
    assert "Volume 1 | Issue 6" in text
    assert 'id="find-0"' in text
    assert text.count("outside the edition") == 1
    assert 'href="https://a.test/"' in text
    assert "javascript:" not in text
    assert HOSTILE not in text


def test_archived_edition_unknown_is_not_found(vera: TestClient) -> None:
    assert vera.get("/archive/9/9").status_code == 404
