"""What models cost, as the operator's table says; a model that is not in it has no known cost."""

import re
from dataclasses import dataclass
from datetime import date
from math import ceil

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars for a million tokens, which is micro-dollars for one: fresh input, input from
    the endpoint's cache, output (hidden reasoning included). `batch` is the share of it that a
    call in a batch costs. `checked` and `source` say when and where somebody read it."""

    model: str
    input: float
    cached: float
    output: float
    batch: float = 1.0
    checked: date
    source: str

    def cost(
        self, *, input_tokens: int, cached_tokens: int, output_tokens: int, batched: bool = False
    ) -> int:
        """Micro-dollars, rounded up; `cached_tokens` are part of `input_tokens`."""
        fresh = max(0, input_tokens - cached_tokens)
        exact = fresh * self.input + cached_tokens * self.cached + output_tokens * self.output
        return ceil(round(exact * (self.batch if batched else 1.0), 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    version: str
    models: tuple[Price, ...]

    def of(self, model: str) -> Price | None:
        """The price of a model, of a dated snapshot as of the model; None when unknown."""
        by_name = {price.model: price for price in self.models}
        return by_name.get(model) or by_name.get(_DATED.sub("", model))
