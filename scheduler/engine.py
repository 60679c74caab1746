"""Where the work of judging is done: processes of this machine, or any other executor.

The interface is `concurrent.futures.Executor`, so a cluster's client that offers one can take
its place; what is sent through it are values of `core` and pure functions only.
"""

from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing import get_context


def open_engine(workers: int) -> AbstractContextManager[Executor]:
    """An executor with that many processes, closed at the end of the `with` block."""
    # Spawned, not forked: a fork would copy the threads' locks and the database's connections.
    return ProcessPoolExecutor(max_workers=max(workers, 1), mp_context=get_context("spawn"))
