"""Every way out of the project, each asked for the same addresses.

A way takes all cases at once, since a crawl has a process of its own, and says for each what came
of it: whether it was refused, and all that was brought home.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape
from pathlib import Path

from cli.provider import provider_ask
from config.load import load
from config.settings import ModelSettings
from core.article import Completeness, Link
from core.clock import FixedClock
from core.crawl import CrawlLine, CrawlTask
from core.draft import CallOutcome
from core.guard import AddressPolicy
from core.source import PollOutcome, SourceKind
from core.wire import from_json, to_json
from newsletter.addresses import print_address
from newsletter.targets.base import Request, Trouble
from review.actions.provider import ProviderRequest
from scheduler.context import Context
from scheduler.jobs.check_links import check_links
from scheduler.outgoing import platform_ask
from storage.database import Database
from summarizer.ladder import TOKEN_LIMITS, Rung
from summarizer.openai_model import OpenAIEndpoint
from summarizer.question import Question
from tests.crawler.crawls import LIMITS, feed, make_plan, task
from tests.crawler.loopback import rss, sitemap_index
from tests.private_web import OPEN, Names, PrivateWeb
from tests.scheduler.test_leaving import edition_with

SECONDS = 5.0
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class CameOf:
    refused: bool
    said: str


Cases = Mapping[str, str]
"""Addresses to ask for in their order, by the name of the case."""
Came = dict[str, CameOf]


@dataclass(frozen=True, slots=True)
class World:
    web: PrivateWeb
    folder: Path
    database: Database

    @property
    def policy(self) -> AddressPolicy:
        return AddressPolicy(allow_private=(f"{OPEN}/32",), ports=(self.web.port,))


def ask_model(world: World, cases: Cases) -> Came:
    question = Question(instructions="i", material="m", version="1", hash="h", schema={})
    names = Names()

    def ask(url: str) -> CameOf:
        endpoint = OpenAIEndpoint(
            ModelSettings(api_key="sk-test", base_url=url, timeout_seconds=SECONDS),
            policy=world.policy,
            clock=FixedClock(),
            resolve=names.resolve,
        )
        reply = endpoint.send(question, Rung.RESPONSES, TOKEN_LIMITS[0])
        endpoint.close()
        refused = reply.outcome in (CallOutcome.BLOCKED, CallOutcome.DISCONNECTED)
        return CameOf(refused, repr(reply))

    return {name: ask(url) for name, url in cases.items()}


def ask_platform(world: World, cases: Cases) -> Came:
    call = platform_ask(world.policy, seconds=SECONDS, resolve=Names().resolve)

    def ask(url: str) -> CameOf:
        answer = call(Request(method="POST", url=url, body={}))
        return CameOf(answer.trouble is Trouble.NOT_SENT, repr(answer))

    return {name: ask(url) for name, url in cases.items()}


def ask_provider(world: World, cases: Cases) -> Came:
    call = provider_ask(world.policy, seconds=SECONDS, resolve=Names().resolve)

    def ask(url: str) -> CameOf:
        answer = call(ProviderRequest(url=url))
        return CameOf(bool(answer.trouble), f"{answer!r} {dict(answer.data)}")

    return {name: ask(url) for name, url in cases.items()}


def check_edition(world: World, cases: Cases) -> Came:
    """What may not even be printed is not asked."""
    configuration = load(world.folder, {})
    settings = replace(configuration.settings, policy=world.policy)
    context = Context(
        database=world.database,
        configuration=replace(configuration, settings=settings),
        clock=FixedClock(),
    )
    edition = edition_with(context, *cases.values())
    check_links(context, edition, sleep=lambda _: None, resolve=Names().resolve)
    printed = {name: print_address(url) for name, url in cases.items()}
    with world.database.read() as unit:
        answers = unit.links.answers(list(printed.values()))
    found = {name: answers.get(url) for name, url in printed.items()}
    return {
        name: CameOf(answer is None or answer.status is None, repr(answer))
        for name, answer in found.items()
    }


def crawl(world: World, cases: Cases) -> Came:
    """The crawler's own ways, each case on each of them, in one crawl."""
    tasks = [
        way(world, _slug(f"{kind} {name}"), url)
        for kind, way in _CRAWLED.items()
        for name, url in cases.items()
    ]
    plan = make_plan(
        world.folder / "spool",
        *tasks,
        port=world.web.port,
        private=world.policy.allow_private,
        limits=replace(LIMITS, timeout_seconds=SECONDS, wall_seconds=120),
    )
    file = world.folder / "plan.json"
    file.write_bytes(to_json(plan))
    command = [sys.executable, "-m", "tests.crawler.named_child", str(file)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=240)
    with plan.spool.open("rb") as spool:
        lines = [from_json(CrawlLine, line) for line in spool]
    return {name: _came_of(lines, name) for name in cases}


def _source(_: World, slug: str, url: str) -> CrawlTask:
    return task(feed(slug, url))


def _discovery(_: World, slug: str, url: str) -> CrawlTask:
    return CrawlTask(source=feed(slug, url, SourceKind.LISTING), look=True)


def _sitemap(world: World, slug: str, url: str) -> CrawlTask:
    """An index that names the address as its only sitemap."""
    world.web.documents[f"/{slug}"] = sitemap_index(escape(url))
    return task(feed(slug, world.web.at(f"/{slug}"), SourceKind.SITEMAP))


def _robots(world: World, slug: str, url: str) -> CrawlTask:
    """A site whose robots.txt leads to the address; its feed names nothing that can be fetched."""
    world.web.moved.append(url)
    world.web.documents[f"/{slug}"] = rss(("mailto:a@b.example", "x"))
    return task(feed(slug, world.web.at(f"/{slug}", f"rules-{len(world.web.moved) - 1}.example")))


def _page(world: World, slug: str, url: str) -> CrawlTask:
    """An editor gave the address, or a feed listed it."""
    return CrawlTask(source=feed(slug, world.web.at("/")), links=(Link(url=url),))


_CRAWLED: dict[str, Callable[[World, str, str], CrawlTask]] = {
    "source": _source,
    "discovery": _discovery,
    "sitemap": _sitemap,
    "robots": _robots,
    "page": _page,
}


def _came_of(lines: list[CrawlLine], name: str) -> CameOf:
    slugs = {_slug(f"{kind} {name}") for kind in _CRAWLED}
    ours = [line for line in lines if _source_of(line) in slugs]
    assert {_source_of(line) for line in ours} == slugs
    return CameOf(not any(_is_success(line) for line in ours), repr(ours))


def _source_of(line: CrawlLine) -> str:
    entry = line.article or line.dropped or line.poll
    return entry.source if entry else ""


def _is_success(line: CrawlLine) -> bool:
    if line.poll:
        return line.poll.outcome in (PollOutcome.OK, PollOutcome.EMPTY)
    return bool(line.article and line.article.completeness is Completeness.FULL)


Way = Callable[[World, Cases], Came]
WAYS: dict[str, tuple[str, Way]] = {
    "model": ("summarizer/openai_model.py", ask_model),
    "platform": ("scheduler/outgoing.py", ask_platform),
    "provider": ("cli/provider.py", ask_provider),
    "links": ("scheduler/jobs/check_links.py", check_edition),
    "crawl": ("crawler/transfer.py", crawl),
}
"""By name: the file that opens its connections, and how it is asked."""


def _slug(name: str) -> str:
    return f"{name.split()[0]}-{sha256(name.encode()).hexdigest()[:12]}"
