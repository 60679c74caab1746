"""Structured log lines: a past-tense noun phrase and keys, `log.info("source polled", ...)`."""

import json
import logging
from typing import Any


class Log:
    """A thin face on a stdlib logger that takes keys instead of format strings."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, event: str, **keys: object) -> None:
        self._write(logging.DEBUG, event, keys)

    def info(self, event: str, **keys: object) -> None:
        self._write(logging.INFO, event, keys)

    def warning(self, event: str, **keys: object) -> None:
        self._write(logging.WARNING, event, keys)

    def error(self, event: str, *, exc_info: bool = False, **keys: object) -> None:
        self._write(logging.ERROR, event, keys, exc_info=exc_info)

    def exception(self, event: str, **keys: object) -> None:
        """An error with the trace of the exception being handled."""
        self._write(logging.ERROR, event, keys, exc_info=True)

    def _write(
        self, level: int, event: str, keys: dict[str, object], *, exc_info: bool = False
    ) -> None:
        if self._logger.isEnabledFor(level):
            line = " ".join([event, *(f"{key}={_show(value)}" for key, value in keys.items())])
            self._logger.log(level, "%s", line, exc_info=exc_info)


def _show(value: Any) -> str:
    text = str(value)
    return text if text and text.isprintable() and " " not in text else json.dumps(text)
