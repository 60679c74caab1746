"""The queue's order as a sum that can be read."""

from datetime import date
from typing import Any

import pytest

from core.relevance import Relevance
from stories.ranking import rank

TODAY = date(2026, 2, 3)


def ranked(**changes: Any) -> float:
    usual: dict[str, Any] = {
        "relevance": Relevance.CORE,
        "origins": 1,
        "source_weight": 1.0,
        "day": TODAY,
        "today": TODAY,
        "partial": False,
        "advertisement": False,
    }
    value, reasons = rank(**{**usual, **changes})
    assert value == pytest.approx(sum(reason.weight for reason in reasons))
    assert all(reason.text.endswith(".") for reason in reasons)
    return value


def test_rank_core_comes_before_adjacent_whatever_its_age() -> None:
    old = ranked(day=date(2025, 12, 1))
    assert old > ranked(relevance=Relevance.ADJACENT, origins=1)


def test_rank_origins_weight_and_youth_raise_it() -> None:
    assert ranked(origins=3) > ranked(origins=2) > ranked()
    assert ranked(source_weight=1.5) > ranked() > ranked(source_weight=0.5)
    assert ranked() > ranked(day=date(2026, 1, 20))


def test_rank_partial_and_advertisement_lower_it() -> None:
    assert ranked() > ranked(partial=True) > ranked(advertisement=True)


def test_rank_day_to_come_is_not_younger_than_today() -> None:
    assert ranked(day=date(2026, 3, 1)) == ranked()


def test_rank_reasons_say_one_day_in_the_singular() -> None:
    _, reasons = rank(
        relevance=Relevance.CORE,
        origins=2,
        source_weight=1.0,
        day=date(2026, 2, 2),
        today=TODAY,
        partial=False,
        advertisement=False,
    )
    assert [r.text for r in reasons] == [
        "It is at the core of the beat.",
        "2 independent reports.",
        "It is 1 day old.",
    ]
