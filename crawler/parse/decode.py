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
_SAMPLE = 20_000
# Parsers compare each attribute with all before it: a tag with 200,000 of them takes hours.
_LONG_TAG = re.compile(r"<([A-Za-z][\w:.-]{0,80})(\s[^<>]{10000,})")
MAX_ATTRIBUTES = 500


def decode_page(body: bytes, *, content_type: str = "", encoding: str = "") -> str:
    """The text of a page, without controls.

    In order: a byte-order mark; what is valid UTF-8 is UTF-8, whatever was declared, unless the
    declared encoding is one that hides in ASCII; `encoding` and the header; the page's own
    declaration; a guess. Bytes that do not fit become U+FFFD. Never fails.
    """
    marked, mark = read_bom(body)
    if marked and mark:
        return strip_controls(to_unicode(body[len(mark) :], marked))
    declared = _declared(body, content_type, encoding)
    if b"\x1b" not in body and declared not in ("hz", "utf-7"):
        try:
            return strip_controls(body.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    return strip_controls(to_unicode(body, declared or _guess(body)))


def strip_controls(text: str) -> str:
    """The text without the control characters that XML forbids."""
    return _CONTROLS.sub("", text)


def declared_encoding(content_type: str, encoding: str = "") -> str:
    """The encoding that the answer named, "" when none that is known."""
    named = encoding or http_content_type_encoding(content_type or None) or ""
    return resolve_encoding(named) or "" if named else ""


def _declared(body: bytes, content_type: str, encoding: str) -> str:
    named = declared_encoding(content_type, encoding) or html_body_declared_encoding(body) or ""
    if named in ("", "utf-8"):
        # It is not valid UTF-8, or we would not ask: the declaration is wrong.
        return ""
    try:
        return codecs.lookup(named).name
    except LookupError:
        return ""


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
