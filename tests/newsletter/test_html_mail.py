import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from core.edition import ExportFormat
from newsletter.colours import FALLBACK, contrast, readable
from newsletter.exporters import EXPORTERS
from newsletter.exporters.html_mail import preheader
from newsletter.exporters.look import DARK_PAPER, PAPER, look_of
from tests.newsletter.samples import make_document
from tests.newsletter.test_hostile import read_html, rendered

MAIL = EXPORTERS[ExportFormat.HTML]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("rendering a mail asked for the network")

    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


def test_mail_sample_edition_has_one_first_heading_and_no_gap_in_levels() -> None:
    tags = [tag for tag, _ in read_html(MAIL.render(make_document()).decode()).tags]
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_mail_sample_edition_names_its_language_and_both_colour_schemes() -> None:
    tags = read_html(MAIL.render(make_document()).decode()).tags
    assert ("en", "ltr") in [(a.get("lang"), a.get("dir")) for tag, a in tags if tag == "html"]
    metas = {a.get("name"): a.get("content") for tag, a in tags if tag == "meta"}
    assert metas["color-scheme"] == "light dark"
    assert "prefers-color-scheme: dark" in MAIL.render(make_document()).decode()


def test_mail_sample_edition_every_table_is_layout_for_a_reader() -> None:
    tags = read_html(MAIL.render(make_document()).decode()).tags
    roles = {attributes.get("role") for tag, attributes in tags if tag == "table"}
    assert roles == {"presentation"}


def test_mail_sample_edition_fetches_nothing() -> None:
    html = MAIL.render(make_document()).decode()
    tags = read_html(html).tags
    assert not {"img", "link", "script", "iframe", "object"} & {tag for tag, _ in tags}
    assert not re.search(r"url\(|@import|\bsrc=", html)


def test_mail_sample_edition_text_has_sixteen_pixels_or_more() -> None:
    tags = read_html(MAIL.render(make_document()).decode()).tags
    styles = [str(a.get("style")) for tag, a in tags if tag == "div" and "line-height" in str(a)]
    sizes = [int(size) for style in styles for size in re.findall(r"font-size:(\d+)px", style)]
    assert sizes
    assert min(size for size in sizes if size > 1) >= 16


def test_mail_every_address_of_the_plain_text_is_a_link_too() -> None:
    document = make_document()
    text = EXPORTERS[ExportFormat.TEXT].render(document).decode()
    tags = read_html(MAIL.render(document).decode()).tags
    linked = {attributes["href"] for tag, attributes in tags if tag == "a"}
    assert linked == set(re.findall(r"https?://[^\s)]+", text))
    assert {find.source_url for find in document.finds} <= linked


@pytest.mark.parametrize("format", ExportFormat)
def test_export_every_find_stands_in_every_format(format: ExportFormat) -> None:  # noqa: A002
    document = make_document()
    html = rendered(document, format)
    seen = "".join(read_html(html).texts) if format is ExportFormat.HTML else html
    for find in document.finds:
        assert find.source_url in html
        assert find.paragraphs[0][:40] in seen
        assert f"{find.printed_on.month}/{find.printed_on.day}/2026" in seen
    for feature in document.features:
        assert feature.title in seen.replace("\\", "")


def test_preheader_long_introduction_ends_at_a_word() -> None:
    line = preheader(make_document())
    assert line.startswith("The depots are winning. In this edition we look at why fleets")
    assert line.endswith(" …")
    assert len(line) <= 142


def test_preheader_no_introduction_names_the_features() -> None:
    line = preheader(replace(make_document(), introduction=""))
    assert line.startswith("“The Bus Does Not Care Who Pays”")


@pytest.mark.parametrize("accent", ["#0b6e4f", "#ffff00", "#000000", "#ffffff", "#808080", "red"])
def test_look_any_accent_can_be_read_in_light_and_dark(accent: str) -> None:
    look = look_of(accent)
    for colour in (look.accent, look.ink, look.quiet):
        assert contrast(colour, PAPER) >= 4.5
    for colour in (look.dark_accent, look.dark_ink, look.dark_quiet):
        assert contrast(colour, DARK_PAPER) >= 4.5
    assert contrast(look.ink, look.shade) >= 4.5
    assert contrast(look.dark_ink, look.dark_shade) >= 4.5


def test_readable_good_accent_stays_as_it_is() -> None:
    assert readable("#0b6e4f", PAPER) == "#0b6e4f"
    assert readable("}</style><script>", PAPER) == FALLBACK
