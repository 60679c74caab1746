"""The grouping index: articles are found by week and key, words are counted."""

from datetime import timedelta

import pytest

from core.trace import TermCounts, Trace
from storage.database import Database
from tests.storage.values import DAY


def trace(name: str, *keys: int, days: int = 0) -> Trace:
    return Trace(
        article_id=name,
        day=DAY + timedelta(days=days),
        terms=frozenset(keys),
        bands=frozenset({-keys[0]}),
        words=frozenset({*keys, 7}),
    )


def test_sharing_articles_are_found_by_each_key(database: Database) -> None:
    with database.unit() as unit:
        unit.grouping.add([trace("b", 1, 2), trace("a", 2, 3)])
    with database.read() as unit:
        assert unit.grouping.sharing([2, -1, 9], DAY, DAY) == {2: ("a", "b"), -1: ("b",)}


def test_sharing_leaves_out_other_weeks(database: Database) -> None:
    with database.unit() as unit:
        unit.grouping.add([trace("old", 1, days=-21), trace("new", 1)])
        near = unit.grouping.sharing([1], DAY, DAY)
        assert near == {1: ("new",)}
        assert unit.grouping.sharing([1], DAY - timedelta(days=21), DAY) == {1: ("new", "old")}


def test_counts_grow_with_each_text(database: Database) -> None:
    with database.unit() as unit:
        unit.grouping.add([trace("a", 1, days=-70), trace("b", 1, 2)])
        unit.grouping.add([trace("c", 2)])
        counts = unit.grouping.counts([1, 2, 7, 99], DAY, DAY)
    assert counts == TermCounts(texts=3, near=2, seen={1: 2, 2: 2, 7: 3})


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)], ids=["largest", "smallest"])
def test_keys_of_64_bits_fit(database: Database, number: int) -> None:
    item = Trace(
        article_id="a",
        day=DAY,
        terms=frozenset({number}),
        bands=frozenset(),
        words=frozenset({number}),
    )
    with database.unit() as unit:
        unit.grouping.add([item])
        assert unit.grouping.sharing([number], DAY, DAY) == {number: ("a",)}


def test_forget_before_drops_old_weeks_and_keeps_the_counts(database: Database) -> None:
    with database.unit() as unit:
        unit.grouping.add([trace("old", 1, days=-21), trace("new", 1)])
        assert unit.grouping.forget_before(DAY) == 2
        weeks = (DAY - timedelta(days=21), DAY)
        assert unit.grouping.sharing([1], *weeks) == {1: ("new",)}
        assert unit.grouping.counts([1], *weeks).seen == {1: 2}
