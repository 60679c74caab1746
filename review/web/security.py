"""What stands before every page: who may send a form, and what the browser may do with ours."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.settings import DeskSettings
from core.log import Log

log = Log("review.web")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def trusted_hosts(settings: DeskSettings) -> list[str]:
    """The names the desk answers to. Any other Host header is turned away, so that a page of
    someone else's cannot reach a desk on loopback through a name of its own."""
    own = [] if settings.host in ("0.0.0.0", "::", "") else [_bracketed(settings.host)]  # noqa: S104
    return list(dict.fromkeys([*LOOPBACK_NAMES, *own, *settings.public_hosts]))


def is_same_origin(headers: Headers) -> bool:
    """Whether a form was sent from a page of the desk itself.

    Browsers set `Sec-Fetch-Site` and scripts cannot. Where it is missing (plain http on a
    network), `Origin` has to name our own host. A request with neither comes from no browser.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    if not origin:
        return False
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
    except ValueError:
        return False


class SameOriginOnly:
    """Answers 403 to an unsafe request from elsewhere, before anything is read or changed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            headers = Headers(scope=scope)
            if not is_same_origin(headers):
                log.warning(
                    "foreign form refused",
                    path=scope["path"],
                    site=headers.get("sec-fetch-site", ""),
                    origin=headers.get("origin", ""),
                )
                text = "This form was not sent from a page of the desk, so nothing was changed.\n"
                await PlainTextResponse(text, status_code=403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class SecurityHeaders:
    """Sets the headers on every answer that does not bring its own; pages are never cached."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_security_headers(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def add_security_headers(headers: MutableHeaders) -> None:
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")


def safe_next(target: str, fallback: str = "/") -> str:
    """The address to go on to when it is a path on this desk; otherwise the fallback."""
    allowed = target.startswith("/") and not target.startswith(("//", "/\\"))
    clean = target.isprintable() and "\\" not in target and " " not in target
    if not (allowed and clean and len(target) <= 2048):
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc or _hides_host(parts.path) else target


def _hides_host(path: str) -> bool:
    lowered = path.lower()
    return lowered.startswith(("/%2f", "/%5c", "/./", "/../")) or "//" in path


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
