"""Headers that do not end: how much of them is taken, and what becomes of the rest of a crawl."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from twisted.internet.protocol import Protocol
from twisted.internet.testing import StringTransportWithDisconnection
from twisted.web._newclient import Request
from twisted.web.http_headers import Headers

from core.article import Completeness
from core.source import PollOutcome
from crawler.heads import MAX_BYTES, BoundedHeadsFactory
from crawler.trouble import HeadersTooLarge
from tests.crawler.crawls import LIMITS, feed, make_plan, run, task
from tests.crawler.loopback import RSS, Reply, page, rss, serve

BUFFERED = 12 * 1024 * 1024
"""What the system may take on its own for a connection before anybody reads it."""


class Asked:
    """A request that was sent over a connection which only the test writes to."""

    def __init__(self) -> None:
        self.quiescent: list[object] = []
        self.transport: Any = _new(StringTransportWithDisconnection)
        self.protocol: Any = _new(BoundedHeadsFactory, self.quiescent.append, "").buildProtocol(
            None
        )
        self.transport.protocol = self.protocol
        self.protocol.makeConnection(self.transport)
        self.answer: list[Any] = []
        self.ask()

    def ask(self) -> None:
        headers = Headers({b"host": [b"a.example"]})
        request = _new(Request, b"GET", b"/", headers, None, persistent=True)
        self.protocol.request(request).addBoth(self.answer.append)

    def taken_of(self, piece: bytes) -> int:
        """Bytes of an endless stream of the piece until the connection is ended."""
        taken = 0
        while self.transport.connected and taken < 10 * MAX_BYTES:
            self.protocol.dataReceived(piece)
            taken += len(piece)
        return taken


def _new(kind: Any, *args: Any, **kwargs: Any) -> Any:
    """One of Twisted's, which have no types."""
    return kind(*args, **kwargs)


@pytest.mark.parametrize(
    "piece",
    [
        b"X-More: on and on\r\n" * 800,
        b"X-Folded: a" + b"\r\n b" * 4_000 + b"\r\n",
        b"no colon, and so no header\r\n" * 600,
        b"\r\nHTTP/1.1 100 Continue\r\n" * 600,
    ],
    ids=["headers", "folded lines", "lines without a colon", "announcements"],
)
def test_heads_without_end_are_taken_up_to_the_limit(piece: bytes) -> None:
    asked = Asked()
    asked.protocol.dataReceived(b"HTTP/1.1 100 Continue\r\n")
    assert MAX_BYTES - len(piece) < asked.taken_of(piece) <= MAX_BYTES + len(piece)
    (failure,) = asked.answer
    assert [reason.type for reason in failure.value.reasons] == [HeadersTooLarge]
    assert not asked.quiescent


def test_heads_of_one_connection_are_counted_each_for_itself_and_bodies_not_at_all() -> None:
    asked = Asked()
    head = b"HTTP/1.1 200 OK\r\n" + b"X-More: on and on\r\n" * 7_000
    body = b"x" * (2 * MAX_BYTES)
    for number in range(4):
        asked.protocol.dataReceived(head)
        asked.protocol.dataReceived(b"Content-Length: %d\r\n\r\n" % len(body))
        asked.answer[number].deliverBody(Protocol())
        asked.protocol.dataReceived(body)
        assert len(asked.quiescent) == number + 1
        asked.ask()
    assert asked.transport.connected


def test_heads_without_end_stop_one_host_early_and_no_other(tmp_path: Path) -> None:
    with serve() as site:
        endless = site.on("endless", "/feed", Reply(endless="headers"))
        healthy = site.on("healthy", "/page", Reply(body=page("Healthy")))
        listed = site.on("healthy", "/feed", Reply(body=rss((healthy, "Healthy")), kind=RSS))
        limits = replace(LIMITS, timeout_seconds=60, wall_seconds=120)
        tasks = [task(feed("endless", endless)), task(feed("healthy", listed))]
        outcome = run(make_plan(tmp_path / "spool", *tasks, port=site.port, limits=limits))
    poll = outcome.polls["endless"]
    assert (poll.outcome, poll.reason) == (
        PollOutcome.FAILED, "The site's answer has more headers than we take.",
    )  # fmt: skip
    assert site.paths("endless") == ["/robots.txt", "/feed"]
    assert 0 < site.endless_bytes["endless"] < MAX_BYTES + BUFFERED
    assert outcome.article("/page").completeness is Completeness.FULL
