"""What a call costs, by a versioned table of prices."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from pathlib import Path

import yaml

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Micro-dollars for one token."""

    input: float
    cached: float
    output: float

    def cost(self, *, input_tokens: int, cached_tokens: int, output_tokens: int) -> int:
        """Micro-dollars, rounded up; `cached_tokens` are part of `input_tokens`."""
        fresh = max(0, input_tokens - cached_tokens)
        exact = fresh * self.input + cached_tokens * self.cached + output_tokens * self.output
        return ceil(round(exact, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    version: str
    prices: dict[str, Price]

    def of(self, model: str) -> Price | None:
        """The price of a model, of a dated snapshot as of the model; None when unknown."""
        return self.prices.get(model) or self.prices.get(_DATED.sub("", model))


@lru_cache(maxsize=1)
def shipped_prices() -> PriceTable:
    data = yaml.safe_load((Path(__file__).parent / "prices.yaml").read_text("utf8"))
    prices = {name: Price(**price) for name, price in data["models"].items()}
    return PriceTable(version=data["version"], prices=prices)
