"""What a find may point to, and where printed references lead."""

from datetime import date

import pytest

from core.archive import ArchiveLink
from core.coverage import Coverage, CoverageKind, PastFind
from core.edition import Feature
from newsletter.archive.signs import Number
from newsletter.references import (
    feature_references,
    names_in,
    numbers_named,
    past_references,
    printed_links,
)

ADDRESSES = {(1, 6): "https://v2gnews.example/1-6?utm_source=mail"}
INTERVIEW = Feature(
    kind="V2G Insights",
    title="From Depots to Markets: Marta Lindqvist on Buses",
    dated=date(2026, 2, 3),
    body="Marta Lindqvist leads fleets at Harbor Mobility. We met her in Alder City.",
    url="https://v2gnews.example/marta",
)
PROFILE = Feature(
    kind="V2G Intelligence",
    title="Why Alder Is Ready",
    dated=date(2026, 2, 3),
    body="Regulators in Alder opened a sandbox in 2024. The firms Tidewater and Northgrid joined.",
)


def covered(volume: int, issue: int, kind: CoverageKind = CoverageKind.SAME_EVENT) -> Coverage:
    ran = PastFind(volume=volume, issue=issue, text="It ran.", archive_id=1)
    return Coverage(kind=kind, ran=ran, new="", reasons=())


def test_past_references_name_each_edition_once_with_its_address() -> None:
    coverage = (covered(1, 6), covered(1, 6, CoverageKind.SAME_SUBJECT), covered(1, 9))
    first, second = past_references(coverage, ADDRESSES, newsletter="V2G News", text="Plain.")
    assert first.sentence == "V2G News covered this in Volume 1 | Issue 6."
    assert (first.link_text, first.url) == ("Volume 1 | Issue 6", "https://v2gnews.example/1-6")
    assert (second.link_text, second.url) == ("Volume 1 | Issue 9", "")


def test_past_references_leave_out_what_the_text_names() -> None:
    text = "V2G News covered the goals in Volume 1 | Issue 6. More has come since."
    assert past_references([covered(1, 6)], ADDRESSES, newsletter="V2G News", text=text) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("covered in Volume 1 | Issue 6.", [Number(1, 6)]),
        ("see Volume 1, Issue 6 and volume 2 issue 12", [Number(1, 6), Number(2, 12)]),
        ("Volume 1 | Issue 6, and again Volume 1 | Issue 6", [Number(1, 6)]),
        ("the volume of trade is an issue", []),
    ],
)
def test_numbers_named_are_found_in_running_text(text: str, numbers: list[Number]) -> None:
    assert list(numbers_named(text)) == numbers


def test_printed_links_lead_where_the_edition_stands() -> None:
    text = "Covered in Volume 1 | Issue 6 and in Volume 1 | Issue 7."
    assert printed_links(text, ADDRESSES) == (
        ArchiveLink(text="Volume 1 | Issue 6", url="https://v2gnews.example/1-6"),
    )
    assert printed_links(text, {(1, 6): "javascript:alert(1)"}) == ()


def test_feature_references_are_offered_by_shared_names() -> None:
    text = "The aggregator that Harbor Mobility showed in January can steer whole depots."
    (offered,) = feature_references(text, [INTERVIEW, PROFILE])
    assert offered.sentence == (
        "This edition’s V2G Insights, “From Depots to Markets: Marta Lindqvist on Buses”, "
        "tells more."
    )
    assert offered.shared == ("Harbor Mobility",)
    assert offered.url == INTERVIEW.url


def test_feature_references_need_two_single_names() -> None:
    assert feature_references("The board of Tidewater met on Monday.", [PROFILE]) == ()
    (offered,) = feature_references("The boards of Tidewater and Northgrid met.", [PROFILE])
    assert offered.shared == ("Northgrid", "Tidewater")


def test_feature_references_leave_out_what_the_text_names_or_everybody_does() -> None:
    named = f"Harbor Mobility speaks in “{INTERVIEW.title}”."
    assert feature_references(named, [INTERVIEW]) == ()
    common = "In February the United States sold many EVs with V2G, and Europe did too."
    both = Feature(kind="K", title="T", dated=date(2026, 2, 3), body=common)
    assert feature_references(common, [both]) == ()


def test_names_in_skips_the_first_word_of_a_sentence() -> None:
    names = names_in("Buses arrive. Then Volvo’s engineers met the Port of Ghent in Utrecht.")
    assert names == {"Volvo", "Port of Ghent", "Utrecht"}
