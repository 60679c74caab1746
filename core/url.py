"""One address for one page: the canonical form, and the key made from it."""

from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that say how a reader came, never which page it is.
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "oly_", "vero_", "at_", "ns_")
_TRACKING = frozenset(
    """fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid mc_cid mc_eid mkt_tok
    _hsenc _hsmi hsctatracking cmpid cmp ocid ncid spm s_cid sr_share wt_mc wt.mc_id ref_src
    guccounter guce_referrer guce_referrer_sig xtor ito __twitter_impression __s trk smid
    smtyp""".split()
)


def canonical_url(url: str, base: str = "") -> str:
    """The address without fragment, tracking parameters and default port.

    Scheme and host are lower-cased, the path is kept as written but for a trailing slash. An
    address that cannot be read is returned stripped: `core.guard.check_url` refuses it.
    """
    joined = urljoin(base, url.strip()) if base else url.strip()
    try:
        parts = urlsplit(joined)
        port = parts.port
    except ValueError:
        return joined
    host = (parts.hostname or "").lower()
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    netloc = host if port in (None, default) else f"{host}:{port}"
    path = parts.path.rstrip("/") or "/"
    return urlunsplit((parts.scheme.lower(), netloc, path, clean_query(parts.query), ""))


def clean_query(query: str) -> str:
    """The query without tracking parameters; untouched when there are none."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _is_tracking(name)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def url_key(url: str) -> str:
    """16 hex digits that stand for the page: scheme and `www.` do not count. Also an address that
    cannot be read has one."""
    canonical = canonical_url(url)
    try:
        parts = urlsplit(canonical)
        identity = f"{parts.netloc.removeprefix('www.')}{parts.path}?{parts.query}"
    except ValueError:
        identity = canonical
    return blake2b(identity.encode("utf8", "surrogatepass"), digest_size=8).hexdigest()


def host_of(url: str) -> str:
    """The host without `www.`, for people."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_tracking(name: str) -> bool:
    lowered = name.lower()
    return lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES)
