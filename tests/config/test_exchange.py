"""Lists of sources from elsewhere: as many as fit, each forbidden address named."""

from pathlib import Path

import pytest

from config.exchange import MAX_BYTES, MAX_SOURCES, import_sources
from core.errors import ConfigError

OUTLINE = '<outline text="Source {0}" xmlUrl="https://s{0}.example/feed"/>'
FORBIDDEN = ("javascript:alert(1)", "file:///etc/passwd", "data:text/xml,x")
FILE = '<!DOCTYPE o [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
LEVELS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE o [<!ENTITY a0 "aaaaaaaaaa">{LEVELS}]>'
SENTINEL = "SENTINEL-of-a-file"
DECLARED = {
    "file": '<!DOCTYPE o [<!ENTITY x SYSTEM "{secret}">]>',
    "parameter": '<!DOCTYPE o [<!ENTITY % p SYSTEM "{secret}"> %p; <!ENTITY x "x">]>',
    "definition": '<!DOCTYPE o SYSTEM "{secret}" [<!ENTITY x "x">]>',
    "laughs": BOMB.replace("<!DOCTYPE o [", '<!DOCTYPE o [<!ENTITY x "&a9;">'),
    "long": f'<!DOCTYPE o [<!ENTITY x "{"x" * 100_000}">]>',
}


def opml(body: str) -> str:
    return f'<opml version="2.0"><body>{body}</body></opml>'


def test_import_of_more_outlines_than_fit_reads_the_first_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "many.opml"
    file.write_text(opml("".join(OUTLINE.format(n) for n in range(MAX_SOURCES + 1))))
    sources, refused = import_sources(file)
    assert len(sources) == MAX_SOURCES
    assert refused == (f"Only the first {MAX_SOURCES} of {MAX_SOURCES + 1} were read.",)


@pytest.mark.parametrize(
    "content",
    [
        opml('<outline text="deep">' * 300 + "</outline>" * 300),
        opml(" " * MAX_BYTES),
        opml("<outline"),
        FILE + opml('<outline text="&f;" xmlUrl="https://s.example/feed"/>'),
        BOMB + opml('<outline text="&a9;" xmlUrl="https://s.example/feed"/>'),
    ],
    ids=["300 levels", "too large", "cut off", "file", "bomb"],
)
def test_import_of_opml_that_is_an_attack_is_refused_whole(tmp_path: Path, content: str) -> None:
    file = tmp_path / "attack.opml"
    file.write_text(content)
    with pytest.raises(ConfigError):
        import_sources(file)


def test_import_of_forbidden_addresses_names_each(tmp_path: Path) -> None:
    file = tmp_path / "bad.opml"
    bad = "".join(f'<outline text="Bad" xmlUrl="{url}"/>' for url in FORBIDDEN)
    file.write_text(opml(bad + OUTLINE.format(1)))
    sources, refused = import_sources(file)
    assert [source.name for source in sources] == ["Source 1"]
    assert len(refused) == len(FORBIDDEN)


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize(
    "outline",
    [
        '<outline text="{x}" xmlUrl="https://s.example/feed"/>',
        '<outline text="A" xmlUrl="https://s.example/{x}"/>',
        '<outline text="A" xmlUrl="https://s.example/feed">{x}</outline>',
    ],
    ids=["name", "address", "text"],
)
def test_import_of_opml_with_entities_reads_no_file_and_grows_nothing(
    tmp_path: Path, declared: str, outline: str
) -> None:
    (tmp_path / "secret").write_text(SENTINEL)
    head = DECLARED[declared].replace("{secret}", (tmp_path / "secret").as_uri())
    file = tmp_path / "entities.opml"
    file.write_text(head + opml(outline.replace("{x}", "&x;" * 1_000)))
    said = ""
    try:
        sources, refused = import_sources(file)
        said = repr((sources, refused))
    except ConfigError as error:
        said = str(error)
    assert said
    assert SENTINEL not in said
    assert len(said) < 10_000
