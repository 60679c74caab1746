"""Bytes of a page as text, whatever was declared about them."""

import codecs
import re

from charset_normalizer import from_bytes
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

# Controls that libxml2 stops at or that no page means; tab, line feed and return stay.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The same by their numbers: libxml2 puts them into its tree, lxml sets no text that holds one, and
# all of the page's text would be lost.
_CONTROL_NUMBERS = re.compile(
    r"&#(?:0*+(?:[1-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)"
    r"|x0*+(?:[1-8bcef]|1[\da-f]|fff[ef])(?![\da-f]));?",
    re.IGNORECASE | re.ASCII,
)
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_SAMPLE = 20_000
# Parsers compare each attribute with all before it: a tag with 200,000 of them takes hours.
_LONG_TAG = re.compile(r"<([A-Za-z][\w:.-]{0,80})(\s[^<>]{10000,})")
MAX_ATTRIBUTES = 500


def decode_page(body: bytes, *, content_type: str = "", encoding: str = "") -> str:
    """The text of a page, without controls.

    In order: a byte-order mark; what is UTF-8, see `utf8_text`; `encoding` and the header; the
    page's own declaration; a guess. Bytes that do not fit become U+FFFD. Never fails.
    """
    marked, mark = read_bom(body)
    if marked and mark:
        return strip_controls(to_unicode(body[len(mark) :], marked))
    declared = other_encoding(body, content_type, encoding)
    text = utf8_text(body, declared)
    if text is None:
        text = to_unicode(body, declared or _guess(body))
    return strip_controls(text)


def utf8_text(body: bytes, declared: str) -> str | None:
    """The text of what is UTF-8, whatever else was declared, unless that hides in ASCII; and of
    what is UTF-8 but for a few characters, where nothing else was. None of anything else."""
    if b"\x1b" in body or declared in ("hz", "utf-7"):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None if declared else _nearly_utf8(body)


def strip_controls(text: str) -> str:
    """The text without the control characters that XML forbids, nor their numbers."""
    return _CONTROL_NUMBERS.sub("", _CONTROLS.sub("", text))


def declared_encoding(content_type: str, encoding: str = "") -> str:
    """The encoding that the answer named, "" when none that is known."""
    named = encoding or http_content_type_encoding(content_type or None) or ""
    return resolve_encoding(named) or "" if named else ""


def other_encoding(body: bytes, content_type: str, encoding: str) -> str:
    """The encoding that the answer, else the document, names when it is not UTF-8; "" otherwise."""
    named = declared_encoding(content_type, encoding) or html_body_declared_encoding(body) or ""
    if named in ("", "utf-8"):
        return ""
    try:
        return codecs.lookup(named).name
    except LookupError:
        return ""


def _nearly_utf8(body: bytes) -> str | None:
    """Texts are cut off in the middle of a character, and databases keep surrogates one by one:
    one such fault shall not spoil all that is right. Other encodings have few sequences that are
    UTF-8 by chance."""
    whole = _SURROGATE.sub(b"", body).decode("utf-8", "replace")
    wrong = whole.count("\ufffd")
    right = len(whole) - len(whole.encode("ascii", "ignore")) - wrong
    return whole if right > 2 * wrong else None


def _guess(body: bytes) -> str:
    sample = body if len(body) <= _SAMPLE else body[: _SAMPLE // 2] + body[-_SAMPLE // 2 :]
    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


def calm_tags(markup: str) -> str:
    """The markup with the attributes taken off each tag that has more than 500 of them."""
    return _LONG_TAG.sub(
        lambda match: f"<{match[1]} " if match[2].count("=") > MAX_ATTRIBUTES else match[0], markup
    )


def calm_tag_bytes(markup: bytes) -> bytes:
    """The same for bytes in an encoding that has ASCII in it."""
    return calm_tags(markup.decode("latin-1")).encode("latin-1")
