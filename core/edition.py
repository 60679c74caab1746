"""A numbered issue of the newsletter, and its contents as one document."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.archive import ArchiveLink
from core.place import Region


class EditionState(StrEnum):
    OPEN = "open"
    EXPORTED = "exported"
    """Frozen: the text is out of the house."""
    CORRECTING = "correcting"
    """Open again, for a stated reason, after it was exported."""


class ExportFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"
    JSON = "json"
    WORD = "word"
    MAIL = "mail"
    """A whole message, as a mail program opens it."""
    PASTE = "paste"
    """Plain HTML without any style, for pasting into a platform's editor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A long piece by the editors. `kind` is its section's title, `body` is Markdown."""

    kind: str
    title: str
    dated: date
    body: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was changed after the edition had left, as its readers are told."""

    made_on: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFind:
    """A find as it goes to print: its paragraphs, the date under it, and where it came from."""

    find_id: int
    region: Region
    paragraphs: tuple[str, ...]
    printed_on: date
    source_url: str
    source_name: str
    corrections: tuple[Correction, ...] = ()
    references: tuple[ArchiveLink, ...] = ()
    """Past editions that its text names, with their addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSection:
    """Where the finds of one region stand in print, and under which title."""

    region: Region
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDocument:
    """Everything an exporter needs. Sections and finds come in print order; `introduction`,
    `closing` and the features' bodies are Markdown, the finds' paragraphs plain text."""

    edition_id: int
    newsletter: str
    volume: int
    issue: int
    dated: date
    introduction: str
    features: tuple[Feature, ...]
    finds: tuple[EditionFind, ...]
    closing: str = ""
    sections: tuple[EditionSection, ...] = (
        EditionSection(region=Region.US, title="Finds—US"),
        EditionSection(region=Region.GLOBAL, title="Finds—Global"),
    )
    accent: str = "#0b6e4f"
    corrections: tuple[Correction, ...] = ()
    """Those of the introduction and the features; a find carries its own."""
    revision: int = 1
    """How often it has left; each correction counts on."""

    @property
    def number(self) -> str:
        return f"Volume {self.volume} | Issue {self.issue}"

    @property
    def corrected_on(self) -> date | None:
        """When it was last corrected, None when it stands as it left."""
        made = [*self.corrections, *(c for find in self.finds for c in find.corrections)]
        return max((one.made_on for one in made), default=None)

    def section(self, region: Region) -> tuple[EditionFind, ...]:
        return tuple(find for find in self.finds if find.region is region)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """`find_ids` are the placed finds in order, both sections together. `correction` says why it
    is open again, while it is being corrected."""

    edition_id: int
    volume: int
    issue: int
    dated: date
    state: EditionState
    introduction: str = ""
    features: tuple[Feature, ...] = ()
    find_ids: tuple[int, ...] = ()
    correction: str = ""

    @property
    def number(self) -> str:
        return f"Volume {self.volume} | Issue {self.issue}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRevision:
    """An edition as it was exported. `number` counts from 1; `note` says what a later one sets
    right."""

    number: int
    document: EditionDocument
    exported_at: datetime
    actor: str
    note: str = ""
