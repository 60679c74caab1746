"""What an edition needs on its way out: offered introductions, and whether its links answer."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from core.find import Author
from core.introduction import IntroductionOffer
from core.links import LinkAnswer
from storage.repositories.base import Repository
from storage.rows import insert_into, row_of, value_of
from storage.tables import introduction_offers, link_answers

_BATCH = 500


class IntroductionRepository(Repository):
    def offer(self, offer: IntroductionOffer) -> None:
        """Lay it beside the introduction, in place of an earlier offer."""
        self.settle(offer.edition_id)
        author = offer.author
        values = row_of(offer, without=["author"]) | {
            "author_kind": author.kind,
            "author_name": author.name,
            "prompt_version": author.prompt_version,
            "prompt_hash": author.prompt_hash,
        }
        self._connection.execute(sa.insert(introduction_offers).values(values))

    def of(self, edition_id: int) -> IntroductionOffer | None:
        query = sa.select(introduction_offers).where(_here(edition_id))
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        author = value_of(Author, row, kind=row["author_kind"], name=row["author_name"])
        return value_of(IntroductionOffer, row, author=author)

    def settle(self, edition_id: int) -> None:
        """Taken or not, the offer is gone."""
        self._connection.execute(sa.delete(introduction_offers).where(_here(edition_id)))


class LinkRepository(Repository):
    def save(self, answers: Sequence[LinkAnswer]) -> None:
        """The last answer of each address stands."""
        for answer in answers:
            values = row_of(answer)
            insert = insert_into(self._connection, link_answers).values(values)
            self._connection.execute(
                insert.on_conflict_do_update(index_elements=["url"], set_=values)
            )

    def answers(self, urls: Iterable[str]) -> dict[str, LinkAnswer]:
        """What is known of these addresses; those never asked are left out."""
        wanted, found = list(dict.fromkeys(urls)), dict[str, LinkAnswer]()
        for start in range(0, len(wanted), _BATCH):
            some = link_answers.c.url.in_(wanted[start : start + _BATCH])
            rows = self._connection.execute(sa.select(link_answers).where(some)).mappings()
            found |= {row["url"]: value_of(LinkAnswer, row) for row in rows}
        return found


def _here(edition_id: int) -> sa.ColumnElement[bool]:
    return introduction_offers.c.edition_id == edition_id
