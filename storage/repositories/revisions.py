"""The texts of a find: revisions with their sentences, evidence and checks."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from core.find import Author, AuthorKind, Check, Evidence, Revision, Sentence
from storage.repositories.base import Repository
from storage.rows import row_of, value_of
from storage.tables import checks, evidence, find_revisions, finds, sentences


class RevisionRepository(Repository):
    def add(self, find_id: int, revision: Revision) -> None:
        values = row_of_revision(find_id, revision)
        insert = sa.insert(find_revisions).values(values).returning(find_revisions.c.revision_id)
        revision_id = self._connection.execute(insert).scalar_one()
        for position, sentence in enumerate(revision.sentences):
            self._add_sentence(revision_id, position, sentence)
        rows = [row_of(check) | {"revision_id": revision_id} for check in revision.checks]
        if rows:
            self._connection.execute(sa.insert(checks), rows)

    def of(self, find_id: int) -> tuple[Revision, ...]:
        """Every revision, the latest first."""
        query = sa.select(find_revisions).where(find_revisions.c.find_id == find_id)
        return tuple(self._values(query.order_by(find_revisions.c.number.desc())).values())

    def current(self, find_ids: Sequence[int]) -> dict[int, Revision]:
        """The revision that each find has now, by find."""
        found: dict[int, Revision] = {}
        for start in range(0, len(find_ids), 200):
            query = _CURRENT.where(finds.c.find_id.in_(find_ids[start : start + 200]))
            found |= {find_id: revision for (find_id, _), revision in self._values(query).items()}
        return found

    def has_human(self, find_id: int) -> bool:
        """Whether a person ever wrote on it."""
        query = sa.select(find_revisions.c.number).where(
            find_revisions.c.find_id == find_id,
            find_revisions.c.author_kind == AuthorKind.HUMAN,
        )
        return self._connection.scalar(query.limit(1)) is not None

    def _add_sentence(self, revision_id: int, position: int, sentence: Sentence) -> None:
        values = row_of(sentence, without=["evidence"]) | {
            "revision_id": revision_id,
            "position": position,
        }
        insert = sa.insert(sentences).values(values).returning(sentences.c.sentence_id)
        sentence_id = self._connection.execute(insert).scalar_one()
        rows = [row_of(bit) | {"sentence_id": sentence_id} for bit in sentence.evidence]
        if rows:
            self._connection.execute(sa.insert(evidence), rows)

    def _values(self, query: sa.Select[Any]) -> dict[tuple[int, int], Revision]:
        rows = self._connection.execute(query).mappings().all()
        ids = [row["revision_id"] for row in rows]
        texts, verdicts = self._sentences(ids), self._checks(ids)
        return {
            (row["find_id"], row["number"]): value_of(
                Revision,
                row,
                author=_author(row),
                sentences=tuple(texts.get(row["revision_id"], ())),
                checks=tuple(verdicts.get(row["revision_id"], ())),
            )
            for row in rows
        }

    def _sentences(self, revision_ids: Sequence[int]) -> dict[int, list[Sentence]]:
        these = {"ids": revision_ids}
        under: dict[int, list[Evidence]] = {}
        for row in self._connection.execute(_EVIDENCE, these).mappings().all():
            under.setdefault(row["sentence_id"], []).append(value_of(Evidence, row))
        found: dict[int, list[Sentence]] = {}
        for row in self._connection.execute(_SENTENCES, these).mappings().all():
            rests_on = tuple(under.get(row["sentence_id"], ()))
            found.setdefault(row["revision_id"], []).append(
                value_of(Sentence, row, evidence=rests_on)
            )
        return found

    def _checks(self, revision_ids: Sequence[int]) -> dict[int, list[Check]]:
        rows = self._connection.execute(_CHECKS, {"ids": revision_ids}).mappings().all()
        found: dict[int, list[Check]] = {}
        for row in rows:
            found.setdefault(row["revision_id"], []).append(value_of(Check, row))
        return found


_CURRENT = sa.select(find_revisions).join(
    finds,
    (finds.c.find_id == find_revisions.c.find_id) & (finds.c.revision == find_revisions.c.number),
)

# Whoever shows a find asks these: put together once, they take half as long.
_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_EVIDENCE = (
    sa.select(evidence)
    .join_from(evidence, sentences)
    .where(sentences.c.revision_id.in_(_IDS))
    .order_by(evidence.c.evidence_id)
)
_SENTENCES = (
    sa.select(sentences).where(sentences.c.revision_id.in_(_IDS)).order_by(sentences.c.position)
)
_CHECKS = sa.select(checks).where(checks.c.revision_id.in_(_IDS)).order_by(checks.c.check_id)


def row_of_revision(find_id: int, revision: Revision) -> dict[str, Any]:
    return row_of(revision, without=["sentences", "checks", "author"]) | {
        "find_id": find_id,
        "author_kind": revision.author.kind,
        "author_name": revision.author.name,
        "prompt_version": revision.author.prompt_version,
        "prompt_hash": revision.author.prompt_hash,
    }


def _author(row: RowMapping) -> Author:
    return value_of(Author, row, kind=row["author_kind"], name=row["author_name"])
