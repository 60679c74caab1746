"""The passages under finds, when the article they stand in gets another text."""

from typing import Any

import sqlalchemy as sa

from core.find import CheckLevel
from core.text import find_span
from core.version import SOURCE_CHANGED, gone_passage
from storage.rows import row_of
from storage.tables import articles, checks, evidence, find_revisions, finds, sentences


def follow_text(
    connection: sa.Connection, article_id: str, text: str, *, stood_in: int | None
) -> None:
    """Each passage gets its place in the new text. One that is not in it goes; but when
    `stood_in` is given, it stays as it was, marked as of that version."""
    query = sa.select(evidence).where(evidence.c.article_id == article_id)
    for row in connection.execute(query).mappings().all():
        here, span = evidence.c.evidence_id == row["evidence_id"], find_span(row["quote"], text)
        if span is not None:
            place = {"start": span.start, "end": span.end, "quote": span.text, "version": None}
            connection.execute(sa.update(evidence).where(here).values(place))
        elif stood_in is None:
            connection.execute(sa.delete(evidence).where(here))
        elif row["version"] is None:
            connection.execute(sa.update(evidence).where(here).values(version=stood_in))


def flag_finds(connection: sa.Connection, article_id: str) -> tuple[int, ...]:
    """Let the current text of each find that rests on this article say which of its sentences
    lost their passage. The words stay. Returns the finds with at least one such sentence."""
    rows = connection.execute(
        sa.select(finds.c.find_id, find_revisions.c.revision_id)
        .join_from(finds, find_revisions, _CURRENT)
        .join(sentences, sentences.c.revision_id == find_revisions.c.revision_id)
        .join(evidence, evidence.c.sentence_id == sentences.c.sentence_id)
        .where(evidence.c.article_id == article_id)
        .distinct()
    ).all()
    flagged = []
    for find_id, revision_id in rows:
        gone = _without_passage(connection, revision_id)
        here = (checks.c.revision_id == revision_id) & (checks.c.rule == SOURCE_CHANGED)
        connection.execute(sa.delete(checks).where(here))
        if gone:
            found = [row_of(gone_passage(index, outlet)) for index, outlet in gone.items()]
            connection.execute(
                sa.insert(checks), [row | {"revision_id": revision_id} for row in found]
            )
            flagged.append(find_id)
        _count_checks(connection, find_id, revision_id)
    return tuple(flagged)


_CURRENT = (find_revisions.c.find_id == finds.c.find_id) & (
    find_revisions.c.number == finds.c.revision
)


def _without_passage(connection: sa.Connection, revision_id: int) -> dict[int, str]:
    """Which sentences rest on words that are gone, each with the outlet that took them back."""
    query = (
        sa.select(sentences.c.position, articles.c.outlet)
        .join_from(sentences, evidence, evidence.c.sentence_id == sentences.c.sentence_id)
        .join(articles, articles.c.article_id == evidence.c.article_id)
        .where(sentences.c.revision_id == revision_id, evidence.c.version.is_not(None))
        .order_by(sentences.c.position)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _count_checks(connection: sa.Connection, find_id: int, revision_id: int) -> None:
    def number(level: CheckLevel) -> sa.ScalarSelect[Any]:
        here = (checks.c.revision_id == revision_id) & (checks.c.level == level)
        return sa.select(sa.func.count()).select_from(checks).where(here).scalar_subquery()

    counts = {"flags": number(CheckLevel.FLAG), "blocks": number(CheckLevel.BLOCK)}
    connection.execute(sa.update(finds).where(finds.c.find_id == find_id).values(counts))
