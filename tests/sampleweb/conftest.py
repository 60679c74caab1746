from collections.abc import Callable, Iterator, Mapping
from datetime import date
from email.message import Message
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from sampleweb.server import SampleWeb, serve


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 3, 14)


@pytest.fixture(scope="session")
def web(today: date) -> Iterator[SampleWeb]:
    with serve(today=today) as running:
        yield running


@pytest.fixture
def visit(web: SampleWeb) -> Callable[..., tuple[int, Message, bytes]]:
    """Ask for an address; answers status, headers, body.

    Connects to 127.0.0.1, because names under localhost resolve on some systems only.
    """

    def ask(
        url: str, headers: Mapping[str, str] | None = None, method: str = "GET"
    ) -> tuple[int, Message, bytes]:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection = HTTPConnection("127.0.0.1", web.port, timeout=5)
        try:
            connection.request(method, target, headers={"Host": parts.netloc, **(headers or {})})
            with connection.getresponse() as response:
                return response.status, response.headers, response.read()
        finally:
            connection.close()

    return ask
