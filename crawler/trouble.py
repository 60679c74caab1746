"""Why a page or a source could not be had: one code to count, one sentence to read."""

from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """`blocking` says that somebody's rule forbids it, ours or the site's: asking again soon
    would not help. `wait_seconds` is for how long the site asks to be left alone."""

    code: str
    reason: str
    blocking: bool = False
    status: int | None = None
    wait_seconds: int = 0


class Unfetched(IgnoreRequest):
    """A rule, ours or the site's, decided against a request; nothing was sent for it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble


class AddressBlocked(Unfetched):
    """The host's name resolved to an address that may not be connected to."""

    def __init__(self, reason: str) -> None:
        super().__init__(Trouble("unsafe_address", reason, blocking=True))


class OutOfTime(Unfetched):
    """The crawl's time is over: the page waits for the next crawl."""

    def __init__(self) -> None:
        super().__init__(OUT_OF_TIME)


class HeadersTooLarge(DownloadCancelledError):
    """More came before the body than any honest server sends; asking again would not help."""

    def __init__(self, text: str = "The headers do not end.") -> None:
        super().__init__(text)


OUT_OF_TIME = Trouble("out_of_time", "The crawl ran out of time.")

_OF_STATUS = {
    401: Trouble("forbidden", "The site asks for a sign-in (401).", blocking=True),
    402: Trouble("forbidden", "The site asks for payment (402).", blocking=True),
    403: Trouble("forbidden", "The site refuses us (403).", blocking=True),
    404: Trouble("not_found", "The page is not there (404)."),
    410: Trouble("gone", "The page was taken down (410)."),
    429: Trouble("rate_limited", "The site asks us to slow down (429)."),
    451: Trouble("forbidden", "The page is withheld for legal reasons (451).", blocking=True),
}

_LED_ASTRAY = Trouble("unsafe_redirect", "The page leads to an address that is not fetched.")

_OF_ERROR: tuple[tuple[type[Exception], Trouble], ...] = (
    (DownloadTimeoutError, Trouble("timeout", "The site took too long to answer.")),
    (CannotResolveHostError, Trouble("unreachable", "The site's name cannot be found.")),
    (DownloadConnectionRefusedError, Trouble("unreachable", "The site refused the connection.")),
    (HeadersTooLarge, Trouble("too_large", "The site's answer has more headers than we take.")),
    (DownloadCancelledError, Trouble("too_large", "The page is larger than we take.")),
    (ResponseDataLossError, Trouble("broken", "The site's answer was cut off.")),
    (DownloadFailedError, Trouble("broken", "The connection to the site failed.")),
    (UnsupportedURLSchemeError, _LED_ASTRAY),
)

TRANSFER_ERRORS: dict[str, type[Exception]] = {kind.__name__: kind for kind, _ in _OF_ERROR} | {
    AddressBlocked.__name__: AddressBlocked
}
"""What a transfer can end in besides a response, by the name a recording keeps."""


def trouble_of_status(status: int) -> Trouble | None:
    """None when the answer is one to read: 200 to 299."""
    if 200 <= status < 300:
        return None
    known = _OF_STATUS.get(status)
    if known is not None:
        return Trouble(known.code, known.reason, blocking=known.blocking, status=status)
    if 300 <= status < 400:
        reason = f"The page leads to an address that is not fetched ({status})."
        return Trouble("unsafe_redirect", reason, status=status)
    if status >= 500:
        return Trouble("server_error", f"The site has a problem ({status}).", status=status)
    return Trouble("http_error", f"The site answered {status}.", status=status)


def unsafe(reason: str, *, redirected: bool) -> Trouble:
    """An item that points to such an address is dropped; one that only leads there is kept."""
    if redirected:
        return Trouble(
            "unsafe_redirect", f"The page leads to a refused address. {reason}", blocking=True
        )
    return Trouble("unsafe_address", reason, blocking=True)


def trouble_of_error(error: Exception) -> Trouble:
    if isinstance(error, Unfetched):
        return error.trouble
    if isinstance(error, DownloadFailedError) and "certificate verify failed" in str(error):
        return Trouble("bad_certificate", "The site's certificate is not valid.")
    for kind, trouble in _OF_ERROR:
        if isinstance(error, kind):
            return trouble
    if isinstance(error, IgnoreRequest):
        return _of_ignored(str(error))
    if isinstance(error, ValueError) and "request url" in str(error):
        # The addresses we ask for have passed the guard: one that Scrapy cannot even build a
        # request for, such as `javascript:x`, is where a redirect led.
        return _LED_ASTRAY
    name = type(error).__name__
    return Trouble("fetch_failed", f"The page could not be fetched ({name}).")


def _of_ignored(message: str) -> Trouble:
    # Scrapy's own middlewares tell their reasons apart by the text alone.
    if "DOWNLOAD_MAXSIZE" in message:
        return Trouble("too_large", "The page is larger than we take once it is unpacked.")
    if "redirections" in message:
        return Trouble("too_many_redirects", "The page redirects too many times.")
    return Trouble("fetch_failed", f"The page was not fetched: {message}")
