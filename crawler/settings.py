"""Scrapy's settings for one plan: what is refused, how politely it asks, what is switched off."""

from collections.abc import Mapping
from typing import Any

from core.crawl import CrawlPlan
from core.errors import Refused

PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
REPLAY_AT_ONCE = 64

_SWITCHED_OFF: dict[str, Any] = {
    # Both would listen on a port, the first with arbitrary code behind a token file.
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REFERRER_POLICY": "no-referrer",
    "METAREFRESH_ENABLED": False,
    # Scrapy's own reading of robots.txt allows everything when it cannot be had.
    "ROBOTSTXT_OBEY": False,
    "STATS_DUMP": False,
    "LOG_VERSIONS": [],
    # Scrapy loads what it is told to leave out, the server with arbitrary code included: half a
    # second, and more that could go wrong.
    "EXTENSIONS_BASE": {"scrapy.extensions.memusage.MemoryUsage": 0},
}

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

_HANDLERS: dict[str, str | None] = {"file": None, "data": None, "ftp": None, "s3": None}


def settings_for(plan: CrawlPlan) -> dict[str, Any]:
    limits = plan.limits
    return {
        **_SWITCHED_OFF,
        "BOT_NAME": "finds-desk",
        "USER_AGENT": plan.user_agent,
        # No language is asked for: a Dutch outlet shall answer in Dutch.
        "DEFAULT_REQUEST_HEADERS": {"Accept": _ACCEPT},
        "DESK_POLICY": plan.policy,
        # The guard of resolved addresses works in the reactor alone.
        "TWISTED_REACTOR_ENABLED": True,
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "TWISTED_DNS_RESOLVER": "crawler.resolver.GuardedResolver",
        "REACTOR_THREADPOOL_MAXSIZE": 20,
        "DOWNLOAD_MAXSIZE": limits.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": limits.timeout_seconds,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "RETRY_TIMES": 1,
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "REDIRECT_MAX_TIMES": limits.max_redirects,
        "HTTPPROXY_ENABLED": plan.policy.allow_proxy,
        "DOWNLOADER_MIDDLEWARES": {
            "crawler.guarding.AddressGuard": 90,
            "crawler.robots.RobotsRules": 100,
        },
        "MEMUSAGE_LIMIT_MB": 1024,
        "LOG_LEVEL": "WARNING",
        **(_replay() if plan.replay else _network(plan)),
    }


def refuse_proxy(plan: CrawlPlan, environment: Mapping[str, str]) -> None:
    """Raises `Refused` when a proxy would stand between the guard and what is connected to."""
    if plan.replay or plan.policy.allow_proxy:
        return
    found = [name for name in PROXY_VARIABLES if _value(environment, name)]
    if found:
        raise Refused(
            f"{' and '.join(found)} is set: behind a proxy the address guard is blind.",
            ["Unset it; or, if the proxy refuses private addresses, set DESK_ALLOW_PROXY=yes."],
        )


def _network(plan: CrawlPlan) -> dict[str, Any]:
    transfer = "crawler.transfer.NetworkTransfer"
    return {
        "DOWNLOAD_HANDLERS": {**_HANDLERS, "http": transfer, "https": transfer},
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": plan.limits.delay_seconds,
    }


def _replay() -> dict[str, Any]:
    transfer = "crawler.transfer.ReplayTransfer"
    return {
        "DOWNLOAD_HANDLERS": {**_HANDLERS, "http": transfer, "https": transfer},
        "CONCURRENT_REQUESTS_PER_DOMAIN": REPLAY_AT_ONCE,
        "DOWNLOAD_DELAY": 0,
    }


def _value(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name, "") or environment.get(name.lower(), "")
