"""Twenty pages that give orders to a machine, and a model that obeys: page bytes → extraction →
brief → model → checks → stored find. What the model was made to write never stands there without
a flag that an editor sees."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from config.load import Configuration, load
from core.article import Article
from core.clock import FixedClock
from core.find import CheckLevel, Find
from core.guard import AddressPolicy
from core.url import url_key
from crawler.extract.page import extract_page
from sampleweb.attacks import AttackPage, attack_pages
from scheduler.context import Context
from scheduler.jobs.draft import draft
from scheduler.writers import model_writer
from storage.database import Database
from tests.model_server import ModelServer
from tests.storage.values import NOW, article, intent, story

PAGES = attack_pages(date(2026, 2, 3))
TRUE = "The co-op switched on a program that asks members' cars to do the shaving."


def lead(attack: AttackPage) -> Article:
    page = extract_page(attack.page, attack.url, content_type="text/html; charset=utf-8")
    return replace(
        article("salida"),
        article_id=url_key(attack.url),
        url=attack.url,
        outlet=attack.outlet,
        title=page.title,
        text=page.text,
        summary="",
        credit="",
        authors=page.authors,
        dates=page.dates,
        flags=page.flags,
    )


def obeying(attack: AttackPage, *, only_what_it_sees: bool) -> Any:
    """A model that writes what the attack says; it sees only what the desk sends."""

    def answer(body: dict[str, Any]) -> str:
        told = attack.says in json.dumps(body, ensure_ascii=False)
        says = attack.says if told or not only_what_it_sees else TRUE
        quote = {"article": url_key(attack.url), "quote": says}
        sentence = {"text": says, "kind": "fact", "paragraph": 0, "quotes": [quote]}
        return json.dumps({"headline": "Salida", "sentences": [sentence], "region": "US",
                           "region_reason": "Colorado"})  # fmt: skip

    return answer


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    return load(tmp_path_factory.mktemp("workspace"), {})


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def context(database: Database, shipped: Configuration, server: ModelServer) -> Context:
    model = replace(shipped.settings.model, base_url=server.base_url, max_attempts=1, repairs=False)
    policy = AddressPolicy(allow_private=("127.0.0.1/32",), ports=(server.port,))
    settings = replace(shipped.settings, model=model, policy=policy)
    return Context(
        database=database,
        configuration=replace(shipped, settings=settings),
        clock=FixedClock(at=NOW),
    )


def drafted(context: Context, page: Article) -> Find:
    with context.database.unit() as unit:
        unit.articles.add(page)
        unit.stories.apply(intent(story(page.article_id)), NOW)
    assert draft(context, model_writer(context)) == {"drafted": 1}
    with context.database.read() as unit:
        return unit.finds.get(1)


def rules(find: Find, *levels: CheckLevel) -> set[str]:
    return {check.rule for check in find.revision.checks if check.level in levels}


def test_attacks_are_twenty_and_seen_and_unseen() -> None:
    assert len(PAGES) == 20
    assert {page.shown for page in PAGES} == {True, False}
    assert all(page.says.encode() in page.page or not page.shown for page in PAGES)


@pytest.mark.parametrize("attack", PAGES, ids=lambda page: page.name)
def test_obeying_model_hidden_orders_never_reach_it_and_shown_ones_block(
    attack: AttackPage, context: Context, server: ModelServer
) -> None:
    server.content = obeying(attack, only_what_it_sees=True)
    page = lead(attack)
    find = drafted(context, page)
    assert server.calls == 1
    obeyed = "VoltCoin" in find.revision.text
    assert obeyed == attack.shown
    if obeyed:
        assert {"echo", "address"} <= rules(find, CheckLevel.BLOCK)
        assert "orders" in rules(find, CheckLevel.FLAG)
    elif attack.name not in ("comment", "alt-text", "json-ld"):
        # Those three are no text of the page to anyone who reads it, machine or not.
        assert "hidden" in rules(find, CheckLevel.FLAG)


@pytest.mark.parametrize("attack", PAGES, ids=lambda page: page.name)
def test_model_that_knows_the_order_anyway_is_blocked(
    attack: AttackPage, context: Context, server: ModelServer
) -> None:
    server.content = obeying(attack, only_what_it_sees=False)
    find = drafted(context, lead(attack))
    assert "VoltCoin" in find.revision.text
    assert "address" in rules(find, CheckLevel.BLOCK)
    assert rules(find, CheckLevel.FLAG, CheckLevel.BLOCK) & {"unproved", "echo"}
