"""Words of an article are words, in every format, whatever they look like."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser

import pytest
from docx import Document
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.edition import Correction, EditionDocument, EditionFind, ExportFormat, Feature
from core.place import Region
from newsletter.exporters import EXPORTERS
from newsletter.merge_tags import disarm
from tests.newsletter.samples import DATED, make_document

MARKUP = {
    "script": "<script>alert(1)</script>",
    "image": '<img src=x onerror="alert(1)">',
    "svg": "<svg/onload=alert(1)>",
    "mathml": "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "base": '<base href="https://evil.example/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "form": '<form action="https://evil.example/"><input name=a></form>',
    "frame": '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    "comment": "<!--[if mso | IE]><script>alert(1)</script><![endif]-->",
    "closing": "</p></div></td></table></body></html><script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x="',
    "mjml": '<mj-include path="/etc/passwd" /><mj-raw><script>alert(1)</script></mj-raw>',
    "slot": "[[slot 0]] [[slot 99]]",
    "font": 'He wrote "font-family: Open Sans" and style="font-family:Lato" there.',
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; AT&amp;T",
    "surrogate": "half \ud83d pair",
    "no character": "no \ufffechar\uffffacter",
}
MARKDOWN = {
    "heading": "# Not a heading",
    "setext": "Title\n=====",
    "rule": "---",
    "bullet": "- not an item",
    "plus": "+ not an item",
    "number": "1986. not an item",
    "bracket": "12) not an item",
    "quote": "> not a quote",
    "code": "`rm -rf` and ```fence```",
    "fence": "~~~\nnot code",
    "link": "[click](https://evil.example/)",
    "script link": "[click](javascript:alert(1))",
    "reference": "[a]: https://evil.example/ 'x'",
    "image": "![pixel](https://evil.example/p.gif)",
    "autolink": "<https://evil.example/>",
    "bare": "see https://evil.example/ and www.evil.example, write me@evil.example now",
    "emphasis": "*loud* **louder** __loudest__ ~~gone~~",
    "backslash": r"back\slash \*not\* \[x\](y)",
    "table": "| a | b |",
    "html": "<b>bold</b> & <i>more</i>",
    "indent": "    four spaces",
    "break": "one  \ntwo\\\nthree",
}
MERGE_TAGS = {
    "mailchimp": "*|FNAME|*",
    "listmonk": "{{ .Subscriber.UUID }}",
    "beehiiv": "{{email}}",
    "arithmetic": "{{ 7*7 }}",
    "jinja": "{% include 'x' %}{# note #}",
    "ghost": '{first_name, "friend"}',
    "triple": "{{{raw}}}",
}
MERGE_SIGNS = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|\*\||\|\*|\{first_name")
ALL = MARKUP | MARKDOWN | MERGE_TAGS
_RELATIONS = "word/_rels/document.xml.rels"


class Tags(HTMLParser):
    """Every tag with its attributes, and the visible text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read_html(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


def find_with(text: str, **changes: object) -> EditionDocument:
    find = EditionFind(
        find_id=1,
        region=Region.US,
        paragraphs=tuple(text.split("\n\n")),
        printed_on=date(2026, 2, 2),
        source_url="https://a.example/x",
        source_name="A. Example",
    )
    return replace(make_document(), finds=(replace(find, **changes),))  # type: ignore[arg-type]


def everywhere(text: str) -> EditionDocument:
    feature = Feature(kind=text, title=text, dated=DATED, body=text, url=text)
    document = find_with(text, source_name=text)
    sections = tuple(replace(section, title=text) for section in document.sections)
    return replace(
        document, introduction=text, features=(feature,), closing=text, sections=sections,
        newsletter=text, accent=text,
    )  # fmt: skip


def rendered(document: EditionDocument, format: ExportFormat) -> str:  # noqa: A002
    """The words and addresses of the file, unpacked."""
    data = EXPORTERS[format].render(document)
    if format is ExportFormat.WORD:
        return "".join(word_parts(data).values())
    if format is ExportFormat.MAIL:
        message = read_mail(data)
        parts = [str(part.get_content()) for part in message.iter_parts()]
        return "\n".join([str(message["Subject"]), *parts]).replace("\r\n", "\n")
    return data.decode("utf8")


def read_mail(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def word_parts(data: bytes) -> dict[str, str]:
    names = ("word/document.xml", "word/_rels/document.xml.rels", "docProps/core.xml")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: parts.read(name).decode("utf8") for name in names}


def plain(text: str) -> str:
    """As a reader sees it: joiners invisible, white space as one blank."""
    return " ".join(re.sub("[\u2060\ud83d\ufffe\uffff]", "", text).split())


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_mail_hostile_text_everywhere_brings_no_tag_or_address_of_its_own(text: str) -> None:
    usual = {tag for tag, _ in read_html(rendered(make_document(), ExportFormat.HTML)).tags}
    usual |= {"pre", "code", "ol", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "br"}
    html = rendered(everywhere(text), ExportFormat.HTML)
    for tag, attributes in read_html(html).tags:
        assert tag in usual
        assert not [name for name in attributes if name.startswith("on") or name == "srcdoc"]
        assert "src" not in attributes
        assert tag != "link"
        href = attributes.get("href")
        assert href is None or re.match(r"https?://", href)
    assert "@import" not in html
    assert "root:" not in html


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_mail_hostile_find_is_read_as_it_was_written(text: str) -> None:
    html = rendered(find_with(f"Before {text} after"), ExportFormat.HTML)
    seen = plain("".join(read_html(html).texts))
    assert plain(f"Before {text} after") in seen


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_markdown_hostile_find_is_read_as_one_plain_paragraph(text: str) -> None:
    markdown = rendered(find_with(text), ExportFormat.MARKDOWN)
    after = markdown.split("Finds—US\n\n", 1)[1].split("\n\n2/2/2026")[0]
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    html = reader.render(after)
    tags = [tag for tag, _ in read_html(html).tags]
    assert tags == ["p", "a"]
    assert plain("".join(read_html(html).texts)) == plain(f"{text} Source: A. Example.")


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_markdown_hostile_text_everywhere_brings_no_raw_tag_or_forbidden_link(text: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True})
    for token in _inline(reader, rendered(everywhere(text), ExportFormat.MARKDOWN)):
        assert token.type not in ("html_inline", "html_block", "image")
        href = str(token.attrGet("href") or "https://")
        assert re.match(r"https?://", href)


@pytest.mark.parametrize("format", ExportFormat)
@pytest.mark.parametrize("text", MERGE_TAGS.values(), ids=MERGE_TAGS)
def test_export_merge_tag_everywhere_is_never_one_in_the_file(
    text: str,
    format: ExportFormat,  # noqa: A002
) -> None:
    document = everywhere(f"Before {text} after")
    assert not MERGE_SIGNS.search(rendered(document, format))


@pytest.mark.parametrize("text", MERGE_TAGS.values(), ids=MERGE_TAGS)
def test_markdown_merge_tag_is_none_after_it_became_html_either(text: str) -> None:
    html = MarkdownIt("commonmark").render(rendered(everywhere(text), ExportFormat.MARKDOWN))
    assert not MERGE_SIGNS.search(html)


def test_disarm_twice_changes_nothing_more() -> None:
    once = disarm("".join(MERGE_TAGS.values()))
    assert disarm(once) == once


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_plain_text_hostile_find_is_printed_as_it_is_on_one_line(text: str) -> None:
    lines = rendered(find_with(text), ExportFormat.TEXT).splitlines()
    assert plain(text) in [plain(line) for line in lines]


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_json_hostile_text_comes_back_unchanged(text: str) -> None:
    data = json.loads(rendered(find_with(text), ExportFormat.JSON))
    (found,) = data["sections"][0]["finds"]
    assert "\n\n".join(found["paragraphs"]) == text.replace("\ud83d", "?")


@pytest.mark.parametrize("format", [ExportFormat.HTML, ExportFormat.MARKDOWN, ExportFormat.TEXT])
def test_export_carriage_returns_and_controls_leave_no_trace(
    format: ExportFormat,  # noqa: A002
) -> None:
    text = "One\r\nBcc: a@b.example\r\x00\x08two\u2028three\u202e\u200b"
    assert not set("\r\x00\x08\u202e\u200b") & set(rendered(everywhere(text), format))


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_paste_hostile_text_everywhere_is_plain_markup_without_attributes(text: str) -> None:
    allowed = set("html head meta title body p a em strong br hr h2 h3 h4 h5 h6".split())
    allowed |= set("ul ol li blockquote pre code".split())
    tags = read_html(rendered(everywhere(text), ExportFormat.PASTE)).tags
    for tag, attributes in tags:
        assert tag in allowed
        assert set(attributes) <= {"a": {"href"}, "ol": {"start"}, "html": {"lang"}}.get(
            tag, {"charset"} if tag == "meta" else set()
        )
        assert re.match(r"https?://", attributes.get("href") or "https://")


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_word_hostile_text_everywhere_opens_and_keeps_the_words(text: str) -> None:
    data = EXPORTERS[ExportFormat.WORD].render(everywhere(f"Before {text} after"))
    found = [plain(one.text) for one in Document(io.BytesIO(data)).paragraphs]
    wanted = plain(f"Before {text} after").replace("?", "")
    assert any(line.replace("?", "").startswith(wanted) for line in found)
    for target in re.findall(r'Target="([^"]+)" TargetMode', word_parts(data)[_RELATIONS]):
        assert re.match(r"https?://", target)


def test_word_prose_keeps_lists_emphasis_and_links() -> None:
    body = "1. one\n2. *two*\n\n- a [link](https://a.example/x)\n\nBreak\\\nhere\n\n7. seven"
    feature = Feature(kind="K", title="T", dated=DATED, body=body)
    document = replace(make_document(), features=(feature,))
    word = Document(io.BytesIO(EXPORTERS[ExportFormat.WORD].render(document)))
    styles = {p.text: p.style.name for p in word.paragraphs if p.style is not None}
    assert (styles["one"], styles["two"]) == ("List Number", "List Number")
    assert styles["a link"] == "List Bullet"
    assert styles["T"] == "Heading 2"
    counted = (p._p.xpath("./w:pPr/w:numPr/w:numId/@w:val") for p in word.paragraphs)
    one, two, seven = (number for found in counted for number in found)
    assert one == two != seven
    (linked,) = [p for p in word.paragraphs if p.text == "a link"]
    assert linked.hyperlinks[0].address == "https://a.example/x"


@pytest.mark.parametrize(
    "name",
    ["V2G\r\nBcc: all@example.test", "V2G\x00News", "V2G\u2028Bcc: x@y.test", "🔋" * 500, ""],
    ids=["crlf", "nul", "separator", "long", "empty"],
)
def test_mail_hostile_name_adds_no_header(name: str) -> None:
    message = read_mail(
        EXPORTERS[ExportFormat.MAIL].render(replace(make_document(), newsletter=name))
    )
    assert list(message.keys()) == ["Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type"]
    assert message["Subject"].endswith("Volume 2 | Issue 3")
    assert not set("\r\n\x00\u2028") & set(message["Subject"])
    assert not message.defects


def test_mail_has_plain_text_and_html_of_the_same_edition() -> None:
    document = make_document()
    text, html = read_mail(EXPORTERS[ExportFormat.MAIL].render(document)).iter_parts()
    assert text.get_content_type() == "text/plain"
    pairs = ((text, ExportFormat.TEXT), (html, ExportFormat.HTML))
    for part, format_ in pairs:
        assert part.get_content().splitlines() == rendered(document, format_).splitlines()


@pytest.mark.parametrize("format", ExportFormat)
def test_export_correction_is_said_with_its_day_and_note(
    format: ExportFormat,  # noqa: A002
) -> None:
    made = Correction(made_on=date(2026, 2, 10), note="It is 48 buses, not 84.")
    whole = Correction(made_on=date(2026, 2, 12), note="The interview is of January.")
    document = replace(find_with("Words.", corrections=(made,)), corrections=(whole,))
    text = rendered(document, format)
    assert "It is 48 buses, not 84." in text
    assert "The interview is of January." in text
    day = "2026-02-10" if format is ExportFormat.JSON else "Corrected 2/10/2026"
    assert day in text
    assert document.corrected_on == date(2026, 2, 12)
    assert make_document().corrected_on is None


BAD_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "https://user:pass@evil.example/",
    'https://a.example/" onclick="x',
    "https://a.example/\r\nBcc: x",
]


@pytest.mark.parametrize("format", ExportFormat)
@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_export_forbidden_source_address_is_not_printed(
    address: str,
    format: ExportFormat,  # noqa: A002
) -> None:
    text = rendered(find_with("Plain words.", source_url=address), format)
    assert "Plain words." in text
    for bad in ("script:", "data:", "file:", "pass@", "onclick", "Bcc", "//evil"):
        assert bad not in text


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("https://a.example/{{ x }}", None),
        ("https://a.example/{{x}}?q=*|F|*", "https://a.example/%7B%7Bx%7D%7D?q=%2A%7CF%7C%2A"),
        ("https://a.example/a_(b)_[c]", "https://a.example/a_%28b%29_%5Bc%5D"),
        ("https://a.example/?utm_source=x&id=1#part", "https://a.example/?id=1#part"),
        ("http://127.0.0.1:43211/story", "http://127.0.0.1:43211/story"),
    ],
)
def test_export_odd_source_address_is_made_safe(address: str, printed: str | None) -> None:
    document = find_with("Plain words.", source_url=address)
    markdown = rendered(document, ExportFormat.MARKDOWN)
    mail = rendered(document, ExportFormat.HTML)
    if printed is None:
        assert "Source:" not in markdown
        return
    assert f"]({printed})" in markdown
    assert printed in [attributes.get("href") for _, attributes in read_html(mail).tags]
    assert printed in rendered(document, ExportFormat.TEXT)


def _inline(reader: MarkdownIt, markdown: str) -> Iterator[Token]:
    for token in reader.parse(markdown):
        yield token
        yield from token.children or ()
