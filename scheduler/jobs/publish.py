"""publish: an edition → its document, frozen → every format as a file in the workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.article import Article
from core.edition import Edition, EditionDocument, ExportFormat
from core.edition_workflow import FROZEN
from core.find import Find
from core.people import COMMAND_LINE
from newsletter.assemble import assemble
from newsletter.exporters import EXPORTERS, write_export
from newsletter.links import edition_links
from newsletter.lint import Finding, Known, lint
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
    actor: str = COMMAND_LINE,
) -> tuple[Path, ...]:
    """The files written. Raises `Refused` when something in the edition may not leave."""
    document = freeze(context, edition_id, actor=actor)
    target = folder or context.configuration.settings.export_dir
    return tuple(write_export(document, format_, target) for format_ in formats)


def freeze(context: Context, edition_id: int, *, actor: str) -> EditionDocument:
    """The text that leaves; from here on only a correction changes it. Raises `Refused`."""
    document = edition_document(context, edition_id)
    now = context.clock.now()
    with context.database.unit() as unit:
        return unit.editions.export(edition_id, document, actor=actor, now=now).document


def edition_document(context: Context, edition_id: int) -> EditionDocument:
    """What left, where it is frozen; else what would leave now."""
    with context.database.read() as unit:
        placed = read_placed(unit, edition_id)
        addresses = unit.archive.addresses()
        revisions = unit.editions.revisions(edition_id)
    if placed.edition.state in FROZEN and revisions:
        return revisions[0].document
    newsletter = context.configuration.newsletter
    return assemble(placed.edition, placed.finds, placed.leads, newsletter, addresses)


def edition_findings(context: Context, edition_id: int) -> tuple[Finding, ...]:
    """What the check before an export says."""
    with context.database.read() as unit:
        placed = read_placed(unit, edition_id)
        known = read_known(unit, placed)
    configuration = context.configuration
    style, newsletter = configuration.beat.style, configuration.newsletter
    return lint(placed.edition, placed.finds, placed.leads, newsletter, style, known)


def read_known(unit: Unit, placed: Placed) -> Known:
    links = edition_links(placed.edition, placed.leads)
    coverage = unit.coverage.of_stories([find.story_id for find in placed.finds])
    return Known(
        answers=unit.links.answers([url for url, _ in links]),
        coverage={find.find_id: coverage.get(find.story_id, ()) for find in placed.finds},
    )


def read_placed(unit: Unit, edition_id: int) -> Placed:
    edition = unit.editions.get(edition_id)
    finds = unit.finds.many(edition.find_ids)
    leads = {
        find.find_id: unit.articles.get(unit.stories.get(find.story_id).lead_id) for find in finds
    }
    return Placed(edition=edition, finds=finds, leads=leads)
