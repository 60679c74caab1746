"""A stream that nobody reads any more, and what is a fault all the same."""

import asyncio

import pytest
from anyio import BrokenResourceError
from starlette.types import Message, Receive, Scope, Send

from review.web.leaving import QuietLeaving

BEGIN: Message = {"type": "http.response.start", "status": 200, "headers": []}


class Failing:
    def __init__(self, error: Exception, *, begins: bool) -> None:
        self.error = error
        self.begins = begins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.begins:
            await send(BEGIN)
        raise ExceptionGroup("in a task", [self.error])


async def _receive() -> Message:
    return {"type": "http.disconnect"}


def answer(error: Exception, *, begins: bool) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    app = QuietLeaving(Failing(error, begins=begins))
    asyncio.run(app({"type": "http"}, _receive, send))
    return sent


def test_window_that_left_in_the_middle_of_a_hint_is_no_fault() -> None:
    assert answer(BrokenResourceError(), begins=True) == [BEGIN]


def test_stream_that_breaks_before_the_answer_passes_through() -> None:
    with pytest.raises(ExceptionGroup):
        answer(BrokenResourceError(), begins=False)


def test_another_failure_in_the_middle_of_a_hint_passes_through() -> None:
    with pytest.raises(ExceptionGroup) as raised:
        answer(ValueError("no such hint"), begins=True)
    assert raised.value.subgroup(ValueError) is not None
