from datetime import date

import pytest

from core.clock import print_date, spell_date


@pytest.mark.parametrize(
    ("day", "printed", "spelled"),
    [
        (date(2026, 2, 3), "2/3/2026", "February 3, 2026"),
        (date(2025, 12, 31), "12/31/2025", "December 31, 2025"),
    ],
)
def test_date_any_day_is_printed_as_the_house_does(day: date, printed: str, spelled: str) -> None:
    assert (print_date(day), spell_date(day)) == (printed, spelled)
