"""`desk bench`: what it refuses. That each benchmark works is tried in `tests/evaluation`."""

import pytest

from tests.cli.conftest import Desk


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("colect",), "none of"), (("poll", "--side", "scrapy"), "has no sides")],
)
def test_bench_that_cannot_be_run_says_why(
    desk: Desk, arguments: tuple[str, ...], said: str
) -> None:
    done = desk("bench", *arguments)
    assert done.exit_code == 2
    assert said in done.output
