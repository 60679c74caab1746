from dataclasses import replace
from pathlib import Path

import pytest

from core.crawl import CrawlPlan
from core.errors import Refused
from core.guard import AddressPolicy
from crawler.settings import refuse_proxy, settings_for
from tests.crawler.crawls import make_plan

PLAN = make_plan(Path("spool"))


@pytest.mark.parametrize("name", ["HTTP_PROXY", "https_proxy", "ALL_PROXY"])
def test_proxy_in_the_environment_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=name.upper()):
        refuse_proxy(PLAN, {name: "http://proxy.example:3128"})


def test_proxy_that_is_allowed_or_empty_is_not_refused() -> None:
    refuse_proxy(PLAN, {"HTTP_PROXY": "", "PATH": "/bin"})
    allowed = replace(PLAN, policy=AddressPolicy(allow_proxy=True))
    refuse_proxy(allowed, {"HTTP_PROXY": "http://proxy.example:3128"})
    refuse_proxy(replace(PLAN, replay=Path("a")), {"HTTP_PROXY": "http://proxy.example:3128"})


@pytest.mark.parametrize("plan", [PLAN, replace(PLAN, replay=Path("a"))], ids=["live", "replay"])
def test_settings_refuse_what_scrapy_allows_by_default(plan: CrawlPlan) -> None:
    settings = settings_for(plan)
    handlers = settings["DOWNLOAD_HANDLERS"]
    assert {name for name, path in handlers.items() if path is None} == {
        "file",
        "data",
        "ftp",
        "s3",
    }
    assert settings["DOWNLOAD_VERIFY_CERTIFICATES"] is True
    assert settings["TWISTED_REACTOR_ENABLED"] is True
    for name in ("REMOTE_CONTROL_ENABLED", "TELNETCONSOLE_ENABLED", "COOKIES_ENABLED"):
        assert settings[name] is False
    assert list(settings["EXTENSIONS_BASE"]) == ["scrapy.extensions.memusage.MemoryUsage"]
    assert settings["DOWNLOAD_MAXSIZE"] == plan.limits.max_bytes


def test_settings_ask_a_host_one_thing_at_a_time() -> None:
    settings = settings_for(replace(PLAN, limits=replace(PLAN.limits, delay_seconds=3.0)))
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert settings["DOWNLOAD_DELAY"] == 3.0
