"""What every pure judgement returns: whether, which, and why."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One ground of a verdict.

    `code` is stable and countable, `text` a sentence for an editor. `where` says which part it
    rests on (`title`, `lead`, `body`, `url`, `feed`, ...), `quote` is the span itself, and
    `weight` how much it counted, signed.
    """

    code: str
    text: str
    where: str = ""
    quote: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    ok: bool
    code: str
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def yes(cls, code: str = "ok", *reasons: Reason) -> Self:
        return cls(ok=True, code=code, reasons=reasons)

    @classmethod
    def no(cls, code: str, *reasons: Reason) -> Self:
        return cls(ok=False, code=code, reasons=reasons)

    def sentence(self) -> str:
        """The reasons as one line for people."""
        return " ".join(reason.text for reason in self.reasons)
