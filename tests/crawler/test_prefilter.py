"""A page that holds a word of the beat is never dropped unread, however it is written."""

import html

import pytest

from config.beat import Beat
from config.load import load
from crawler.document import Document
from crawler.prefilter import Prefilter

PAGE = "<html><head><title>T</title></head><body><p>One {} two.</p></body></html>"


@pytest.fixture(scope="module")
def beat(tmp_path_factory: pytest.TempPathFactory) -> Beat:
    return load(tmp_path_factory.mktemp("workspace"), {}).beat


@pytest.fixture(scope="module")
def prefilter(beat: Beat) -> Prefilter:
    return Prefilter(beat.phrases)


def page(words: str, encoding: str = "utf-8", *, content_type: str = "text/html") -> Document:
    body = PAGE.format(words).encode(encoding)
    return Document(url="https://a.example/", body=body, content_type=content_type)


def written(phrase: str) -> str:
    return " ".join(f"{word[:-1]}ing" if word.endswith("*") else word for word in phrase.split())


def test_every_phrase_of_the_beat_is_found_in_a_page(beat: Beat, prefilter: Prefilter) -> None:
    forms = (
        lambda text: text,
        lambda text: text.upper(),
        lambda text: text.replace(" ", "-"),
        lambda text: text.replace(" ", "&nbsp;"),
        lambda text: text.replace(" ", "&#8209;"),
        lambda text: text.replace(" ", "</b> <i class='x'>"),
        lambda text: f"{text}s",
        lambda text: text[:2] + "&shy;" + text[2:],
    )
    missed = [
        form(written(phrase))
        for phrase in beat.phrases
        for form in forms
        if not prefilter.may_hold(page(form(written(phrase))))
        and (form(written(phrase)) != f"{written(phrase)}s" or phrase.isascii())
    ]
    assert not missed


@pytest.mark.parametrize(
    ("words", "encoding", "content_type"),
    [
        ("Rückspeisung", "iso-8859-1", "text/html; charset=iso-8859-1"),
        (html.escape("R&uuml;ckspeisung").replace("&amp;", "&"), "ascii", "text/html"),
        ("véhicule vers le réseau", "cp1252", "text/html; charset=windows-1252"),
        ("双向充电", "gb18030", "text/html; charset=gb18030"),
        ("双向充电", "utf-8", "text/html"),
        ("vehicle-to-grid", "utf-16", "text/html"),
        ("双方向充電", "shift_jis", "text/html; charset=shift_jis"),
    ],
)
def test_words_in_other_encodings_are_found(
    prefilter: Prefilter, words: str, encoding: str, content_type: str
) -> None:
    assert prefilter.may_hold(page(words, encoding, content_type=content_type))


@pytest.mark.parametrize(
    "words",
    [
        "the vehicle went to the grid of the race",
        "VGIX",
        "a2v2gb",
        "a bill on wind farms",
        "Autos laden Waren",
    ],
)
def test_pages_of_other_beats_are_not_ours(prefilter: Prefilter, words: str) -> None:
    assert not prefilter.may_hold(page(words))


def test_teasers_count_too(prefilter: Prefilter) -> None:
    assert prefilter.may_stand_in("Buses feed the grid", "")
    assert not prefilter.may_stand_in("A new bus", "It is blue.")


def test_search_has_the_memory_it_needs(
    beat: Beat, prefilter: Prefilter, capfd: pytest.CaptureFixture[str]
) -> None:
    """RE2 says so when it has not, and goes on a hundred times slower."""
    several = [phrase.replace("*", "").split() for phrase in beat.phrases if " " in phrase]
    words = sorted({word for phrase in several for word in phrase[:-1]})
    for step in range(1, 8):
        prefilter.may_hold(page(" <b class='x'> ".join(words[::-step] + words[::step])))
    assert "out of memory" not in capfd.readouterr().err
