import pytest

from summarizer.days import days
from summarizer.figures import agree, figures

READ = {
    "22 kW": (22_000.0, "W"),
    "22kW": (22_000.0, "W"),
    "3.5 MWh": (3.5e6, "Wh"),
    "9.6-kilowatt": (9_600.0, "W"),
    "1,234.5 GWh": (1234.5e9, "Wh"),
    "1.234,56 euros": (1234.56, "EUR"),
    "€1.4 million": (1.4e6, "EUR"),
    "$2bn": (2e9, "$"),
    "US$5m": (5e6, "USD"),
    "£100m": (1e8, "GBP"),
    "3 Mrd. Euro": (3e9, "EUR"),
    "40 percent": (40.0, "%"),
    "40%": (40.0, "%"),
    "12 per cent": (12.0, "%"),
    "twenty-one": (21.0, ""),
    "two hundred and five": (205.0, ""),
    "a dozen": (12.0, ""),
    "three million": (3e6, ""),
    "two-year": (2.0, "year"),
    "15-minute": (15.0, "minute"),
    "7 pm": (1140.0, "clock"),
    "12 a.m.": (0.0, "clock"),
    "17:30": (1050.0, "clock"),
    "third": (3.0, "th"),
    "21st": (21.0, "th"),
}
NOT_NUMBERS = ["5G", "V2G", "EX60", "two-way charging", "ISO 15118-20x", "multi-million", "A4b"]
AGREE = [
    ("1.2 million", "1,213,456", True),
    ("€6billion", "€5.9bn", True),
    ("30", "34", False),
    ("nearly 3,000", "2,974", True),
    ("more than 100", "118", True),
    ("more than 100", "90", False),
    ("1,500", "1.500", True),
    ("2.5 MW", "2,500 kW", True),
    ("22 kW", "22 kWh", False),
    ("€5 million", "$5 million", False),
    ("$5 million", "A$5 million", True),
    ("five", "5", True),
    ("46-year", "Coleman, 46,", True),
    ("six months", "six people", False),
    ("five", "five years", True),
    ("3 pm", "3pm", True),
    ("3 pm", "15:00", True),
    ("3 am", "15:00", False),
]


@pytest.mark.parametrize(("text", "reading"), READ.items(), ids=list(READ))
def test_figures_written_form_is_read(text: str, reading: tuple[float, str]) -> None:
    (figure,) = figures(f"It was {text} at last")
    assert reading[0] in [pytest.approx(value) for value in figure.values]
    assert figure.unit == reading[1]
    assert f"It was {text} at last"[figure.start : figure.end] == figure.text


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_figures_part_of_a_word_is_none(text: str) -> None:
    assert [figure.text for figure in figures(f"It was {text} at last")] in ([], ["15118"])


def test_figures_first_of_a_range_takes_the_unit_of_the_second() -> None:
    first, second = figures("from 10 to 15 kW")
    assert (first.values[0], first.unit, second.values) == (10_000.0, "W", (15_000.0,))
    money, _ = figures("$2-3 million")
    assert money.unit == "$"


def test_figures_both_ends_of_a_time_span_are_in_the_afternoon() -> None:
    assert [figure.values[0] for figure in figures("between 5 and 9 p.m.")] == [1020.0, 1260.0]


@pytest.mark.parametrize(("claim", "source", "expected"), AGREE, ids=lambda value: str(value))
def test_agree_claim_and_source(claim: str, source: str, *, expected: bool) -> None:
    mine, theirs = figures(f"is {claim}"), figures(f"is {source}")
    assert agree(mine[-1], theirs[-1]) is expected


DATES = {
    "January 27, 2026": (2026, 1, 27, None),
    "27 January 2026": (2026, 1, 27, None),
    "Jan. 27": (None, 1, 27, None),
    "the 3rd of March 2025": (2025, 3, 3, None),
    "2026-02-03": (2026, 2, 3, None),
    "1/27/2025": (2025, 1, 27, None),
    "27.1.2026": (2026, 1, 27, None),
    "12. März 2026": (2026, 3, 12, None),
    "3 februari 2026": (2026, 2, 3, None),
    "June 2026": (2026, 6, None, None),
    "in May": (None, 5, None, None),
    "Q3 2026": (2026, None, None, None),
    "in 2027": (2027, None, None, None),
    "on Tuesday": (None, None, None, 1),
}


@pytest.mark.parametrize(("text", "parts"), DATES.items(), ids=list(DATES))
def test_days_written_form_is_read(text: str, parts: tuple[int | None, ...]) -> None:
    (day,) = days(f"It came {text}.")
    assert (day.year, day.month, day.day, day.weekday) == parts


@pytest.mark.parametrize(
    "text",
    ["It may come.", "They march on.", "The Sun set.", "It costs $2026.", "2026 kWh", "5,2026"],
)
def test_days_other_words_and_numbers_are_none(text: str) -> None:
    assert days(text) == ()
