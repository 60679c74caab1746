"""A process that ends when the one that started it is gone."""

import os
import threading
import time

_EVERY_SECONDS = 0.5


def exit_with_parent(parent: int | None = None) -> None:
    """Watches from a thread of its own: a parent that was killed could not tell us. One that
    gives its number is missed even when it was gone before we came to look."""
    parent = parent or os.getppid()
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="watch parent").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY_SECONDS)
    os._exit(1)
