"""The price table: versioned, dated, sourced; a model that is not in it has no known cost."""

from datetime import date
from pathlib import Path

import pytest

from config.load import load
from config.prices import Price
from core.errors import ConfigError

TABLE = load(Path("no-such-folder"), {}).prices
PRICE = Price(
    model="m", input=0.25, cached=0.025, output=2.0, batch=0.5, checked=date.min, source=""
)
ROW = "  - {model: m, input: 1, cached: 1, output: 1, checked: 2026-01-01, source: here}"


def test_shipped_table_dates_and_sources_every_row() -> None:
    assert TABLE.version
    assert all(price.checked and price.source.startswith("https://") for price in TABLE.models)


def test_price_of_a_snapshot_is_its_models_and_unknown_is_none() -> None:
    assert TABLE.of("gpt-5-mini-2025-08-07") == TABLE.of("gpt-5-mini") is not None
    assert TABLE.of("my-own-model") is None


@pytest.mark.parametrize(
    ("fresh", "cached", "output", "batched", "cost"),
    [(1000, 0, 100, False, 450), (1000, 1000, 0, False, 25), (1, 0, 0, False, 1),
     (1000, 0, 100, True, 225), (0, 0, 0, False, 0)],
)  # fmt: skip
def test_cost_is_rounded_up_to_whole_micro_dollars(
    fresh: int,
    cached: int,
    output: int,
    batched: bool,  # noqa: FBT001
    cost: int,
) -> None:
    found = PRICE.cost(
        input_tokens=fresh, cached_tokens=cached, output_tokens=output, batched=batched
    )
    assert found == cost


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ([ROW, ROW], 4, "stands twice"),
        ([ROW.replace("input: 1", "input: -1")], 3, "not below 0"),
        ([ROW.replace(", source: here", "")], 3, "source” is missing"),
    ],
    ids=["twice", "negative", "no source"],
)
def test_own_table_that_does_not_hold_together_is_refused(
    tmp_path: Path, rows: list[str], line: int, words: str
) -> None:
    (tmp_path / "config").mkdir()
    text = "\n".join(['version: "1"', "models:", *rows])
    (tmp_path / "config" / "prices.yaml").write_text(text)
    with pytest.raises(ConfigError, match=words) as refused:
        load(tmp_path, {})
    assert refused.value.problems[0].line == line
