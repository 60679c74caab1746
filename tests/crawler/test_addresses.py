"""Nothing reaches an address that is not public, however it is written."""

from pathlib import Path

import pytest
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.defer import Deferred, succeed

from core.guard import AddressPolicy
from core.source import PollOutcome
from crawler.parse.address import listed_url
from crawler.resolver import GuardedResolver
from tests.crawler.crawls import feed, make_plan, run, task
from tests.crawler.loopback import serve

LITERALS = """127.0.0.1 localhost x.localhost 2130706433 0x7f.1 127.1 0.0.0.0 0177.0.0.1 [::1]
[::ffff:127.0.0.1] 100.64.0.1 169.254.169.254 [fe80::1] [64:ff9b::7f00:1]""".split()


def test_crawl_private_address_in_any_spelling_reaches_nobody(tmp_path: Path) -> None:
    with serve("0.0.0.0") as here:
        tasks = [
            task(feed(f"s{number}", f"http://{literal}:{here.port}/feed"))
            for number, literal in enumerate(LITERALS)
        ]
        outcome = run(make_plan(tmp_path / "spool", *tasks, port=here.port, private=()))
    assert outcome.result.ok, outcome.result.stderr
    assert {poll.outcome for poll in outcome.polls.values()} == {PollOutcome.BLOCKED}
    assert len(outcome.polls) == len(LITERALS)
    assert here.connections == 0


class Receiver:
    def __init__(self) -> None:
        self.addresses: list[IPv4Address | IPv6Address] = []
        self.complete = False

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        """Part of the interface."""

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:  # noqa: N802
        self.addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.complete = True


class ScriptedResolver(GuardedResolver):
    """Knows its names from a table; counts how often it was asked."""

    def __init__(self, names: dict[str, tuple[str, ...]], policy: AddressPolicy) -> None:
        super().__init__(None, policy)
        self.names, self.lookups = names, 0

    def lookup(self, name: str) -> Deferred[tuple[str, ...]]:
        self.lookups += 1
        return succeed(self.names[name])


def _resolve(resolver: GuardedResolver, name: str) -> list[str]:
    receiver = Receiver()
    resolver.resolveHostName(receiver, name, 443)
    assert receiver.complete
    return [address.host for address in receiver.addresses]


def test_resolver_public_addresses_come_out_and_are_remembered() -> None:
    resolver = ScriptedResolver({"a.example": ("9.9.9.9", "2620:fe::fe")}, AddressPolicy())
    assert _resolve(resolver, "a.example") == ["9.9.9.9", "2620:fe::fe"]
    assert _resolve(resolver, "a.example") == ["9.9.9.9", "2620:fe::fe"]
    assert resolver.lookups == 1


@pytest.mark.parametrize("addresses", [("9.9.9.9", "127.0.0.1"), ("10.0.0.1",), ("9.9.9.9", "::1")])
def test_resolver_one_private_address_refuses_the_name(addresses: tuple[str, ...]) -> None:
    resolver = ScriptedResolver({"a.example": addresses}, AddressPolicy())
    assert _resolve(resolver, "a.example") == []
    assert resolver.refused["a.example"].code == "blocked_private"
    assert _resolve(resolver, "a.example") == []  # from memory, too


@pytest.mark.parametrize("name", ["localhost", "desk.localhost", "LOCALHOST."])
def test_resolver_loopback_names_ask_no_server_but_the_policy(name: str) -> None:
    closed = ScriptedResolver({}, AddressPolicy())
    assert _resolve(closed, name) == []
    opened = ScriptedResolver({}, AddressPolicy(allow_private=("127.0.0.1/32",)))
    assert _resolve(opened, name) == ["127.0.0.1"]
    assert closed.lookups == opened.lookups == 0


@pytest.mark.parametrize(
    ("listed", "meant"),
    [
        (
            "http://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fpost.example%2fa&c=1",
            "https://post.example/a",
        ),
        (
            "https://www.google.com/url?rct=j&url=https://post.example/a&ct=ga",
            "https://post.example/a",
        ),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fpost.example%2Fa", "https://post.example/a"),
        (
            "https://www.google.com/url?url=javascript:alert(1)",
            "https://www.google.com/url?url=javascript:alert(1)",
        ),
        (
            "https://news.google.com/rss/articles/CBMiXk",
            "https://news.google.com/rss/articles/CBMiXk",
        ),
        (
            "https://post.example/url?url=https://other.example/",
            "https://post.example/url?url=https://other.example/",
        ),
    ],
)
def test_address_inside_a_counting_redirect_is_taken_out(listed: str, meant: str) -> None:
    assert listed_url(listed, "") == meant
