"""Which writer drafts: the model when one is configured, else the embedded extract."""

from config.beat import TermKind
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
    terms = [term.text for term in beat.of(TermKind.CORE, TermKind.SUPPORT)]

    def open_it(_record: Record) -> Writer:
        return ExtractiveWriter(beat.style, terms)

    return open_it


def _model_writer(context: Context) -> OpenWriter:
    settings, beat, clock = (
        context.configuration.settings,
        context.configuration.beat,
        context.clock,
    )

    def open_it(record: Record) -> Writer:
        return OpenAIWriter(
            settings.model,
            beat.style,
            policy=settings.policy,
            clock=clock,
            record=record,
            beat=beat.description,
        )

    return open_it
