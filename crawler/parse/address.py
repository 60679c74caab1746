"""Addresses as they stand in feeds and pages, made whole."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit

from core.article import Link
from core.guard import MAX_URL_LENGTH, check_url
from core.url import host_of

if TYPE_CHECKING:
    from tldextract import TLDExtract

_BREAKS = re.compile(r"[\t\r\n]+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # no encoder takes it


def whole_url(href: str, base: str = "") -> str:
    """The absolute http(s) address, or "" when it is none.

    Line breaks are removed and blanks encoded, as browsers do. A port is not judged here: that
    is for the policy of whoever fetches.
    """
    written = _written(href).replace(" ", "%20")
    if not written:
        return ""
    try:
        joined = urljoin(base, written) if base else written
    except ValueError:
        return ""
    verdict = check_url(joined)
    return joined if verdict.ok or verdict.code == "bad_port" else ""


def listed_url(href: str, base: str) -> str:
    """The address of an item: whole, and the one behind a counting redirect that names it; or as
    it is written when it is none that can be fetched. Such an item is counted, with the reason,
    where links are admitted."""
    # One character too many stays one too many.
    return unwrapped(whole_url(href, base)) or _written(href)[: MAX_URL_LENGTH + 1]


# Redirects that carry the address they lead to: host, path, and the parameters that hold it.
_WRAPPERS = (
    ("bing.com", "/news/apiclick.aspx", ("url",)),
    ("google.com", "/url", ("url", "q")),
    ("facebook.com", "/l.php", ("u",)),
    ("outlook.com", "/", ("url",)),
)


def unwrapped(url: str) -> str:
    """The address that a known counting redirect names in itself; any other as it is. What only
    the redirecting server can tell (Google News since 2024) stays, and is kept as a lead."""
    parts = urlsplit(url)
    for site, path, names in _WRAPPERS:
        if parts.path == path and site_of(url) == site:
            query = dict(parse_qsl(parts.query))
            return next((to for name in names if (to := whole_url(query.get(name, "")))), url)
    return url


def any_whole(links: Iterable[Link]) -> bool:
    return any(whole_url(link.url) for link in links)


def _written(href: str) -> str:
    return _LONE_SURROGATE.sub("\ufffd", _BREAKS.sub("", href.strip()))


@lru_cache(maxsize=4096)
def site_of(url: str) -> str:
    """The registrable name of the address' host (`example.co.uk`), else the host itself."""
    host = host_of(url)
    return _suffixes()(host).top_domain_under_public_suffix or host


@cache
def _suffixes() -> "TLDExtract":
    """The list of public suffixes that comes with the package: nothing is fetched or cached on
    disk."""
    from tldextract import TLDExtract  # noqa: PLC0415  # slow to load, and many crawls need none

    return TLDExtract(
        suffix_list_urls=(),
        cache_dir=None,
        include_psl_private_domains=True,
        # Below a host of many blogs each name is a site of its own; the list knows not all of them.
        extra_suffixes=("substack.com", "wordpress.com"),
    )


def same_site(one: str, other: str) -> bool:
    return site_of(one) == site_of(other) != ""
