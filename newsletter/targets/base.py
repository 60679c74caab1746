"""What every platform can do: render a draft, name it by a key, and be asked about it.

All of it is pure. The call itself is made by an `Ask` that is handed in, through the one guarded
way out; a platform only says what to send and how to read what came back.
"""

from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, ClassVar

from core.delivery import Target
from core.edition import EditionDocument
from newsletter.exporters.base import file_stem
from newsletter.exporters.json_document import JsonExporter


class Trouble(StrEnum):
    """Why no answer came. Only after `NOT_SENT` is it sure that the platform got nothing."""

    NONE = ""
    NOT_SENT = "not sent"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call. `headers` carry the secret and never show."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`status` is 0 when none came; `data` is the JSON of the body, None when it holds none;
    `retry_after` is in seconds."""

    status: int = 0
    data: Any = None
    trouble: Trouble = Trouble.NONE
    reason: str = ""
    retry_after: int | None = None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


Ask = Callable[[Request], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A post at the platform. `is_draft` is what the platform itself says of it."""

    remote_id: str
    url: str = ""
    is_draft: bool = True


class Platform(ABC):
    target: ClassVar[Target]
    secrets: tuple[str, ...]
    """What must never show, whoever says it."""
    missing: tuple[str, ...]
    """The settings without which it cannot be asked."""

    _posts: str
    """The address of what it keeps drafts in."""
    _headers: Mapping[str, str]

    @abstractmethod
    def render(self, document: EditionDocument, key: str) -> dict[str, Any]:
        """The whole payload of a draft. Pure: the same document gives the same payload."""

    @abstractmethod
    def created(self, answer: Answer) -> Remote | None:
        """The post as the platform answered it; None when the answer names none."""

    @abstractmethod
    def look(self, key: str) -> Request:
        """Asks for what was sent under the key before."""

    @abstractmethod
    def looked(self, answer: Answer, key: str) -> Remote | None:
        """What was sent under the key, when the answer holds it."""

    def create(self, payload: Mapping[str, Any]) -> Request:
        return self._request("POST", "", payload)

    def fill(self, remote: Remote, payload: Mapping[str, Any]) -> Request | None:  # noqa: ARG002
        """A second call that the draft needs to be whole, where the platform wants one."""
        return None

    def _request(self, method: str, rest: str, body: Mapping[str, Any] | None = None) -> Request:
        return Request(method=method, url=self._posts + rest, headers=self._headers, body=body)


def key_of(document: EditionDocument) -> str:
    """Names one text of one edition: `v2g-news-volume-2-issue-3-1a2b3c4d`. Another text, another
    key; the same text, the same key, so that it is drafted once."""
    return f"{file_stem(document)}-{sha256(JsonExporter().render(document)).hexdigest()[:8]}"


def basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


def lacking(values: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(name for name, value in values.items() if not value)


def field_of(data: Any, *path: str | int) -> Any:
    """What stands at a path of an answer; None when it does not reach there."""
    for step in path:
        if isinstance(step, int) and isinstance(data, list) and len(data) > step:
            data = data[step]
        elif isinstance(step, str) and isinstance(data, dict):
            data = data.get(step)
        else:
            return None
    return data


def entries_of(data: Any, *path: str) -> list[dict[str, Any]]:
    """The list of objects at a path; empty when there is none."""
    found = field_of(data, *path)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
