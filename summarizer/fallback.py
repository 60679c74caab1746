"""A second writer for stories that the first one says it has nothing for."""

from core.draft import Brief, CallOutcome, WriterResult
from core.log import Log
from summarizer.writer import Writer

NOTHING_RECORDED = "no_recording"
"""The error code of an endpoint that only replays answers."""

log = Log(__name__)


class OrExtract:
    """The first writer's draft; the second's only where the endpoint replays recorded answers
    and has none for the story. Any other failure stays a failure: an extract in the place of a
    draft that a model was asked for would be a surprise. The draft names who wrote it."""

    def __init__(self, first: Writer, second: Writer) -> None:
        self.name, self.workers = first.name, first.workers
        self.first = first
        self._second = second

    def write(self, brief: Brief) -> WriterResult:
        result = self.first.write(brief)
        if result.outcome is not CallOutcome.BAD_REQUEST or NOTHING_RECORDED not in result.reason:
            return result
        log.info("nothing recorded, extract instead", story=brief.story_id)
        return self._second.write(brief)
