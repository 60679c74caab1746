import asyncio
import os
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from crawler.backlog import Backlog
from crawler.workers import ReadingFailed, ReadingPool


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    pool = ReadingPool(workers=1, seconds=1.0, backlog=Backlog(documents=2, most_bytes=1024))
    yield pool
    pool.close()


def _run(pool: ReadingPool, function: Callable[..., object], *arguments: object) -> object:
    async def call() -> object:
        return await pool.run(function, *arguments)

    return asyncio.run(call())


def test_pool_call_returns_its_value_from_another_process(pool: ReadingPool) -> None:
    assert _run(pool, os.getpid) != os.getpid()


def test_pool_process_has_what_reads_loaded_before_its_first_call(pool: ReadingPool) -> None:
    # A module that cannot be loaded before is passed over without a word.
    loaded = (
        "{'crawler.preloaded', 'trafilatura', 'feedparser'} <= __import__('sys').modules.keys()"
    )
    assert _run(pool, eval, loaded) is True


@pytest.mark.parametrize(
    ("function", "arguments", "how"),
    [
        (time.sleep, (60,), "timed out"),
        (os._exit, (3,), "failed"),
        (int, ("no number",), "failed"),
        (bytearray, (3 * 1024**3,), "failed"),
    ],
    ids=["hangs", "dies", "raises", "eats memory"],
)
def test_pool_bad_call_fails_alone(
    pool: ReadingPool,
    function: Callable[..., object],
    arguments: tuple[object, ...],
    how: str,
) -> None:
    with pytest.raises(ReadingFailed, match=how) as caught:
        _run(pool, function, *arguments)
    assert caught.value.timed_out is (how == "timed out")
    assert _run(pool, len, "next") == 4


def test_pool_reading_asks_nobody(pool: ReadingPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        here.settimeout(0)
        with pytest.raises(ReadingFailed, match="failed"):
            _run(pool, socket.create_connection, here.getsockname())
        with pytest.raises(ReadingFailed, match="failed"):
            _run(pool, socket.getaddrinfo, "localhost", 80)
        with pytest.raises(BlockingIOError):
            here.accept()
    assert _run(pool, len, "next") == 4
