"""Values stand in cells as they were, or fit to be stored."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from core.verdict import Reason
from storage.columns import Hash64, UtcDateTime, Wire, storable

DIALECTS = tuple(sa.make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql"))
NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
AMSTERDAM = timezone(timedelta(hours=1))


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgresql"])
@pytest.mark.parametrize(
    "moment",
    [NOON, datetime(2026, 2, 3, 13, tzinfo=AMSTERDAM), datetime(2026, 2, 3, 12)],  # noqa: DTZ001
    ids=["utc", "elsewhere", "naive"],
)
def test_moment_comes_back_in_utc(moment: datetime, dialect: sa.Dialect) -> None:
    column = UtcDateTime()
    kept = column.process_bind_param(moment, dialect)
    back = column.process_result_value(kept, dialect)
    assert back == NOON
    assert back.tzinfo is UTC


@pytest.mark.parametrize("number", [0, 1, 2**63 - 1, 2**63, 2**64 - 1])
def test_hash_of_64_bits_fits_a_signed_column(number: int) -> None:
    column, dialect = Hash64(), DIALECTS[0]
    kept = column.process_bind_param(number, dialect)
    assert kept is not None
    assert -(2**63) <= kept < 2**63
    assert column.process_result_value(kept, dialect) == number


@pytest.mark.parametrize(
    ("text", "kept"),
    [("plain", "plain"), ("a\x00b", "ab"), ("a\ud800b\udfff", "ab"), ("🚗é", "🚗é"), ("", "")],
)
def test_storable_drops_what_no_database_takes(text: str, kept: str) -> None:
    assert storable(text) == kept


@pytest.mark.parametrize("quote", ["plain", "a\\u0000b", "🚗 “x”", "\\"])
def test_structured_value_comes_back_the_same(quote: str) -> None:
    column, value = Wire(tuple[Reason, ...]), (Reason(code="c", text="t", quote=quote),)
    kept = column.process_bind_param(value, DIALECTS[0])
    assert column.process_result_value(kept, DIALECTS[0]) == value


def test_structured_value_with_what_no_database_takes_is_cleaned() -> None:
    column = Wire(tuple[Reason, ...])
    value = (Reason(code="c", text="t\x00", quote="\ud800q", weight=1.5),)
    kept = column.process_bind_param(value, DIALECTS[0])
    assert kept is not None
    assert "\\u0000" not in kept
    clean = (Reason(code="c", text="t", quote="q", weight=1.5),)
    assert column.process_result_value(kept, DIALECTS[0]) == clean
