"""Whether a page's bytes may hold a word of the beat: asked before the page is read.

Reading a page takes 25 to 60 ms of a core, this one and a half for a page of 400 kB. It may say yes
to a page that holds none; it must not say no to one that does. So it looks at the whole page,
markup included, and takes whatever may stand between two words of a phrase for a blank.
"""

import re
from collections.abc import Iterable
from typing import Any

import re2

from crawler.document import Document
from crawler.parse.decode import decode_page

# Nothing here is counted: what is to stand "at most four times" would make the automaton of some
# hundred phrases larger than any memory, and a search without one is a hundred times slower.
_JOIN = rb"(?:[^0-9A-Za-z<>&\x80-\xff]|[\xc2\xe2\xe3\xef][\x80-\xbf]+|&[#0-9A-Za-z]+;|<[^<>]+>)+"
_ENTITY = rb"&[#0-9A-Za-z]+;"
_INVISIBLE = rb"\xc2\xad|\xe2\x80[\x8b-\x8d]|\xef\xbb\xbf|&(?:shy|#173|#xad|zwnj|zwj);"
_BETWEEN_WORDS = re.compile(r"[\s\-‐‑–—−/'’.&_]+")
_MEMORY = 1 << 26


class Prefilter:
    """`phrases` as the beat writes them: a final `*` on a word stands for any ending."""

    def __init__(self, phrases: Iterable[str]) -> None:
        pattern = b"|".join(sorted(map(_pattern, set(phrases))))
        self._pattern, self._invisible = _compiled(pattern), _compiled(_INVISIBLE)
        self._either = _compiled(pattern + b"|" + _INVISIBLE)

    def may_hold(self, document: Document) -> bool:
        return self._found(_as_utf8(document))

    def may_stand_in(self, *texts: str) -> bool:
        return self._found("\n".join(texts).encode("utf8", "ignore"))

    def _found(self, data: bytes) -> bool:
        # Most pages hold neither, and are done with in one pass.
        if self._either.search(data) is None:
            return False
        return self._pattern.search(self._invisible.sub(b"", data)) is not None


def _compiled(pattern: bytes) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = _MEMORY
    return re2.compile(pattern, options)


def _as_utf8(document: Document) -> bytes:
    body = document.body
    if b"\x00" not in body[:64] and b"\x1b" not in body:
        try:
            body.decode("utf8")
        except UnicodeDecodeError:
            pass
        else:
            return body
    text = decode_page(body, content_type=document.content_type, encoding=document.encoding)
    return text.encode("utf8", "ignore")


def _pattern(phrase: str) -> bytes:
    words = [word for word in _BETWEEN_WORDS.split(phrase) if word.strip("*")]
    ends = [_word(word, last=word is words[-1]) for word in words]
    return _edge(words[0][0]) + _JOIN.join(ends)


def _word(word: str, *, last: bool) -> bytes:
    stem = word.endswith("*")
    letters = b"".join(_letter(letter) for letter in word.rstrip("*"))
    if stem:
        return letters if last else letters + rb"[0-9A-Za-z\x80-\xff]*"
    return letters + (rb"s?" + _edge(word[-1]) if last else b"")


def _letter(letter: str) -> bytes:
    if letter.isascii():
        return re.escape(letter.encode())
    forms = {form.encode() for form in (letter, letter.lower(), letter.upper())}
    written = [b"".join(b"\\x%02x" % byte for byte in form) for form in sorted(forms)]
    return b"(?:" + b"|".join([*written, _ENTITY]) + b")"


def _edge(letter: str) -> bytes:
    return rb"\b" if letter.isascii() else b""
