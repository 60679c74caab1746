"""What every writer is: something that makes a draft of a brief."""

from typing import Protocol

from core.draft import Brief, WriterResult


class Writer(Protocol):
    """`write` never raises for what a model, a network or a thin article may do: the result
    says what happened, and holds every call that was made. It may be called by `workers`
    threads at once."""

    name: str
    workers: int

    def write(self, brief: Brief) -> WriterResult: ...
