"""publish: an edition → its document → every format as a file in the workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.article import Article
from core.edition import Edition, EditionDocument, ExportFormat
from core.find import Find
from newsletter.assemble import assemble
from newsletter.exporters import EXPORTERS, write_export
from newsletter.lint import Finding, lint
from scheduler.context import Context
from storage.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An edition with its finds in order, and the lead article of each by find."""

    edition: Edition
    finds: Sequence[Find]
    leads: Mapping[int, Article]


def publish(
    context: Context,
    edition_id: int,
    *,
    formats: Sequence[ExportFormat] = tuple(EXPORTERS),
    folder: Path | None = None,
) -> tuple[Path, ...]:
    """The files written. Raises `Refused` when something in the edition may not leave."""
    document = edition_document(context, edition_id)
    target = folder or context.configuration.settings.export_dir
    return tuple(write_export(document, format_, target) for format_ in formats)


def edition_document(context: Context, edition_id: int) -> EditionDocument:
    with context.database.read() as unit:
        placed = read_placed(unit, edition_id)
    return assemble(placed.edition, placed.finds, placed.leads, context.configuration.newsletter)


def edition_findings(context: Context, edition_id: int) -> tuple[Finding, ...]:
    """What the check before an export says."""
    with context.database.read() as unit:
        placed = read_placed(unit, edition_id)
    configuration = context.configuration
    style = configuration.beat.style
    return lint(placed.edition, placed.finds, placed.leads, configuration.newsletter, style)


def read_placed(unit: Unit, edition_id: int) -> Placed:
    edition = unit.editions.get(edition_id)
    finds = unit.finds.many(edition.find_ids)
    leads = {
        find.find_id: unit.articles.get(unit.stories.get(find.story_id).lead_id) for find in finds
    }
    return Placed(edition=edition, finds=finds, leads=leads)
