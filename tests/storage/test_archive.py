"""Past editions are kept whole, replaced whole, and found by their words."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from core.archive import ArchiveEdition, ArchiveFeature, ArchiveFind, ArchiveLink, ArchivePart
from core.errors import NotFound
from core.place import Region
from storage.database import Database

LINK = ArchiveLink(text="Grid Post", url="https://grid-post.test/a")


def find(position: int = 0, text: str = "Utrecht's shared cars feed the grid.") -> ArchiveFind:
    return ArchiveFind(
        volume=1,
        issue=6,
        position=position,
        text=text,
        dated=date(2025, 3, 18),
        region=Region.GLOBAL,
        printed_on=date(2025, 3, 12),
        source_url=LINK.url,
        links=(LINK,),
    )


EDITION = ArchiveEdition(
    volume=1,
    issue=6,
    dated=date(2025, 3, 18),
    introduction="Depots first.\n\nThen homes.",
    features=(
        ArchiveFeature(
            kind="V2G Insights",
            title="A planner speaks",
            dated=date(2025, 3, 17),
            text="She plans depots.",
            url="https://v2gnews.test/planner",
            links=(LINK,),
        ),
    ),
    finds=(find(), find(1, "Ohio buses export power.")),
    closing="Pass it on.",
    url="https://v2gnews.test/1-6",
    origin="1-6.html",
)


def stored(edition: ArchiveEdition) -> ArchiveEdition:
    """The edition as it reads back: its finds know their own number in the archive."""
    return replace(
        edition, finds=tuple(replace(f, archive_id=i) for i, f in enumerate(edition.finds, 1))
    )


def test_archive_edition_reads_back_the_same(database: Database) -> None:
    with database.unit() as unit:
        assert unit.archive.replace_edition(EDITION)
        assert unit.archive.edition(1, 6) == stored(EDITION)
        assert unit.archive.editions() == (stored(EDITION),)
        assert unit.archive.all() == stored(EDITION).finds


def test_archive_edition_imported_again_replaces_the_first(database: Database) -> None:
    shorter = replace(EDITION, introduction="Homes first.", features=(), finds=(find(),))
    with database.unit() as unit:
        unit.archive.replace_edition(EDITION)
        assert not unit.archive.replace_edition(shorter)
        kept = unit.archive.edition(1, 6)
        assert (kept.introduction, len(kept.features), len(kept.finds)) == ("Homes first.", 0, 1)
        for gone in ("depots", "planner", "ohio"):
            assert unit.archive.search_texts(gone) == ()


def test_archive_find_imported_again_keeps_its_number(database: Database) -> None:
    with database.unit() as unit:
        unit.archive.replace_edition(replace(EDITION, issue=5))
        unit.archive.replace_edition(EDITION)
        before = [ran.archive_id for ran in unit.archive.edition(1, 6).finds]
        unit.archive.replace_edition(replace(EDITION, finds=(find(0, "Corrected."), find(1))))
        after = unit.archive.edition(1, 6).finds
        assert [ran.archive_id for ran in after] == before
        assert after[0].text == "Corrected."
        assert unit.archive.search_texts("ohio")[0].issue == 5


def test_archive_edition_gives_its_finds_their_place(database: Database) -> None:
    astray = ArchiveFind(volume=9, issue=9, position=7, text="Astray.")
    with database.unit() as unit:
        unit.archive.replace_edition(replace(EDITION, finds=(astray,)))
        (kept,) = unit.archive.edition(1, 6).finds
        assert (kept.number, kept.position, kept.dated) == ("Volume 1 | Issue 6", 0, EDITION.dated)


def test_archive_edition_unknown_is_not_found(database: Database) -> None:
    with database.read() as unit, pytest.raises(NotFound, match=r"Volume 3 \| Issue 1"):
        unit.archive.edition(3, 1)


def test_archive_editions_come_newest_first_in_pages(database: Database) -> None:
    numbers = [(1, 6), (2, 1), (1, 26), (2, 10)]
    with database.unit() as unit:
        for volume, issue in numbers:
            unit.archive.replace_edition(replace(EDITION, volume=volume, issue=issue))
        newest = [(e.volume, e.issue) for e in unit.archive.editions(limit=3)]
        assert newest == [(2, 10), (2, 1), (1, 26)]
        assert [len(e.finds) for e in unit.archive.editions(limit=9, offset=3)] == [2]


def test_archive_search_finds_every_kind_of_text(database: Database) -> None:
    with database.unit() as unit:
        unit.archive.replace_edition(EDITION)
        hits = unit.archive.search_texts("depots")
        assert [(hit.part, hit.title) for hit in hits] == [
            (ArchivePart.INTRODUCTION, ""),
            (ArchivePart.FEATURE, "A planner speaks"),
        ]
        (ohio,) = unit.archive.search_texts("OHIO buses")
        assert (ohio.part, ohio.position, ohio.number) == (
            ArchivePart.FIND,
            1,
            "Volume 1 | Issue 6",
        )
        assert unit.archive.search_texts("depots ohio") == ()


def test_archive_addresses_name_only_what_is_known(database: Database) -> None:
    with database.unit() as unit:
        unit.archive.replace_edition(EDITION)
        unit.archive.replace_edition(replace(EDITION, issue=7, url=""))
        assert unit.archive.addresses() == {(1, 6): EDITION.url}


def test_finds_imported_before_editions_were_kept_belong_to_one(database: Database) -> None:
    database.downgrade("0001")
    with database.unit() as unit:
        unit.archive._connection.execute(
            sa.text(
                "INSERT INTO archive_finds"
                " (volume, issue, position, dated, region, printed_on, text, source_url)"
                " VALUES (1, 2, 0, '2025-01-21', 'US', NULL, 'Ran.', '')"
            )
        )
    database.upgrade()
    with database.read() as unit:
        (edition,) = unit.archive.editions()
        assert (edition.number, edition.dated) == ("Volume 1 | Issue 2", date(2025, 1, 21))
        assert [ran.text for ran in edition.finds] == ["Ran."]
