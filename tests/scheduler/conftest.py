from collections.abc import Iterator

import pytest

from core.clock import SystemClock
from sampleweb.server import SampleWeb, serve


@pytest.fixture
def web() -> Iterator[SampleWeb]:
    # The crawl dates what it sees by the real clock, so the sample web is of today as well.
    with serve(today=SystemClock().now().date()) as running:
        yield running
