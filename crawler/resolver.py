"""Names to addresses, for the reactor: only addresses that may be connected to come out."""

import socket
from typing import Any, Self

from scrapy.crawler import Crawler
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.defer import Deferred, succeed
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from twisted.internet.threads import deferToThreadPool
from twisted.python.failure import Failure
from zope.interface import implementer

from core.guard import AddressPolicy, check_address, is_loopback_name
from core.log import Log
from core.verdict import Verdict

log = Log(__name__)


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        # The interface wants it. Twisted's own resolution cannot be stopped either; nobody asks.
        raise NotImplementedError


@implementer(IHostnameResolver)
class GuardedResolver:
    """Asked for every connection, address literals and redirect hops included.

    A name one of whose addresses is refused is refused altogether: which of them the next
    connection would use is the name server's choice, not ours. Remembered addresses are checked
    again on each use. The interface, Twisted's `IHostnameResolver`, has no way to say why
    nothing came out, so `refused` keeps the verdict for whoever has to tell.
    """

    def __init__(self, reactor: Any, policy: AddressPolicy) -> None:
        self._reactor = reactor
        self._policy = policy
        self._addresses: dict[str, tuple[str, ...]] = {}
        self.refused: dict[str, Verdict] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        return cls(reactor, crawler.settings["DESK_POLICY"])

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803, ARG002
        transportSemantics: str = "TCP",  # noqa: N803, ARG002
    ) -> "_Resolution":
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)

        def deliver(found: tuple[str, ...] | Failure) -> None:
            addresses = () if isinstance(found, Failure) else self._allowed(hostName, found)
            for address in addresses:
                resolutionReceiver.addressResolved(_transport_address(address, portNumber))
            resolutionReceiver.resolutionComplete()

        self._find(hostName).addBoth(deliver)
        return resolution

    def lookup(self, name: str) -> Deferred[tuple[str, ...]]:
        """All addresses of a name, IPv4 first, from the system's resolver in a thread."""
        threads = self._reactor.getThreadPool()
        return deferToThreadPool(self._reactor, threads, _addresses_of, name)

    def _find(self, name: str) -> Deferred[tuple[str, ...]]:
        if is_loopback_name(name):
            return succeed(("127.0.0.1",))
        if name in self._addresses:
            return succeed(self._addresses[name])
        return self.lookup(name).addCallback(self._remember, name)

    def _remember(self, addresses: tuple[str, ...], name: str) -> tuple[str, ...]:
        self._addresses[name] = addresses
        return addresses

    def _allowed(self, name: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
        for address in addresses:
            verdict = check_address(address, self._policy)
            if not verdict.ok:
                self.refused[name] = verdict
                log.warning("address refused", host=name, address=address)
                return ()
        self.refused.pop(name, None)
        return addresses


def _addresses_of(name: str) -> tuple[str, ...]:
    found: list[Any] = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    ordered = sorted(found, key=lambda entry: entry[0] != socket.AF_INET)
    return tuple(dict.fromkeys(entry[4][0] for entry in ordered))


def _transport_address(address: str, port: int) -> IPv4Address | IPv6Address:
    kind = IPv6Address if ":" in address else IPv4Address
    return kind("TCP", address, port)
