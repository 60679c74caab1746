"""Bytes to text, whatever was declared."""

import pytest

from crawler.parse.address import same_site, whole_url
from crawler.parse.decode import calm_tags, decode_page, utf8_text
from crawler.parse.plain import plain_line, plain_text

TEXT = "<p>Café – réseau électrique</p>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode(), "text/html; charset=iso-8859-1"),
        (TEXT.encode(), "text/html; charset=no-such-thing"),
        (TEXT.encode("utf-8-sig"), ""),
        (TEXT.encode("utf-16"), ""),
        (TEXT.encode("cp1252"), "text/html; charset=windows-1252"),
        (b'<meta charset="cp1252">' + TEXT.encode("cp1252"), ""),
        (b'<meta charset="cp1252">' + TEXT.encode("cp1252"), "text/html; charset=utf-8"),
    ],
)
def test_decode_page_declared_or_not_gives_the_text(body: bytes, content_type: str) -> None:
    assert TEXT in decode_page(body, content_type=content_type)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"\x00\x01\x02", bytes(range(256)) * 10])
def test_decode_page_nonsense_never_fails(body: bytes) -> None:
    assert "\x00" not in decode_page(body)


@pytest.mark.parametrize("number", ["8", "11", "0012", "31", "65534", "xB", "X1f", "x0fffF"])
@pytest.mark.parametrize("end", [";", ""])
def test_decode_page_number_of_a_control_is_taken_out(number: str, end: str) -> None:
    assert decode_page(f"<p>on&#{number}{end} and on</p>".encode()) == "<p>on and on</p>"


@pytest.mark.parametrize(
    "number", ["9", "10", "13", "32", "80", "233", "65533", "x20", "xBC", "xfff"]
)
def test_decode_page_number_of_a_character_stays(number: str) -> None:
    text = f"<p>on&#{number}; and on</p>"
    assert decode_page(text.encode()) == text


@pytest.mark.parametrize("fault", [b"\xed\xa0\x80", b"\xe2\x80", b"\xff"])
@pytest.mark.parametrize("declared", ["", "text/html; charset=utf-8"])
def test_decode_page_one_fault_in_utf8_does_not_spoil_the_rest(fault: bytes, declared: str) -> None:
    body = TEXT.encode() + b"<p>cut" + fault + b"</p>"
    decoded = decode_page(body, content_type=declared)
    assert TEXT in decoded
    assert decoded.rstrip("</p>\ufffd").endswith("cut")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("双向充电试点项目在江苏启动，四十辆公交车向电网送电。", "gbk"),
        ("雙向充電試點計畫在台北啟動，四十輛公車向電網送電。", "big5"),
        ("双方向充電の実証が始まり、四十台のバスが電力を送る。", "shift_jis"),
        ("双方向充電の実証が始まり、四十台のバスが電力を送る。", "euc_jp"),
        ("양방향 충전 시범 사업이 시작되어 버스 사십 대가 전력을 보낸다.", "euc_kr"),
        ("Двунаправленная зарядка: сорок автобусов отдают энергию.", "cp1251"),
        ("Le réseau électrique reçoit l’énergie de quarante véhicules.", "cp1252"),
        ("Le réseau électrique reçoit l’énergie.", "utf-16"),
    ],
)
def test_utf8_text_of_another_encoding_is_none(text: str, encoding: str) -> None:
    assert utf8_text(text.encode(encoding), "") is None


def test_calm_tags_thousands_of_attributes_are_taken_off() -> None:
    many = "<p " + " ".join(f'a{n}="x"' for n in range(20_000)) + ">x</p>"
    assert len(calm_tags(many)) < 20
    image = f'<img src="data:image/png;base64,{"A" * 30_000}==">'
    assert calm_tags(image) == image


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>A</p><p>B</p>", "A\n\nB"),
        ("A<br>B", "A\n\nB"),
        ("<style>x</style>A<!-- y --> <svg><text>z</text></svg>B", "A B"),
        ("<template>x</template><noscript>y</noscript>A", "A"),
        ("A &amp; B &lt;c&gt;", "A & B <c>"),
        ("<div" * 5_000, ""),
    ],
)
def test_plain_text_is_what_a_reader_sees(markup: str, seen: str) -> None:
    assert plain_text(markup) == seen


def test_plain_line_is_one_line() -> None:
    assert plain_line("<p>A</p><p>B</p>") == "A B"


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("/a b", "https://x.example/a%20b"),
        ("b\n", "https://x.example/dir/b"),
        ("//y.example/c", "https://y.example/c"),
        ("http://y.example:8123/", "http://y.example:8123/"),
        ("java\nscript:alert(1)", ""),
        ("http://a@b.example/", ""),
        ("http://[::1", ""),
        ("\\\\evil", ""),
    ],
)
def test_whole_url_joins_and_refuses(href: str, whole: str) -> None:
    assert whole_url(href, "https://x.example/dir/page") == whole


def test_same_site_compares_registrable_names() -> None:
    assert same_site("https://news.maker.co.uk/a", "https://www.maker.co.uk/")
    assert not same_site("https://maker.co.uk/", "https://other.co.uk/")
    assert same_site("http://127.0.0.1:1/", "http://127.0.0.1:2/")
    assert not same_site("", "")
