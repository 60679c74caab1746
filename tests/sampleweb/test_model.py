"""The sample model speaks the protocol that a real one speaks."""

from collections.abc import Iterator

import pytest

from config.beat import HouseStyle
from config.settings import ModelSettings
from core.clock import FixedClock
from core.draft import CallOutcome, WriterResult
from core.endpoint import EndpointState
from core.find import AuthorKind
from core.guard import AddressPolicy
from sampleweb.model import MODEL, serve_model
from summarizer.asking import Model
from summarizer.extractive import ExtractiveWriter
from summarizer.fallback import OrExtract
from summarizer.ladder import MemoryBook, Rung
from summarizer.model_writer import ModelWriter
from summarizer.purse import OpenPurse
from tests.sampleweb.test_recordings import RECORDINGS, STYLE, story_of
from tests.summarizer.make import MOMENT, PRICES, make_brief


@pytest.fixture
def port() -> Iterator[int]:
    with serve_model() as port:
        yield port


def writer(port: int, rung: Rung) -> ModelWriter:
    url, book = f"http://127.0.0.1:{port}/v1", MemoryBook()
    book.put(EndpointState(endpoint=url, model=MODEL, rung=rung, learned_at=MOMENT))
    model = Model(
        ModelSettings(base_url=url, model=MODEL, max_attempts=1),
        policy=AddressPolicy(allow_private=("127.0.0.1/32",), ports=(port,)),
        clock=FixedClock(MOMENT),
        purse=OpenPurse(),
        book=book,
        prices=PRICES,
    )
    return ModelWriter(model, STYLE)


def ask(port: int, rung: Rung) -> WriterResult:
    return writer(port, rung).write(make_brief(*story_of(RECORDINGS[0])))


@pytest.mark.parametrize("rung", [Rung.RESPONSES, Rung.CHAT_SCHEMA])
def test_model_answers_on_both_interfaces(port: int, rung: Rung) -> None:
    result = ask(port, rung)
    assert result.draft is not None
    assert result.draft.headline == RECORDINGS[0].headline
    assert result.draft.author.name == MODEL
    (call,) = result.calls
    assert call.input_tokens is not None
    assert call.cached_tokens is not None
    assert 0 < call.cached_tokens < call.input_tokens


def test_model_without_a_recording_says_so_and_the_extract_writes(port: int) -> None:
    asked = writer(port, Rung.RESPONSES)
    plain = asked.write(make_brief())
    assert (plain.draft, plain.outcome) == (None, CallOutcome.BAD_REQUEST)
    result = OrExtract(asked, ExtractiveWriter(HouseStyle())).write(make_brief())
    assert result.draft is not None
    assert result.draft.author.kind is AuthorKind.EXTRACT


def test_fallback_leaves_every_other_failure_a_failure() -> None:
    class Failing:
        name, workers = "failing", 1

        def write(self, brief: object) -> WriterResult:
            return WriterResult(draft=None, outcome=CallOutcome.BAD_REQUEST, reason="too long")

    result = OrExtract(Failing(), ExtractiveWriter(HouseStyle())).write(make_brief())
    assert result.draft is None


def test_answer_is_the_recording_word_for_word(port: int) -> None:
    draft = ask(port, Rung.RESPONSES).draft
    assert draft is not None
    texts = [sentence.text for sentence in draft.sentences]
    assert texts == [sentence.text for sentence in RECORDINGS[0].sentences]
