"""Which addresses may stand in print, and how they are written."""

from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

from core.guard import AddressPolicy, check_url
from core.url import clean_query

# Characters that end an address in Markdown or HTML, or open a mailing platform's merge tag.
_UNSAFE = {char: quote(char, safe="") for char in "{}|*()<>[]\"'`"}


@lru_cache(maxsize=2048)
def print_address(url: str) -> str:
    """The address as it may be printed, or nothing.

    Only http and https, without a user name and without tracking parameters; the fragment stays.
    Any port will do: nothing is fetched here, and a reader's client decides for itself.
    """
    try:
        parts = urlsplit(url.strip())
        ports = (parts.port,) if parts.port is not None else ()
    except ValueError:
        return ""
    checked = check_url(url.strip(), AddressPolicy(ports=ports))
    if not checked.ok:
        return ""
    clean = urlsplit(checked.url)
    whole = urlunsplit(
        (clean.scheme, clean.netloc, clean.path, clean_query(clean.query), parts.fragment)
    )
    return "".join(_UNSAFE.get(char, char) for char in whole)


def has_tracking(url: str) -> bool:
    """Whether the address says how its reader came."""
    try:
        query = urlsplit(url.strip()).query
    except ValueError:
        return False
    return clean_query(query) != query
