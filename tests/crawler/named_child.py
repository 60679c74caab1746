"""A crawl's process whose names are looked up in a test's table:
`python -m tests.crawler.named_child PLAN.json`."""

import sys
from pathlib import Path
from typing import Any

from twisted.internet.defer import Deferred, succeed

from core.crawl import CrawlPlan
from core.guard import AddressPolicy
from core.wire import from_json
from crawler.child.run import run
from crawler.resolver import GuardedResolver
from tests.private_web import Names


class NamedResolver(GuardedResolver):
    def __init__(self, reactor: Any, policy: AddressPolicy) -> None:
        super().__init__(reactor, policy)
        self._names = Names()

    def lookup(self, name: str) -> Deferred[tuple[str, ...]]:
        found = self._names.addresses(name)
        return super().lookup(name) if found is None else succeed(found)


if __name__ == "__main__":
    plan = from_json(CrawlPlan, Path(sys.argv[1]).read_bytes())
    named = {"TWISTED_DNS_RESOLVER": "tests.crawler.named_child.NamedResolver"}
    sys.exit(0 if run(plan, settings=named) else 1)
