"""What a model is asked, and the prompt files that say how."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from typing import Any

from core.spend import Purpose

CHARS_PER_TOKEN = 3.5
"""English prose has about four characters to a token; names and numbers have fewer."""
MAX_OUTPUT_TOKENS = 8_000
"""Room for the hidden reasoning of models that think first; a Find itself takes about 900."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`instructions` stay the same from story to story, so that an endpoint may cache them;
    `material` is what differs. `schema` is the JSON schema of the answer."""

    instructions: str
    material: str
    version: str
    hash: str
    schema: Mapping[str, Any]
    schema_name: str = "find"
    purpose: Purpose = Purpose.FIND
    story_id: int | None = None
    most_tokens: int = MAX_OUTPUT_TOKENS

    @property
    def estimated_tokens(self) -> int:
        return estimate_tokens(self.instructions) + estimate_tokens(self.material)


@dataclass(frozen=True, slots=True)
class PromptFile:
    """One version of a prompt. A change is a new file, so that a hash names one text for ever."""

    version: str
    text: str
    hash: str

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with each `{{name}}` replaced."""
        text = self.text
        for name, value in values.items():
            text = text.replace("{{" + name + "}}", value)
        return text.strip()


def estimate_tokens(text: str) -> int:
    return int(len(text) / CHARS_PER_TOKEN) + 1


@lru_cache(maxsize=16)
def prompt_file(version: str) -> PromptFile:
    folder = resources.files("summarizer").joinpath("prompts")
    text = folder.joinpath(f"{version}.md").read_text("utf8")
    return PromptFile(version, text, sha256(text.encode("utf8")).hexdigest())
