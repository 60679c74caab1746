"""What an endpoint can do, highest first, and the memory of where each one stands.

Servers that call themselves compatible differ: some have no Responses interface, some answer a
schema with an error, some know no JSON mode. Each is asked at the highest rung first and steps
down when it says that it cannot.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Rung(StrEnum):
    RESPONSES = "responses+json_schema"
    CHAT_SCHEMA = "chat+json_schema"
    CHAT_JSON = "chat+json_object"
    CHAT_TEXT = "chat+text"


_ORDER = tuple(Rung)
_FORMAT = re.compile(
    r"response_?format|json_?schema|json_?object|text\.format|structured.output|"
    r"guided.decoding|grammar",
    re.IGNORECASE,
)
_NO_MODEL = re.compile(r"model_not_found|\bmodel\b.{0,80}(?:not found|does not exist)", re.I | re.S)
_ABSENT = frozenset({404, 405, 410, 501})
_REFUSES = frozenset({400, 404, 415, 422, 500, 501})


@dataclass(slots=True)
class Ladder:
    """The rung of each (endpoint, model); shared by the writers that are given the same one."""

    rungs: dict[tuple[str, str], Rung] = field(default_factory=dict)

    def rung(self, endpoint: str, model: str) -> Rung:
        return self.rungs.get((endpoint, model), Rung.RESPONSES)

    def step_down(self, endpoint: str, model: str, refused: Rung) -> Rung | None:
        """The next rung below, remembered; None from the lowest."""
        below = _ORDER.index(refused) + 1
        if below == len(_ORDER):
            return None
        self.rungs[endpoint, model] = _ORDER[below]
        return _ORDER[below]


def says_it_cannot(rung: Rung, status: int | None, message: str) -> bool:
    """Whether an error means that the endpoint lacks this rung, not that something went wrong."""
    if status is None or _NO_MODEL.search(message):
        return False
    if rung is Rung.RESPONSES and status in _ABSENT:
        return True
    return status in _REFUSES and bool(_FORMAT.search(message)) and rung is not Rung.CHAT_TEXT
