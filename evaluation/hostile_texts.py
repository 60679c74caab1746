"""Texts that make a pattern work as hard as it can: near-matches of itself, and long runs.

What a pattern stumbles over is made of its own parts: text that it nearly matches, again and
again, and a beginning of such a text with one letter of it repeated to the end.
"""

import re
from collections.abc import Iterator

# The parser behind `re`: there is no public one.
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

RUNS = (
    *"aA0 \n.,-<&\"'(é年\u00a0_/",
    *("a ", "A ", "Aa ", "0 ", "0,", "0.", "a.", "a, ", "a-", "A. ", "< ", "<a ", '="', "\n "),
    *(" \n", "a@", "0/", "20", "&#", "<!", "((", "[[", "{{", "of ", "the ", "and ", "http://a"),
)
_MOST_BEGINNINGS = 6


def hostile_texts(pattern: re.Pattern[Any], size: int) -> Iterator[str]:
    """Texts of `size` characters; for a pattern of bytes they hold latin-1 alone."""
    seen = set()
    for unit in (*RUNS, *own_units(pattern)):
        head, body = unit if isinstance(unit, tuple) else ("", unit)
        # What comes last fits nothing: a pattern that wants an end has to go back.
        text = (head + body * (size // len(body) + 1))[: size - 1] + "!"
        if text not in seen:
            seen.add(text)
            yield text


def own_units(pattern: re.Pattern[Any]) -> Iterator[str | tuple[str, str]]:
    """What to repeat: near-matches; or a beginning, and what to repeat after it."""
    source = pattern.pattern
    text = source if isinstance(source, str) else source.decode("latin-1")
    tree = parser.parse(text, pattern.flags & ~re.DEBUG)
    sample = "".join(_letters(tree, 2))
    if not sample:
        return
    yield from (sample, sample[:-1] or sample, sample + " ")
    ends = range(1, len(sample) + 1)
    for end in ends[:: max(1, len(ends) // _MOST_BEGINNINGS)]:
        begun = sample[:end]
        yield begun
        yield from ((begun, letter) for letter in dict.fromkeys((begun[-1], " ", "a", "0")))


def _letters(tree: Any, most: int) -> Iterator[str]:
    """One text that the pattern matches, nearly: where it looks around is not looked at."""
    for op, value in tree:
        if op in _REPEATS:
            least, limit, inner = value
            for _ in range(min(max(least, most), limit)):
                yield from _letters(inner, most)
        elif op is ops.BRANCH:
            yield from _letters(value[1][-1], most)
        elif op is ops.SUBPATTERN:
            yield from _letters(value[-1], most)
        elif op is ops.ATOMIC_GROUP:
            yield from _letters(value, most)
        else:
            yield _letter(op, value)


def _letter(op: Any, value: Any) -> str:
    if op is ops.LITERAL:
        return chr(value)
    if op is ops.NOT_LITERAL:
        return "b" if value == ord("a") else "a"
    if op is ops.IN:
        return _one_of(value)
    return "a" if op is ops.ANY else ""


_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_CATEGORIES = {
    ops.CATEGORY_DIGIT: "0",
    ops.CATEGORY_NOT_DIGIT: "a",
    ops.CATEGORY_SPACE: " ",
    ops.CATEGORY_NOT_SPACE: "a",
    ops.CATEGORY_WORD: "a",
    ops.CATEGORY_NOT_WORD: ".",
}


def _one_of(choices: Any) -> str:
    if choices[0][0] is ops.NEGATE:
        refused = re.compile(_class(choices[1:]))
        return next((letter for letter in "aA0 .~\n" if not refused.match(letter)), "a")
    op, value = choices[0]
    if op is ops.CATEGORY:
        return _CATEGORIES[value]
    return chr(value[0] if op is ops.RANGE else value)


def _class(choices: Any) -> str:
    names = {
        ops.CATEGORY_DIGIT: r"\d",
        ops.CATEGORY_NOT_DIGIT: r"\D",
        ops.CATEGORY_SPACE: r"\s",
        ops.CATEGORY_NOT_SPACE: r"\S",
        ops.CATEGORY_WORD: r"\w",
        ops.CATEGORY_NOT_WORD: r"\W",
    }
    parts = []
    for op, value in choices:
        if op is ops.CATEGORY:
            parts.append(names[value])
        elif op is ops.RANGE:
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        else:
            parts.append(re.escape(chr(value)))
    return f"[{''.join(parts)}]"
