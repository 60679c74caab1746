"""Which writer drafts: the model when one is configured, else the embedded extract."""

from scheduler.context import Context
from scheduler.jobs.draft import OpenWriter, Record
from summarizer.extractive import ExtractiveWriter
from summarizer.openai_model import OpenAIWriter
from summarizer.writer import Writer


def writer_for(context: Context) -> OpenWriter:
    model = context.configuration.settings.model
    return _model_writer(context) if model.api_key or model.base_url else _extract_writer(context)


def _extract_writer(context: Context) -> OpenWriter:
    beat = context.configuration.beat

    def open_it(_record: Record) -> Writer:
        return ExtractiveWriter(beat.style, [term.text for term in beat.terms])

    return open_it


def _model_writer(context: Context) -> OpenWriter:
    settings, clock = context.configuration.settings, context.clock

    def open_it(record: Record) -> Writer:
        return OpenAIWriter(
            settings.model,
            context.configuration.beat.style,
            policy=settings.policy,
            clock=clock,
            record=record,
        )

    return open_it
