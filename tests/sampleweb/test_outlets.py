from collections.abc import Callable
from typing import Any

import pytest

from sampleweb.errors import SampleContentError
from sampleweb.outlets import Offer, PageTemplate, load_outlets, parse_outlets


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "slug": "test-post",
        "name": "Test Post",
        "tagline": "A test",
        "language": "en",
        "country": "US",
        "region_hint": "US",
        "weight": 1,
        "offers": {"rss": "/feed"},
        "date_style": "iso",
        "template": "byline",
        "article_path": "/{slug}",
        "title_suffix": "",
        "validators": "etag",
        "utc_offset": 0,
        "accent": "#000",
        "nav": [],
        "about": "",
        "promo": "",
        "footer": "",
    } | changes


def without_name() -> dict[str, Any]:
    return {key: value for key, value in entry().items() if key != "name"}


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (without_name, "missing: name"),
        (lambda: entry(colour="red"), "unknown: colour"),
        (lambda: entry(slug="Test Post"), "lower-case words"),
        (lambda: entry(region_hint="Europe"), "region_hint"),
        (lambda: entry(offers={"fax": "/feed"}), "fax"),
        (lambda: entry(offers={"rss": "feed"}), "begin with a slash"),
        (lambda: entry(offers={}), "at least one way in"),
        (lambda: entry(template="modern"), "modern"),
    ],
)
def test_outlets_faulty_entry_is_named(make: Callable[[], dict[str, Any]], reason: str) -> None:
    with pytest.raises(SampleContentError, match=reason):
        parse_outlets([make()])


def test_outlets_several_faults_come_in_one_message() -> None:
    with pytest.raises(SampleContentError) as caught:
        parse_outlets([entry(slug="one", template="x"), entry(slug="two", date_style="y")])
    assert [problem.split(":")[1].strip() for problem in caught.value.problems] == ["one", "two"]


def test_outlets_same_slug_twice_is_refused() -> None:
    with pytest.raises(SampleContentError, match="occurs twice"):
        parse_outlets([entry(), entry()])


def test_outlets_shipped_offer_every_format_and_template() -> None:
    outlets = load_outlets()
    assert len(outlets) >= 12
    assert {offer for outlet in outlets for offer, _ in outlet.offers} == set(Offer)
    assert {outlet.template for outlet in outlets} == set(PageTemplate)
    assert {"nl", "de"} <= {outlet.language for outlet in outlets}
    assert {500, 404} <= {outlet.fault for outlet in outlets}
