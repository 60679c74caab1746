"""Offered introductions, and whether links answer."""

from dataclasses import replace

from core.introduction import IntroductionOffer
from core.links import LinkAnswer
from storage.database import Database
from tests.storage.values import ANN, DAY, MODEL, NOW


def test_offer_takes_the_place_of_an_earlier_one_until_settled(database: Database) -> None:
    with database.unit() as unit:
        key = unit.editions.create(2, 3, DAY, NOW)
        first = IntroductionOffer(edition_id=key, text="A.", author=ANN, seen="", created_at=NOW)
        second = replace(first, text="B.", author=MODEL, seen="Ours.")
        unit.introductions.offer(first)
        assert unit.introductions.of(key) == first
        unit.introductions.offer(second)
        assert unit.introductions.of(key) == second
        unit.introductions.settle(key)
        assert unit.introductions.of(key) is None


def test_last_answer_of_an_address_stands(database: Database) -> None:
    answered = LinkAnswer(url="https://a.test/", asked_at=NOW, ok=True, status=200)
    gone = LinkAnswer(url="https://b.test/", asked_at=NOW, ok=False, status=404, reason="Gone.")
    silent = replace(answered, ok=False, status=None, reason="No answer.", moved_to="https://c/")
    with database.unit() as unit:
        unit.links.save([answered, gone])
        unit.links.save([silent])
        found = unit.links.answers([answered.url, gone.url, gone.url, "https://never.test/"])
    assert found == {answered.url: silent, gone.url: gone}
