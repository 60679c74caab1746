"""Pages by their addresses."""

import json
from collections.abc import Callable
from typing import Any

Desk = Callable[..., Any]


def test_articles_add_refused_address_exits_with_three_and_says_why(desk: Desk) -> None:
    result = desk("articles", "add", "http://127.0.0.1/buses", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["dropped:unsafe_address"] == 1
    assert "http://127.0.0.1/buses: " in result.stderr
