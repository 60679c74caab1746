"""The pure parts: marks, differences, wording, keys, templates."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.article import Article
from core.errors import Refused
from core.find import Check, CheckLevel, Evidence, Sentence
from core.spend import Purpose
from review.actions.editing import settle
from review.web import wording
from review.web.differences import ChangeKind, word_changes
from review.web.keys import KEYS, Keyboard, Scope, check_own, keyboard_of
from review.web.marks import mark_article, mark_sentence, number_notes

WEB = Path(wording.__file__).parent
NOW = datetime(2026, 2, 3, 8, 30, tzinfo=UTC)
TEXT = "Sixty buses feed the grid.\n\nThe county pays half of it."


def _article(text: str = TEXT) -> Article:
    return Article(
        article_id="a",
        url="https://a.example/1",
        source="a",
        outlet="A",
        title="T",
        text=text,
        first_seen_at=NOW,
        fetched_at=NOW,
    )


def _on(start: int, end: int, quote: str | None = None) -> Sentence:
    quote = TEXT[start:end] if quote is None else quote
    return Sentence(
        text="S.", evidence=(Evidence(article_id="a", start=start, end=end, quote=quote),)
    )


def test_marks_of_overlapping_evidence_name_both_sentences() -> None:
    first, second = mark_article(_article(), (_on(0, 11), _on(6, 20)))
    assert [(p.text, p.sentences, p.anchors) for p in first] == [
        ("Sixty ", (0,), (0,)),
        ("buses", (0, 1), (1,)),
        (" feed the", (1,), ()),
        (" grid.", (), ()),
    ]
    assert [p.text for p in second] == ["The county pays half of it."]


def test_marks_of_evidence_over_two_paragraphs_go_on_in_the_second() -> None:
    first, second = mark_article(_article(), (_on(12, 38),))
    assert first[-1].sentences == (0,)
    assert second[0].text == "The county"
    assert second[0].sentences == (0,)
    assert second[0].anchors == ()


def test_marks_of_evidence_that_is_not_there_are_left_out() -> None:
    paragraphs = mark_article(_article(), (_on(0, 11, "other words"), _on(500, 510, "")))
    assert [[p.text for p in paragraph] for paragraph in paragraphs] == [
        ["Sixty buses feed the grid."],
        ["The county pays half of it."],
    ]


@given(
    st.text(min_size=1, max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=5),
)
def test_marks_keep_every_letter_of_a_paragraph(text: str, spans: list[tuple[int, int]]) -> None:
    sentences = tuple(
        Sentence(
            text="S",
            evidence=(Evidence(article_id="a", start=s, end=e, quote=text[s:e]),),
        )
        for s, e in spans
    )
    pieces = [p.text for paragraph in mark_article(_article(text), sentences) for p in paragraph]
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_flagged_bit_is_numbered_where_it_stands() -> None:
    sentence = Sentence(text="It pays $450 a year, $450 in all.")
    checks = [
        Check(rule="length", level=CheckLevel.FLAG, reason="Short."),
        Check(rule="number", level=CheckLevel.FLAG, reason="No.", sentence=0, quote="$450"),
        Check(rule="name", level=CheckLevel.OK, reason="Fine.", sentence=0, quote="It"),
    ]
    notes = number_notes(checks)
    assert [(n.number, n.check.rule) for n in notes] == [(1, "number"), (2, "length")]
    bits = mark_sentence(0, sentence, notes)
    assert [(b.text, b.notes, b.ends) for b in bits] == [
        ("It pays ", (), ()),
        ("$450", (1,), (1,)),
        (" a year, $450 in all.", (), ()),
    ]


def test_let_stand_settles_flags_and_never_blocks() -> None:
    sentences = (Sentence(text="A.", accepted="By phone"), Sentence(text="B."))
    flag = Check(rule="number", level=CheckLevel.FLAG, reason="No.", sentence=0)
    block = Check(rule="address", level=CheckLevel.BLOCK, reason="No.", sentence=0)
    other = Check(rule="number", level=CheckLevel.FLAG, reason="No.", sentence=1)
    style = Check(rule="hype", level=CheckLevel.FLAG, reason="No.", sentence=0)
    levels = [c.level for c in settle([flag, block, other, style], sentences)]
    assert levels == [CheckLevel.OK, CheckLevel.BLOCK, CheckLevel.FLAG, CheckLevel.FLAG]


@given(st.text(max_size=120), st.text(max_size=120))
def test_differences_hold_both_texts(old: str, new: str) -> None:
    changes = word_changes(old, new)
    kept = [c.text for c in changes if c.kind is not ChangeKind.ADDED]
    made = [c.text for c in changes if c.kind is not ChangeKind.REMOVED]
    assert "".join(kept) == old
    assert "".join(made) == new


def test_differences_go_word_by_word() -> None:
    changes = word_changes("The bus feeds the grid.", "The buses feed the grid.")
    assert [(c.kind, c.text) for c in changes if c.kind is not ChangeKind.SAME] == [
        (ChangeKind.REMOVED, "bus"),
        (ChangeKind.ADDED, "buses"),
        (ChangeKind.REMOVED, "feeds"),
        (ChangeKind.ADDED, "feed"),
    ]


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=23), "23 h ago"),
        (timedelta(hours=30), "yesterday"),
        (timedelta(days=9), "9 days ago"),
        (-timedelta(minutes=3), "in 3 min"),
    ],
)
def test_age_in_words(ago: timedelta, words: str) -> None:
    assert wording.age(NOW - ago, NOW) == words


def test_age_of_nothing_is_never() -> None:
    assert wording.age(None, NOW) == "never"


def test_every_purpose_of_a_model_call_has_a_name_for_editors() -> None:
    assert set(wording.PURPOSES) == set(Purpose)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B"), "A and B"),
        (("A", "B", "C", "D"), "A, B, C and 1 more"),
    ],
)
def test_names_in_a_row(items: tuple[str, ...], words: str) -> None:
    assert wording.listed(items) == words


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example", False),
        ("https:evil", False),
        ("https://a.example/\\x", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, kept: bool) -> None:  # noqa: FBT001
    assert wording.safe_href(url) == (url if kept else "")


@pytest.mark.parametrize(
    ("amount", "words"),
    [(None, "unknown"), (0, "$0.00"), (21_400, "$0.02"), (900, "$0.0009"), (5_000_000, "$5.00")],
)
def test_money_in_words(amount: int | None, words: str) -> None:
    assert wording.dollars(amount) == words


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_browser_in_words(user_agent: str, words: str) -> None:
    assert wording.browser(user_agent) == words


def test_dates_in_words() -> None:
    assert wording.weekday(date(2026, 2, 3)) == "Tuesday"
    assert wording.moment(NOW) == "Feb 3, 08:30"


def _templates() -> str:
    return "\n".join(path.read_text() for path in sorted((WEB / "templates").rglob("*.html")))


def test_every_key_has_a_handler_or_an_element() -> None:
    script = (WEB / "static" / "js" / "keys.js").read_text()
    built_in = set(re.findall(r'^  "?([\w-]+)"?: \(\) =>', script, re.MULTILINE))
    templates = _templates()
    elements = set(re.findall(r'data-does="([\w-]+)"', templates))
    elements |= {"approve", "hold", "restore"} & set(
        re.findall(r'move\(find_id, "(\w+)"', templates)
    )
    elements |= set(re.findall(r'"(region-\w+)"', templates))
    elements |= set(re.findall(r'"(go-\w+)"', templates))
    scripts = "".join(path.read_text() for path in (WEB / "static" / "js").glob("*.js"))
    elements |= set(re.findall(r'dataset\.does = "([\w-]+)"', scripts))
    missing = {key.does for key in KEYS} - built_in - elements
    assert missing == set()


def test_no_key_does_two_things_on_one_page() -> None:
    for scope in (Scope.QUEUE, Scope.FIND):
        here = {scope, Scope.EVERYWHERE}
        typed = [k for key in KEYS if here & set(key.scopes) for k in key.keys]
        assert len(typed) == len(set(typed))
    assert check_own({key.does: key.keys[0] for key in KEYS}) == {}


def test_shortcut_is_what_a_screen_reader_is_told() -> None:
    shortcut = Keyboard().shortcut
    assert shortcut("approve") == "a"
    assert shortcut("next") == "j ArrowDown"
    assert shortcut("go-queue") == ""
    assert shortcut("nothing") == ""


def test_keys_of_ones_own_replace_the_first_and_empty_ones_switch_off() -> None:
    own = check_own({"approve": "y", "next": "w", "undo": "", "hold": "h", "nonsense": "q"})
    assert own == {"approve": "y", "next": "w", "undo": ""}
    keyboard = keyboard_of(own)
    assert keyboard.shortcut("approve") == "y"
    assert keyboard.shortcut("next") == "w ArrowDown"
    assert keyboard.shortcut("undo") == ""
    assert keyboard_of({"gone": "q", "palette": ""}).shortcut("palette") == "Control+k"


@pytest.mark.parametrize(
    ("wished", "reason"),
    [
        ({"approve": "x"}, "“x” is asked for twice: “Approve” and “Reject"),
        ({"next": "/"}, "“/” is asked for twice"),
        ({"go-runs": "g q"}, "“g q” is asked for twice"),
        ({"hold": "Enter"}, "“Enter” for “Hold” is not a key."),
        ({"hold": "3"}, "“3” for “Hold” is not a key."),
        ({"hold": "a b c"}, "is not a key"),
    ],
)
def test_keys_that_collide_or_cannot_be_typed_are_refused(
    wished: dict[str, str], reason: str
) -> None:
    with pytest.raises(Refused, match="were not saved") as refused:
        check_own(wished)
    assert any(reason in line for line in refused.value.reasons)


def test_same_key_on_different_pages_is_no_collision() -> None:
    assert check_own({"select": "w", "next-sentence": "w"}) == {"select": "w", "next-sentence": "w"}


def test_templates_bring_no_script_style_or_raw_text_of_their_own() -> None:
    text = _templates()
    assert "|safe" not in text.replace(" ", "")
    assert "autoescape" not in text
    assert not re.search(r"\son\w+=", text)
    assert not re.search(r"\sstyle=", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_colours_are_named_in_one_file_only() -> None:
    for path in (WEB / "static" / "css").glob("*.css"):
        if path.name not in ("tokens.css",):
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!-)", path.read_text()), path.name
