"""An article as it stood before its page was corrected, and what the correction changed.

Pure: the comparison knows two texts and nothing else. What every page changes all the time is
no correction: white space, quotes and dashes, letter case, the order of paragraphs, times of
update, counts of comments, and the links to other pages under a text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import StrEnum

from core.article import Article, ArticleFlag
from core.clock import print_date
from core.dating import DateEvidence, DateOrigin, DateRole
from core.find import Check, CheckLevel
from core.text import count_words, fold, paragraphs

MOST_PARAGRAPHS = 1_500
"""Longer texts are compared as heaps of paragraphs: to align them takes the square of it."""


class ParagraphKind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphChange:
    """`before` is empty for an added paragraph, `after` for a removed one."""

    kind: ParagraphKind
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange:
    """What a correction changed, each pair as (before, after); counts are of paragraphs."""

    titles: tuple[str, str] | None = None
    days: tuple[date, date] | None = None
    authors: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    added: int = 0
    removed: int = 0
    changed: int = 0

    @property
    def any(self) -> bool:
        return self != ArticleChange()

    def sentence(self) -> str:
        """For people, such as “The title changed; 1 paragraph added, 2 changed.”"""
        told = [text for text, is_so in (("the title changed", self.titles),) if is_so]
        if self.days:
            told.append(f"the date moved from {print_date(self.days[0])} to"
                        f" {print_date(self.days[1])}")  # fmt: skip
        if self.authors:
            told.append("the authors changed")
        if counts := self._counts():
            told.append(counts)
        text = "; ".join(told)
        return f"{text[:1].upper()}{text[1:]}." if text else "Nothing changed."

    def _counts(self) -> str:
        counts = ((self.added, "added"), (self.removed, "removed"), (self.changed, "changed"))
        named = [(number, what) for number, what in counts if number]
        if not named:
            return ""
        first, what = named[0]
        noun = "paragraph" if first == 1 else "paragraphs"
        return ", ".join([f"{first} {noun} {what}", *(f"{n} {what}" for n, what in named[1:])])


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """An earlier version: as it was read at `fetched_at`, until `replaced_at` brought another;
    `change` is what that other one changed. `number` counts from 1."""

    article_id: str
    number: int
    title: str
    text: str
    authors: tuple[str, ...]
    dates: tuple[DateEvidence, ...]
    fetched_at: datetime
    replaced_at: datetime
    change: ArticleChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """A page that is here, and since when a change that its source claims would be news."""

    article_id: str
    since: datetime
    due: bool = True
    """Whether it may be asked for already; else it waits for a later crawl."""


SOURCE_CHANGED = "source_changed"


def gone_passage(sentence: int, outlet: str) -> Check:
    """What a find says of a sentence whose words no longer stand in the article."""
    reason = (
        f"The source changed since this was drafted: {outlet} corrected its article, and the"
        " passage under this sentence is no longer in it."
    )
    return Check(rule=SOURCE_CHANGED, level=CheckLevel.FLAG, reason=reason, sentence=sentence)


def what_changed(old: Article, new: Article) -> ArticleChange:
    """Nothing, also when the page shows less than before because it asks readers to pay."""
    if ArticleFlag.PAYWALL in new.flags and ArticleFlag.PAYWALL not in old.flags:
        return ArticleChange()
    counts = Counter(change.kind for change in paragraph_changes(old.text, new.text))
    return ArticleChange(
        titles=_differ(old.title, new.title),
        days=_days(old, new),
        authors=_authors(old, new),
        added=counts[ParagraphKind.ADDED],
        removed=counts[ParagraphKind.REMOVED],
        changed=counts[ParagraphKind.CHANGED],
    )


def paragraph_changes(old: str, new: str) -> tuple[ParagraphChange, ...]:
    """The paragraphs of both texts in reading order, each with what became of it. What only
    looks otherwise counts as the same."""
    left, right = _body(old), _body(new)
    if max(len(left), len(right)) > MOST_PARAGRAPHS:
        found = _heaps(left, right)
    else:
        found = _aligned(left, right)
    return tuple(_without_moves(list(found)))


def _aligned(left: Sequence[str], right: Sequence[str]) -> Iterator[ParagraphChange]:
    keys = [_key(text) for text in left], [_key(text) for text in right]
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield from map(_same, left[i:j], right[k:m])
        else:
            yield from _replaced(left[i:j], right[k:m])


def _replaced(left: Sequence[str], right: Sequence[str]) -> Iterator[ParagraphChange]:
    """Each old paragraph with the first new one that is mostly the same, in order."""
    start = 0
    for before in left:
        near = (k for k in range(start, min(len(right), start + 20)) if _alike(before, right[k]))
        found = next(near, None)
        if found is None:
            yield ParagraphChange(kind=ParagraphKind.REMOVED, before=before)
            continue
        yield from map(_added, right[start:found])
        yield ParagraphChange(kind=ParagraphKind.CHANGED, before=before, after=right[found])
        start = found + 1
    yield from map(_added, right[start:])


def _heaps(left: Sequence[str], right: Sequence[str]) -> Iterator[ParagraphChange]:
    before, after = Counter(map(_key, left)), Counter(map(_key, right))
    gone, came = before - after, after - before
    for text in left:
        if gone[_key(text)]:
            gone[_key(text)] -= 1
            yield ParagraphChange(kind=ParagraphKind.REMOVED, before=text)
    for text in right:
        is_new = came[_key(text)] > 0
        came[_key(text)] -= is_new
        yield _added(text) if is_new else _same(text, text)


def _without_moves(found: list[ParagraphChange]) -> Iterator[ParagraphChange]:
    """A paragraph that only went elsewhere stands where it stands now."""
    gone = Counter(_key(one.before) for one in found if one.kind is ParagraphKind.REMOVED)
    came = Counter(_key(one.after) for one in found if one.kind is ParagraphKind.ADDED)
    leaving, coming = gone & came, gone & came
    for one in found:
        if one.kind is ParagraphKind.REMOVED and leaving[_key(one.before)]:
            leaving[_key(one.before)] -= 1
        elif one.kind is ParagraphKind.ADDED and coming[_key(one.after)]:
            coming[_key(one.after)] -= 1
            yield _same(one.after, one.after)
        else:
            yield one


def _same(before: str, after: str) -> ParagraphChange:
    return ParagraphChange(kind=ParagraphKind.SAME, before=before, after=after)


def _added(after: str) -> ParagraphChange:
    return ParagraphChange(kind=ParagraphKind.ADDED, after=after)


_TOKEN = re.compile(r"[^\W_]+|[%$€£¥°]")
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]{0,4}$")
_DIGIT = re.compile(r"\d")
_SHORT = 14
_FEWEST_WORDS = 5

# What publishing systems print around a text, in short lines of their own.
_FURNITURE = re.compile(
    r"^(?:last |first )?(?:updated|modified|published|posted)\b"
    r"|^(?:read|see|more|most|related|recommended|trending|share|print|follow|subscribe|sign up"
    r"|advertisement|sponsored|photo|image|picture|credit|copyright|©|tags?|topics?|filed under"
    r"|you (?:may|might) also|listen to|watch)\b"
    r"|\b\d+ (?:comments?|shares?|likes?|views?|min(?:ute)?s?(?: read)?)\b"
    r"|\b(?:seconds?|minutes?|hours?|days?|weeks?) ago\b"
)


def _key(text: str) -> str:
    return " ".join(_TOKEN.findall(fold(text)))


def _body(text: str) -> list[str]:
    """The paragraphs that are the publisher's text: without furniture, and without the lines
    after the last sentence, where other pages are linked."""
    kept = [piece.text for piece in paragraphs(text) if not _is_furniture(piece.text)]
    ends = [n for n, piece in enumerate(kept, start=1) if _SENTENCE_END.search(piece.rstrip())]
    return kept[: ends[-1]] if ends else kept


def _is_furniture(text: str) -> bool:
    size = count_words(text)
    if size < _FEWEST_WORDS and not (_SENTENCE_END.search(text.rstrip()) or _DIGIT.search(text)):
        return True
    return size <= _SHORT and _FURNITURE.search(fold(text).strip()) is not None


def _alike(one: str, other: str) -> bool:
    """Half of their words or more are the same."""
    left, right = Counter(_key(one).split()), Counter(_key(other).split())
    return 4 * (left & right).total() >= left.total() + right.total()


def _differ(old: str, new: str) -> tuple[str, str] | None:
    return (old, new) if old and new and _key(old) != _key(new) else None


_FROM_THE_PAGE = frozenset({DateOrigin.JSON_LD, DateOrigin.META, DateOrigin.TIME_ELEMENT})


def _days(old: Article, new: Article) -> tuple[date, date] | None:
    """Only what both pages say of themselves: many feeds move an entry's date at every change."""
    before, after = _own_day(old), _own_day(new)
    return (before, after) if before and after and before != after else None


def _own_day(article: Article) -> date | None:
    published = (d for d in article.dates if d.role is DateRole.PUBLISHED)
    return next((d.day for d in published if d.origin in _FROM_THE_PAGE), None)


def _authors(old: Article, new: Article) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    before, after = ({_key(name) for name in one.authors} for one in (old, new))
    return (old.authors, new.authors) if before and after and before != after else None
