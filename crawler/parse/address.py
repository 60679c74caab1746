"""Addresses as they stand in feeds and pages, made whole."""

import re
from functools import lru_cache
from urllib.parse import urljoin

from tldextract import TLDExtract

from core.guard import check_url
from core.url import host_of

_BREAKS = re.compile(r"[\t\r\n]+")
# The list of public suffixes that comes with the package: nothing is fetched or cached on disk.
_SUFFIXES = TLDExtract(suffix_list_urls=(), cache_dir=None)


def whole_url(href: str, base: str = "") -> str:
    """The absolute http(s) address, or "" when it is none.

    Line breaks are removed and blanks encoded, as browsers do. A port is not judged here: that
    is for the policy of whoever fetches.
    """
    written = _BREAKS.sub("", href.strip()).replace(" ", "%20")
    if not written:
        return ""
    try:
        joined = urljoin(base, written) if base else written
    except ValueError:
        return ""
    verdict = check_url(joined)
    return joined if verdict.ok or verdict.code == "bad_port" else ""


@lru_cache(maxsize=4096)
def site_of(url: str) -> str:
    """The registrable name of the address' host (`example.co.uk`), else the host itself."""
    host = host_of(url)
    return _SUFFIXES(host).top_domain_under_public_suffix or host


def same_site(one: str, other: str) -> bool:
    return site_of(one) == site_of(other) != ""
