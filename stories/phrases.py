"""Find many words and phrases in one walk over a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

P = TypeVar("P")

_TOKEN = re.compile(r"[^\W_]+")
# What may stand between two words of one phrase; a comma or a full stop ends it.
_JOINS = frozenset(" \n-‐‑–—−/'’.&") | {"", " & ", " - ", " – ", "' ", "’ "}
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "pt", "no", "dr", "u", "d", "l", "n", "s", "v"})
_STEM_STARTS = 2
# Writing without blanks, and the signs of money: found as they stand, whatever is around them.
_LITERAL = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af£€¥₹$]")


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits, in lower case as `key`, where it stands."""

    key: str
    start: int
    end: int
    capital: bool


def tokens_of(text: str) -> list[Token]:
    return [
        Token(word.lower(), match.start(), match.end(), word[0].isupper())
        for match in _TOKEN.finditer(text)
        if (word := match.group())
    ]


@dataclass(frozen=True, slots=True)
class Match(Generic[P]):
    """`text[start:end]` is the phrase as it stands there; `first` and `last` are its tokens."""

    start: int
    end: int
    first: int
    last: int
    payload: P


@dataclass(slots=True)
class _Node(Generic[P]):
    children: dict[str, "_Node[P]"] = field(default_factory=dict)
    stems: list[tuple[str, "_Node[P]"]] = field(default_factory=list)
    plain: list[P] = field(default_factory=list)
    exact: list[tuple[str, P]] = field(default_factory=list)


class PhraseBook(Generic[P]):
    """Phrases and what each stands for.

    A phrase matches whole words, whatever hyphens or blanks join them. A word written with a
    final `*` matches every word that begins so. With `plurals` the last word of a phrase also
    matches with an `s`. Chinese, Japanese and signs of money match as they stand, within words.
    """

    def __init__(self, *, plurals: bool = True) -> None:
        self._plurals = plurals
        self._root: _Node[P] = _Node()
        self._literal: list[tuple[str, P]] = []
        self._stem_starts: set[str] = set()
        self._small: set[str] = set()
        """First words of phrases that need no capital to begin."""

    def add(self, phrase: str, payload: P, *, exact: bool = False) -> None:
        """With `exact` the letters must stand in the text in the case they are given in."""
        if _LITERAL.search(phrase):
            self._literal.append((phrase, payload))
            return
        node = self._root
        if not exact or not phrase[0].isupper():
            self._small.update(part.lower() for part, _ in list(_parts(phrase))[:1])
        for part, stem in _parts(phrase):
            if stem and node is self._root:
                self._stem_starts.add(part.lower()[:_STEM_STARTS])
            node = _step(node, part.lower(), stem=stem)
        if exact:
            node.exact.append((_squeeze(phrase), payload))
        else:
            node.plain.append(payload)

    def find(
        self, text: str, tokens: list[Token] | None = None, *, shouted: bool = False
    ) -> list[Match[P]]:
        """The longest match at each place, in order of the text; none overlaps another.

        A `shouted` text is all in capitals: there the case of an exact phrase does not matter.
        """
        tokens = tokens_of(text) if tokens is None else tokens
        found = [*self._find_literal(text)]
        index, count = 0, len(tokens)
        while index < count:
            match = None
            if self._may_begin(tokens[index]):
                match = self._longest(text, tokens, index, shouted=shouted)
            if match:
                found.append(match)
            index = match.last + 1 if match else index + 1
        return sorted(found, key=lambda match: match.start)

    def standing_in(self, text: str) -> set[P]:
        """What every phrase stands for that is in the text, also one inside or beside another."""
        tokens = tokens_of(text)
        found = {match.payload for match in self._find_literal(text)}
        for first, token in enumerate(tokens):
            if not self._may_begin(token):
                continue
            for last, node in _walk(self._root, text, tokens, first, plurals=self._plurals):
                payload = _payload(node, text[token.start : tokens[last].end], shouted=False)
                if payload is not None:
                    found.add(payload)
        return found

    def _may_begin(self, token: Token) -> bool:
        """Whether any phrase begins so: most words of a text begin none."""
        first = self._root.children if token.capital else self._small
        if token.key in first or token.key[:_STEM_STARTS] in self._stem_starts:
            return True
        return self._plurals and token.key[-1] == "s" and token.key[:-1] in first

    def _longest(
        self, text: str, tokens: list[Token], first: int, *, shouted: bool
    ) -> Match[P] | None:
        best: Match[P] | None = None
        for last, node in _walk(self._root, text, tokens, first, plurals=self._plurals):
            payload = _payload(node, text[tokens[first].start : tokens[last].end], shouted=shouted)
            if payload is not None:
                best = Match(tokens[first].start, tokens[last].end, first, last, payload)
        return best

    def _find_literal(self, text: str) -> Iterator[Match[P]]:
        if not self._literal or not _LITERAL.search(text):
            return
        for phrase, payload in self._literal:
            start = text.find(phrase)
            while start >= 0:
                yield Match(start, start + len(phrase), -1, -1, payload)
                start = text.find(phrase, start + len(phrase))


def _parts(phrase: str) -> Iterator[tuple[str, bool]]:
    for match in re.finditer(r"([^\W_]+)(\*?)", phrase):
        yield match.group(1), bool(match.group(2))


def _step(node: _Node[P], key: str, *, stem: bool) -> _Node[P]:
    if not stem:
        return node.children.setdefault(key, _Node())
    for known, child in node.stems:
        if known == key:
            return child
    child = _Node[P]()
    node.stems.append((key, child))
    return child


def _walk(
    root: _Node[P], text: str, tokens: list[Token], first: int, *, plurals: bool
) -> Iterator[tuple[int, _Node[P]]]:
    """Each node that the words from `first` on lead to, with the index of its last word."""
    states = [root]
    for last in range(first, len(tokens)):
        if last > first and not _joined(text, tokens[last - 1], tokens[last]):
            return
        key = tokens[last].key
        after = []
        for node in states:
            child = node.children.get(key)
            if child is not None:
                after.append(child)
            elif (
                plurals
                and key.endswith("s")
                and (single := node.children.get(key[:-1])) is not None
            ):
                # A plural ends a phrase; what hangs below it is left for the singular.
                after.append(_Node(plain=single.plain, exact=single.exact))
            after.extend(child for stem, child in node.stems if key.startswith(stem))
        if not after:
            return
        yield from ((last, node) for node in after)
        states = after


def _payload(node: _Node[P], written: str, *, shouted: bool) -> P | None:
    if node.exact:
        squeezed = _squeeze(written)
        for phrase, payload in node.exact:
            if squeezed in (phrase, phrase + "s") or (shouted and squeezed == phrase.upper()):
                return payload
    return node.plain[0] if node.plain else None


def _joined(text: str, left: Token, right: Token) -> bool:
    gap = text[left.end : right.start]
    return gap in _JOINS or (gap == ". " and left.key in _ABBREVIATED)


def _squeeze(text: str) -> str:
    return " ".join(_TOKEN.findall(text))
