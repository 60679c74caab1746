"""Which writer drafts: the model when one is configured, else the embedded extract."""

from dataclasses import replace

from config.beat import TermKind
from scheduler.context import Context
from scheduler.jobs.draft import OpenWriter
from scheduler.red_pen import house_style
from scheduler.spending import StoredEndpoints
from summarizer.asking import Model
from summarizer.extractive import ExtractiveWriter
from summarizer.fallback import OrExtract
from summarizer.model_writer import ModelWriter
from summarizer.purse import Purse
from summarizer.second_reader import ReadTwice, SecondReader
from summarizer.translation import Translated, Translator
from summarizer.writer import Writer


def writer_for(context: Context) -> OpenWriter:
    return model_writer(context) if has_model(context) else extract_writer(context)


def has_model(context: Context) -> bool:
    model = context.configuration.settings.model
    return bool(model.api_key or model.base_url)


def extract_writer(context: Context) -> OpenWriter:
    beat = context.configuration.beat
    terms = [term.text for term in beat.of(TermKind.CORE, TermKind.SUPPORT)]

    def open_it(_purse: Purse) -> Writer:
        return ExtractiveWriter(house_style(context), terms)

    return open_it


def model_writer(context: Context) -> OpenWriter:
    def open_it(purse: Purse) -> Writer:
        drafted = open_model_writer(context, purse)
        translated = Translated(drafted, Translator(drafted.model))
        writer = _read_twice(context, purse, translated)
        return OrExtract(writer, extract_writer(context)(purse))

    return open_it


def open_model_writer(context: Context, purse: Purse) -> ModelWriter:
    configuration = context.configuration
    model = configuration.settings.model
    return ModelWriter(
        open_model(context, purse),
        house_style(context),
        beat=configuration.beat.description,
        newsletter=configuration.newsletter.name,
        brief_tokens=model.brief_tokens,
        repairs=model.repairs,
    )


def _read_twice(context: Context, purse: Purse, writer: Writer) -> Writer:
    name = context.configuration.settings.model.second_reader
    if not name:
        return writer
    return ReadTwice(writer, SecondReader(open_model(context, purse, name=name)))


def open_model(context: Context, purse: Purse, *, name: str = "") -> Model:
    """The configured model, or the named one at its endpoint, with the account and the memory
    that every process shares."""
    settings = context.configuration.settings
    return Model(
        replace(settings.model, model=name or settings.model.model),
        policy=settings.policy,
        clock=context.clock,
        purse=purse,
        book=StoredEndpoints(context),
        prices=context.configuration.prices,
    )
