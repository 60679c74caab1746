"""A corrected article is a new version of the same; finds keep their words and are told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.article import Article
from core.find import CheckLevel
from core.relevance import Relevance
from core.url import url_key
from core.version import SOURCE_CHANGED, ArticleChange, what_changed
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import (
    NOW,
    article,
    draft,
    intent,
    judged,
    partial,
    relevance_verdict,
    story,
)

OLD = article()
DRAFT = draft(OLD.article_id)
LATER = NOW + timedelta(hours=8)


def corrected(text: str, **given: Any) -> Article:
    return article(text=text, fetched_at=LATER, **given)


def correct(unit: Unit, new: Article) -> int:
    old = unit.articles.get(OLD.article_id)
    return unit.articles.correct(old, new, what_changed(old, new))


@pytest.fixture
def find_id(database: Database) -> int:
    with database.unit() as unit:
        unit.articles.add(OLD)
        unit.articles.save_judgements([judged(OLD.article_id)])
        stored = unit.stories.get(unit.stories.apply(intent(story(OLD.article_id)), NOW))
        return unit.finds.add(stored, DRAFT, now=NOW)


def flags(database: Database, find_id: int) -> tuple[list[int | None], int]:
    """The sentences flagged, and how many flags the queue counts beyond those of the draft."""
    with database.read() as unit:
        find = unit.finds.get(find_id)
        row = next(row for row in unit.desk.queue() if row.find_id == find_id)
    drafted = [check.level for check in DRAFT.checks].count(CheckLevel.FLAG)
    gone = [check.sentence for check in find.revision.checks if check.rule == SOURCE_CHANGED]
    return gone, row.flags - drafted


def test_correction_keeps_what_the_article_said_before(database: Database) -> None:
    new = corrected(OLD.text.replace("500", "600"), title="Another title", authors=(), section="")
    with database.unit() as unit:
        unit.articles.add(OLD)
        unit.articles.save_judgements([judged(OLD.article_id)])
        assert correct(unit, new) == 1
    with database.read() as unit:
        now = unit.articles.get(OLD.article_id)
        (before,) = unit.articles.versions(OLD.article_id)
        waiting = [one.article_id for one in unit.articles.unjudged()]
        assert unit.articles.page(query="another")
    assert (now.title, now.text, now.fetched_at) == (new.title, new.text, LATER)
    assert (now.authors, now.section, now.first_seen_at) == (OLD.authors, OLD.section, NOW)
    assert (before.title, before.text, before.fetched_at) == (OLD.title, OLD.text, NOW)
    assert before.replaced_at == LATER
    assert before.change == ArticleChange(titles=(OLD.title, new.title), changed=1)
    assert waiting == [OLD.article_id]


def test_correction_under_another_address_is_of_the_same_article(database: Database) -> None:
    moved = replace(corrected("All new words stand here."), url="https://grid-post.test/moved")
    moved = replace(moved, article_id=url_key(moved.url))
    with database.unit() as unit:
        unit.articles.add(OLD)
        correct(unit, moved)
        assert unit.articles.counts().total == 1
        assert unit.articles.get(OLD.article_id).url == OLD.url
        assert moved.article_id in unit.articles.known_keys()


def test_correction_that_takes_a_passage_back_flags_the_find_and_keeps_its_words(
    database: Database, find_id: int
) -> None:
    with database.read() as unit:
        before = unit.finds.get(find_id).revision
    with database.unit() as unit:
        correct(unit, corrected("Utrecht called it off."))
    with database.read() as unit:
        after = unit.finds.get(find_id).revision
        event = unit.audit.of(f"find {find_id}")[0]
    assert (after.text, after.number) == (before.text, before.number)
    lost = [i for i, one in enumerate(after.sentences) if any(e.version for e in one.evidence)]
    assert lost
    assert flags(database, find_id) == (lost, len(lost))
    assert after.sentences[lost[0]].evidence[0].quote in OLD.text
    assert event.action == "source changed"
    assert "paragraph" in event.reason


def test_correction_that_leaves_the_passages_moves_them_and_flags_nothing(
    database: Database, find_id: int
) -> None:
    new = corrected(f"A correction was made on Monday.\n\n{OLD.text}")
    with database.unit() as unit:
        correct(unit, new)
    with database.read() as unit:
        revision = unit.finds.get(find_id).revision
    bits = [bit for sentence in revision.sentences for bit in sentence.evidence]
    assert bits
    assert all(new.text[bit.start : bit.end] == bit.quote for bit in bits)
    assert flags(database, find_id) == ([], 0)


def test_correction_that_brings_a_passage_back_takes_the_flag_away(
    database: Database, find_id: int
) -> None:
    with database.unit() as unit:
        correct(unit, corrected("Utrecht called it off."))
    assert flags(database, find_id)[1]
    with database.unit() as unit:
        assert correct(unit, replace(OLD, fetched_at=LATER + timedelta(days=1))) == 2
    assert flags(database, find_id) == ([], 0)


def test_visited_are_the_whole_articles_on_the_beat(database: Database) -> None:
    off = judged(article("off").article_id, relevance=relevance_verdict(Relevance.OFF))
    with database.unit() as unit:
        for one in (OLD, article("off"), partial("part")):
            unit.articles.add(one)
        unit.articles.add(article("old", first_seen_at=NOW - timedelta(days=60)))
        keys = [OLD.article_id, article("part").article_id, article("old").article_id]
        unit.articles.save_judgements([off, *(judged(key) for key in keys)])
        unit.articles.looked_again(OLD.article_id, LATER)
        (found,) = unit.articles.visited(NOW - timedelta(days=30))
    assert (found.article_id, found.listed_url) == (OLD.article_id, OLD.listed_url)
    assert (found.fetched_at, found.revisited_at) == (NOW, LATER)
