"""Our draft about a story: sentences, the evidence under them, checks, revisions."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.dating import DateVerdict
from core.place import Region, RegionVerdict
from core.verdict import Reason
from core.workflow import FindState


class SentenceKind(StrEnum):
    FACT = "fact"
    ANALYSIS = "analysis"


class CheckLevel(StrEnum):
    OK = "ok"
    FLAG = "flag"
    BLOCK = "block"


class AuthorKind(StrEnum):
    HUMAN = "human"
    MODEL = "model"
    EXTRACT = "extract"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """`quote == article.text[start:end]`, verbatim; the offsets are ours, never a model's.

    `rendering` is a machine's English for a quote in another language, for the editor to read by;
    nothing rests on it, and the same place is the same evidence with or without it.
    """

    article_id: str
    start: int
    end: int
    quote: str
    rendering: str | None = field(default=None, compare=False)
    version: int | None = field(default=None, compare=False)
    """Set when the article was corrected since and the quote is gone: the version it stood in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """`paragraph` counts from 0. `accepted` is an editor's reason for letting an unproved
    sentence stand."""

    text: str
    kind: SentenceKind = SentenceKind.FACT
    evidence: tuple[Evidence, ...] = ()
    paragraph: int = 0
    accepted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule's verdict on a find. `sentence` is the index it is about, None for the whole;
    `quote` is the very bit that fails, so that the desk can mark it in place.

    `rule` is stable: `number`, `name`, `date`, `quote`, `unproved`, `length`, `sentences`,
    `hype`, `first_person`, `exclamation`, `acronym`, `address`, `verbatim`, `new_fact`,
    `paragraphs`, `markup`, `partial`, `language`, `negation`, `direction`, `hedge`, `quantity`,
    `swap`, `role`, `orders`, `hidden`, `echo`, `second_reader`, `past_edition`,
    `source_changed`.
    """

    rule: str
    level: CheckLevel
    reason: str
    sentence: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a revision. For a model: its name and the prompt's version and hash."""

    kind: AuthorKind
    name: str
    prompt_version: str = ""
    prompt_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a writer makes of a story. `verbatim` marks an extract: it must be rewritten by a
    human before it may be published."""

    headline: str
    sentences: tuple[Sentence, ...]
    author: Author
    checks: tuple[Check, ...] = ()
    verbatim: bool = False
    region: Region | None = None
    """The writer's own view of the region, when it gave one; the desk shows a disagreement."""

    @property
    def text(self) -> str:
        return join_sentences(self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """`number` counts from 1. `text` holds its paragraphs separated by a blank line."""

    number: int
    headline: str
    text: str
    sentences: tuple[Sentence, ...]
    checks: tuple[Check, ...]
    author: Author
    created_at: datetime
    verbatim: bool = False
    note: str = ""
    writer_region: Region | None = None
    """What the writer took the region to be, when it said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """`printed_on` is the date under the Find; it starts as the lead article's publication day
    and an editor may change it. `revision` is the current one."""

    find_id: int
    story_id: int
    state: FindState
    region: Region
    region_verdict: RegionVerdict
    printed_on: date
    date_verdict: DateVerdict
    revision: Revision
    rank: float
    rank_reasons: tuple[Reason, ...] = ()
    advertisement: bool = False
    state_reason: str = ""
    edition_id: int | None = None
    due_on: date | None = None
    """While it is held: the day on which it comes back among the drafts."""
    created_at: datetime
    updated_at: datetime


def join_sentences(sentences: tuple[Sentence, ...]) -> str:
    """The sentences as running text, paragraphs separated by a blank line."""
    numbers = sorted({sentence.paragraph for sentence in sentences})
    return "\n\n".join(
        " ".join(s.text for s in sentences if s.paragraph == number) for number in numbers
    )
