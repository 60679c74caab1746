"""Which writer drafts: the model when one is configured, else the embedded extract."""

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
from summarizer.writer import Writer


def writer_for(context: Context) -> OpenWriter:
    model = context.configuration.settings.model
    return model_writer(context) if model.api_key or model.base_url else extract_writer(context)


def extract_writer(context: Context) -> OpenWriter:
    beat = context.configuration.beat
    terms = [term.text for term in beat.of(TermKind.CORE, TermKind.SUPPORT)]

    def open_it(_purse: Purse) -> Writer:
        return ExtractiveWriter(house_style(context), terms)

    return open_it


def model_writer(context: Context) -> OpenWriter:
    settings, beat = context.configuration.settings, context.configuration.beat

    def open_it(purse: Purse) -> Writer:
        writer = ModelWriter(
            open_model(context, purse),
            house_style(context),
            beat=beat.description,
            newsletter=context.configuration.newsletter.name,
            brief_tokens=settings.model.brief_tokens,
            repairs=settings.model.repairs,
        )
        return OrExtract(writer, extract_writer(context)(purse))

    return open_it


def open_model(context: Context, purse: Purse) -> Model:
    """The configured model, with the account and the memory that every process shares."""
    settings = context.configuration.settings
    return Model(
        settings.model,
        policy=settings.policy,
        clock=context.clock,
        purse=purse,
        book=StoredEndpoints(context),
        prices=context.configuration.prices,
    )
