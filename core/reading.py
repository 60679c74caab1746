"""What a second reader says of a sentence: beside the rules, never in their place."""

from dataclasses import dataclass
from enum import StrEnum


class ReadingVerdict(StrEnum):
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The verdict on one sentence, counted from 0. `quote` is a passage of the articles, letter
    for letter, and empty when the reader gave none that an article has."""

    sentence: int
    verdict: ReadingVerdict
    quote: str
    reason: str
    reader: str
    prompt_version: str
