"""Which addresses an outgoing client may ask: one rule for every client of the project.

`check_url` looks at the address as written, before anything is resolved; `check_address` looks
at each IP address it resolved to, at the moment of connecting, for every redirect hop again.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit, urlunsplit

from core.verdict import Reason, Verdict

MAX_URL_LENGTH = 2048
DEFAULT_PORTS = frozenset({80, 443, 8080, 8443})

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
# Addresses that `ipaddress` calls global but that reach inside, or wrap another address.
_INWARD = tuple(
    ip_network(net)
    for net in (
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # NAT64, local use (RFC 8215)
        "2002::/16",  # 6to4 (RFC 3056)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "::/96",  # IPv4-compatible (RFC 4291, section 2.5.5.1)
        "fec0::/10",  # site-local, of old (RFC 3879)
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPolicy:
    """`allow_private` opens networks (CIDR) that are refused by default; `ports` adds to
    80, 443, 8080 and 8443. Behind a proxy the guard cannot see what is connected to, so a proxy
    set in the environment is refused unless `allow_proxy`."""

    allow_private: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    allow_proxy: bool = False

    def networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        return tuple(ip_network(net) for net in self.allow_private)


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlVerdict(Verdict):
    """`url` is the address rebuilt from the one parse that was checked: send this one."""

    url: str = ""
    host: str = ""


def check_url(url: str, policy: AddressPolicy = AddressPolicy()) -> UrlVerdict:
    """Codes: `ok`, `too_long`, `bad_characters`, `bad_scheme`, `bad_address`, `userinfo`,
    `bad_port`."""
    if len(url) > MAX_URL_LENGTH:
        return _refuse("too_long", f"The address has more than {MAX_URL_LENGTH} characters.")
    if _FORBIDDEN.search(url):
        return _refuse("bad_characters", "The address holds characters no address may hold.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _refuse("bad_address", "The address cannot be read.")
    if parts.scheme not in ("http", "https"):
        return _refuse("bad_scheme", f"Only http and https are fetched, not “{parts.scheme}”.")
    if parts.username is not None or parts.password is not None:
        return _refuse("userinfo", "The address carries a user name.")
    host = _ascii_host(parts)
    if not host:
        return _refuse("bad_address", "The address names no host.")
    if port is not None and port not in DEFAULT_PORTS | set(policy.ports):
        return _refuse("bad_port", f"Port {port} is not among the allowed ones.")
    bracketed = f"[{host}]" if ":" in host else host
    netloc = bracketed if port is None else f"{bracketed}:{port}"
    rebuilt = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    return UrlVerdict(ok=True, code="ok", url=rebuilt, host=host)


def check_address(address: str, policy: AddressPolicy = AddressPolicy()) -> Verdict:
    """Whether a resolved IP address may be connected to. Codes: `ok`, `blocked_private`."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return _blocked(address)
    inner = _unwrap(ip)
    if any(candidate in net for net in policy.networks() for candidate in (ip, inner)):
        return Verdict.yes()
    if any(inner in net for net in _INWARD) or not inner.is_global or inner.is_multicast:
        return _blocked(address)
    return Verdict.yes()


def is_loopback_name(host: str) -> bool:
    """`localhost` and names under it mean this machine and are never asked of a name server
    (RFC 6761, section 6.3)."""
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")


def _ascii_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host or host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _unwrap(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return ip


def _refuse(code: str, text: str) -> UrlVerdict:
    return UrlVerdict(ok=False, code=code, reasons=(Reason(code=code, text=text, where="url"),))


def _blocked(address: str) -> Verdict:
    text = f"{address} is not a public address."
    return Verdict.no("blocked_private", Reason(code="blocked_private", text=text, quote=address))
