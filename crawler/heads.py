"""A limit on what comes before a response's body, which Twisted would take without end."""

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from crawler.trouble import HeadersTooLarge

MAX_BYTES = 256 * 1024
"""Of status line and headers, with the announcements (1xx) before them: what Chromium takes."""


class BoundedHeads(_LenientHTTP11ClientProtocol):
    """Ends the connection, with `HeadersTooLarge` among the reasons, when a head goes on."""

    _taken = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        parser = self._parser
        if parser is None or parser.state not in (STATUS, HEADER):
            self._taken = 0
            return
        self._taken += len(data)
        if self._taken > MAX_BYTES:
            self._disconnectParser(Failure(HeadersTooLarge()))  # type: ignore[no-untyped-call]
            # To close it in good order would be, over TLS, to wait for a server that goes on.
            self.transport.abortConnection()  # type: ignore[union-attr]


class BoundedHeadsFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> BoundedHeads:  # noqa: N802, ARG002
        return BoundedHeads(self._quiescentCallback)  # type: ignore[no-untyped-call]


def heads_too_large(error: Exception) -> HeadersTooLarge | None:
    """The limit behind an error that only says that the response failed."""
    for reason in getattr(error.__cause__, "reasons", ()):
        if isinstance(reason.value, HeadersTooLarge):
            return reason.value
    return None
