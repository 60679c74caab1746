"""Pure functions on text: cleaning, words, sentences with their offsets, matching."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from syntok import segmenter

# Controls, zero-width and bidirectional marks: invisible to a reader, so never part of the text.
# U+FFFE and U+FFFF are no characters, and a Word document that holds one cannot be written.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_WORD = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*", re.UNICODE)
_FOLD = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-",
     "—": "-", "‑": "-", "−": "-", "…": "."}
)  # fmt: skip


def clean_line(text: str) -> str:
    """One line of visible text, NFC, without invisible characters: for titles and names."""
    visible = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(visible.split())


def clean_text(text: str) -> str:
    """Visible text, NFC, its paragraphs separated by one blank line."""
    visible = unicodedata.normalize("NFC", _INVISIBLE.sub("", text.replace("\r\n", "\n")))
    lines = "\n".join(_SPACES.sub(" ", line).strip() for line in visible.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def strip_invisible(text: str) -> str:
    """The text NFC, line breaks as `\\n`, without invisible characters; white space as it is, so
    that Markdown keeps its indents."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", unix))


def words(text: str) -> list[str]:
    """The words of a text in order; `Rule 21`, `V2G` and `grid-scale` are two, one and one."""
    return _WORD.findall(text)


def count_words(text: str) -> int:
    """As an editor counts: runs of characters between blanks that hold a letter or digit."""
    # Nearly every run begins with one: looking at all of its characters is for the others.
    return sum(token[0].isalnum() or any(ch.isalnum() for ch in token) for token in text.split())


def fold(text: str) -> str:
    """The text with typographic quotes and dashes made plain, letter for letter, in lower case
    where that keeps the length: offsets into the result are offsets into the text."""
    plain = text.translate(_FOLD)
    lowered = plain.lower()
    return lowered if len(lowered) == len(plain) else plain


def shingles(text: str, size: int = 4) -> frozenset[str]:
    """Runs of `size` words, folded; a shorter text is one shingle."""
    tokens = [token.lower() for token in words(text)]
    if not tokens:
        return frozenset()
    if len(tokens) < size:
        return frozenset({" ".join(tokens)})
    return frozenset(" ".join(tokens[i : i + size]) for i in range(len(tokens) - size + 1))


@dataclass(frozen=True, slots=True)
class Span:
    """`text == whole[start:end]`, offsets in characters."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text with their offsets; a paragraph break always ends one."""
    return tuple(span for start, para in _paragraphs(text) for span in _sentences(para, start))


def paragraphs(text: str) -> tuple[Span, ...]:
    return tuple(Span(start, start + len(para), para) for start, para in _paragraphs(text))


def find_span(quote: str, text: str) -> Span | None:
    """Where a quote stands in a text, whatever its white space, quotes and dashes; else None."""
    tokens = fold(quote).split()
    if not tokens:
        return None
    pattern = r"\s+".join(re.escape(token) for token in tokens)
    match = re.search(pattern, fold(text))
    return Span(match.start(), match.end(), text[match.start() : match.end()]) if match else None


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for piece in re.split(r"(\n)", text):
        if piece.strip():
            yield start, piece
        start += len(piece)


def _sentences(paragraph: str, base: int) -> Iterator[Span]:
    """What syntok takes for sentences; a date such as `16. November` is put together again, and
    what ends in a unit is taken apart."""
    start = end = -1
    for tokens in segmenter.split(_TOKENIZER.tokenize(paragraph)):
        first, last = tokens[0].offset, tokens[-1].offset + len(tokens[-1].value)
        if start < 0:
            start = first
        elif not (_DAY_END.search(paragraph, start, end) and _MONTH.match(paragraph, first)):
            yield from _parts(paragraph, start, end, base)
            start = first
        end = last
    if start >= 0:
        yield from _parts(paragraph, start, end, base)


def _parts(paragraph: str, start: int, end: int, base: int) -> Iterator[Span]:
    for match in _UNIT_END.finditer(paragraph, start, end):
        yield Span(base + start, base + match.start("gap"), paragraph[start : match.start("gap")])
        start = match.end()
    yield Span(base + start, base + end, paragraph[start:end])


# A unit before a full stop reads as an abbreviation to syntok: `5 kW. Over a year`.
_UNIT_END = re.compile(r"\d\s?(?:[kMGT]?Wh?|[kM]?VA?|k[mg])\.(?P<gap>\s+)(?=[A-Z][a-z])")

# German and the Nordic languages write the day of a date with a full stop.
_DAY_END = re.compile(r"\b[0-3]?\d\.$")
_MONTH = re.compile(
    r"(?:jan|feb|mär|mar|apr|mai|maj|jun|jul|aug|sep|okt|nov|dez|dec|des)[a-zä]*\b", re.IGNORECASE
)

# With this setting syntok rewrites nothing, so each token stands in the paragraph as it is.
_TOKENIZER = segmenter.Tokenizer(replace_not_contraction=False)
