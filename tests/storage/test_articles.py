"""Articles come in once, keep their text, and find their verdicts again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.article import Completeness
from core.crawl import LEFT_TO_ANOTHER
from core.errors import NotFound
from core.find import Draft, Evidence, Sentence
from core.relevance import Relevance
from core.url import url_key
from storage.database import Database
from storage.unit import Unit
from tests.storage.values import (
    EXTRACT,
    NOW,
    article,
    dropped,
    intent,
    judged,
    partial,
    relevance_verdict,
    story,
)


def test_article_stored_reads_back_the_same(database: Database) -> None:
    with database.unit() as unit:
        assert unit.articles.add(article())
    with database.read() as unit:
        assert unit.articles.get(article().article_id) == article()


def test_article_added_twice_is_stored_once(database: Database) -> None:
    with database.unit() as unit:
        unit.articles.add(article())
        assert not unit.articles.add(article(title="Another title"))
        assert unit.articles.get(article().article_id).title == article().title
        assert unit.articles.counts().total == 1


def test_article_full_after_partial_takes_its_place_and_is_judged_again(
    database: Database,
) -> None:
    with database.unit() as unit:
        unit.articles.add(partial())
        unit.articles.save_judgements([judged(article().article_id)])
        later = article(first_seen_at=NOW + timedelta(days=1), listed_url="")
        assert not unit.articles.add(later)
    with database.read() as unit:
        kept = unit.articles.get(article().article_id)
        assert (kept.completeness, kept.text) == (Completeness.FULL, article().text)
        assert kept.partial_reason == ""
        assert (kept.first_seen_at, kept.listed_url) == (NOW, article().listed_url)
        assert [one.article_id for one in unit.articles.unjudged(10)] == [kept.article_id]
        assert unit.articles.page(query="shared cars")


def test_article_full_at_another_address_takes_the_place_of_the_partial_one(
    database: Database,
) -> None:
    listed = partial().listed_url
    moved = article("moved", listed_url=listed, text="What the page says.")
    with database.unit() as unit:
        unit.articles.add(partial())
        assert not unit.articles.add(moved)
        assert not unit.articles.add(moved)
    with database.read() as unit:
        kept = unit.articles.get(partial().article_id)
        assert (kept.text, kept.url) == (moved.text, partial().url)
        assert unit.articles.counts().total == 1
        assert moved.article_id in unit.articles.known_keys()


def test_article_full_after_partial_takes_the_evidence_of_finds_along(database: Database) -> None:
    teaser = partial(text="500 shared cars!\n\nOnly here.")
    kept = Evidence(article_id=teaser.article_id, start=0, end=15, quote="500 shared cars")
    gone = Evidence(article_id=teaser.article_id, start=18, end=28, quote="Only here.")
    with database.unit() as unit:
        unit.articles.add(teaser)
        about = unit.stories.get(unit.stories.apply(intent(story(teaser.article_id)), NOW))
        written = (Sentence(text="500 cars.", evidence=(kept, gone)),)
        draft = Draft(headline="Cars", sentences=written, author=EXTRACT)
        find_id = unit.finds.add(about, draft, now=NOW)
        full = article(text="Utrecht starts with “500\nshared cars”.")
        unit.articles.add(full)
    with database.read() as unit:
        (sentence,) = unit.finds.get(find_id).revision.sentences
    (bit,) = sentence.evidence
    assert bit.quote == "500\nshared cars" == full.text[bit.start : bit.end]


def test_article_partial_again_notes_the_new_trouble(database: Database) -> None:
    with database.unit() as unit:
        unit.articles.add(partial(partial_code="timeout"))
        unit.articles.save_judgements([judged(article().article_id)])
        unit.articles.add(partial(partial_code="gone", partial_reason="It was taken down."))
        kept = unit.articles.get(article().article_id)
        assert (kept.partial_code, kept.partial_reason) == ("gone", "It was taken down.")
        assert unit.articles.unjudged(10) == ()


def test_to_ask_again_are_recent_pages_that_a_passing_trouble_kept(database: Database) -> None:
    since = NOW - timedelta(days=3)
    old = since - timedelta(seconds=1)
    slow = partial("slow", partial_code="timeout", listed_url="https://news.test/go?id=7")
    with database.unit() as unit:
        unit.articles.add(slow)
        unit.articles.add(partial("missing", partial_code="not_found"))
        unit.articles.add(partial("older", partial_code="timeout", first_seen_at=old))
        unit.articles.add(article("whole"))
        assert unit.articles.to_ask_again(since) == {
            slow.article_id: slow.source,
            url_key(slow.listed_url): slow.source,
        }


def test_article_partial_after_full_changes_nothing(database: Database) -> None:
    with database.unit() as unit:
        unit.articles.add(article())
        unit.articles.add(partial())
        assert unit.articles.get(article().article_id) == article()


def test_article_unknown_is_not_found(database: Database) -> None:
    with database.read() as unit, pytest.raises(NotFound, match="no article abc"):
        unit.articles.get("abc")


def test_known_keys_hold_every_link_ever_seen(database: Database) -> None:
    listed = "https://news.test/go?id=7"
    with database.unit() as unit:
        unit.articles.add(article(listed_url=listed))
        unit.articles.add_dropped(dropped("radio"))
    with database.read() as unit:
        assert unit.articles.known_keys() == {
            article().article_id,
            url_key(listed),
            url_key("https://grid-post.test/radio"),
        }


@pytest.mark.parametrize("code", sorted(LEFT_TO_ANOTHER))
def test_item_left_to_another_does_not_make_its_address_known(
    database: Database, code: str
) -> None:
    with database.unit() as unit:
        assert unit.articles.add_dropped(dropped(code=code))
        assert unit.articles.known_keys() == frozenset()
        assert unit.articles.counts().dropped == {code: 1}


def test_article_of_a_story_judged_anew_waits_to_be_placed_again(database: Database) -> None:
    with database.unit() as unit:
        unit.articles.add(partial())
        key = article().article_id
        unit.articles.save_judgements([judged(key)])
        unit.stories.apply(intent(story(key)), NOW)
        unit.articles.placed([key])
        assert unit.articles.ungrouped() == ()
        unit.articles.add(article())
        assert [one.article_id for one in unit.articles.unjudged()] == [key]
        off = judged(key, relevance=relevance_verdict(Relevance.OFF))
        unit.articles.save_judgements([off])
        assert unit.articles.unjudged() == ()
        assert unit.articles.ungrouped() == ((unit.articles.get(key), off),)


def test_ungrouped_are_on_the_beat_and_in_no_story(database: Database) -> None:
    with database.unit() as unit:
        for name in ("placed", "late", "off", "unjudged"):
            unit.articles.add(article(name))
        early = article("early", first_seen_at=NOW - timedelta(hours=1))
        unit.articles.add(early)
        verdicts = [judged(article(name).article_id) for name in ("placed", "late", "early")]
        off = judged(article("off").article_id, relevance=relevance_verdict(Relevance.OFF))
        unit.articles.save_judgements([*verdicts, off])
        unit.stories.apply(intent(story(article("placed").article_id)), NOW)
        unit.articles.placed([article("placed").article_id])
        found = unit.articles.ungrouped()
        assert found == ((early, verdicts[2]), (article("late"), verdicts[1]))
        assert unit.articles.ungrouped(limit=1) == found[:1]


def test_many_come_in_the_order_asked_without_the_unknown(database: Database) -> None:
    names = [f"n{number}" for number in range(7)]
    with database.unit() as unit:
        for name in names:
            unit.articles.add(article(name))
    ids = [article(name).article_id for name in reversed(names)]
    with database.read() as unit:
        found = unit.articles.many([*ids, "unknown"])
    assert [one.article_id for one in found] == ids


def test_many_over_a_thousand_are_read_in_batches(database: Database) -> None:
    with database.read() as unit:
        assert unit.articles.many([str(number) for number in range(1200)]) == ()


def test_judgement_saved_again_replaces_the_older(database: Database) -> None:
    key = article().article_id
    off = judged(key, relevance=relevance_verdict(Relevance.OFF))
    with database.unit() as unit:
        unit.articles.add(article())
        assert unit.articles.judgement(key) is None
        unit.articles.save_judgements([judged(key)])
        unit.articles.save_judgements([off])
        unit.articles.save_judgements([])
    with database.read() as unit:
        assert unit.articles.judgement(key) == off
        assert unit.articles.judgements([key, "other"]) == {key: off}
        assert unit.articles.unjudged(10) == ()


def test_dropped_item_seen_again_counts_once(database: Database) -> None:
    with database.unit() as unit:
        assert unit.articles.add_dropped(dropped())
        assert not unit.articles.add_dropped(dropped(at=NOW + timedelta(hours=3)))
        assert unit.articles.add_dropped(dropped(code="too_old"))
        assert unit.articles.counts().dropped == {"off_site": 1, "too_old": 1}
        assert unit.articles.dropped(code="off_site") == (dropped(),)


def test_counts_tell_partial_levels_and_unjudged(database: Database) -> None:
    with database.unit() as unit:
        for one in (article("a"), article("b"), partial("c"), partial("d", partial_code="robots")):
            unit.articles.add(one)
        off = relevance_verdict(Relevance.OFF)
        unit.articles.save_judgements(
            [judged(article("a").article_id), judged(article("b").article_id, relevance=off)]
        )
        counts = unit.articles.counts()
    assert (counts.total, counts.full, counts.unjudged) == (4, 2, 2)
    assert counts.partial == {"http_404": 1, "robots": 1}
    assert counts.levels == {Relevance.CORE: 1, Relevance.OFF: 1}


def test_page_filters_by_source_level_and_words(database: Database) -> None:
    here, there = article("a"), article("b", source="other", title="Ladesäule in Köln", text="x")
    with database.unit() as unit:
        unit.articles.add(here)
        unit.articles.add(there)
        unit.articles.save_judgements([judged(here.article_id)])
        unit.stories.apply(intent(story(here.article_id)), NOW)
    with database.read() as unit:
        (row,) = unit.articles.page(level=Relevance.CORE)
        assert (row.article_id, row.level, row.score) == (here.article_id, Relevance.CORE, 3.0)
        assert row.reasons == relevance_verdict().reasons
        assert row.story_id == 1
        (other,) = unit.articles.page(source="other")
        assert (other.level, other.region, other.day, other.story_id) == (None,) * 4
        assert [r.article_id for r in unit.articles.page(query="ladesaule KOLN")] == [
            there.article_id
        ]
        assert len(unit.articles.page(limit=1, offset=1)) == 1


def test_page_of_a_frequent_word_comes_in_the_order_of_a_rare_one(database: Database) -> None:
    many = [
        article(
            f"n{number}",
            text="Everywhere, seldom." if number % 50 == 0 else "Everywhere.",
            first_seen_at=NOW - timedelta(minutes=number * 7 % 1100),
        )
        for number in range(1100)
    ]
    with database.unit() as unit:
        unit.bulk.articles(many, [judged(one.article_id) for one in many])
    for query, some in (("everywhere", many), ("seldom", many[::50])):
        newest = sorted(some, key=lambda one: (one.first_seen_at, one.article_id))[::-1]
        with database.read() as unit:
            rows = unit.articles.page(query=query, level=Relevance.CORE, limit=9, offset=3)
        assert [row.article_id for row in rows] == [one.article_id for one in newest[3:12]]


def test_fingerprints_since_keep_all_64_bits(database: Database) -> None:
    with database.unit() as unit:
        unit.articles.add(article("old", first_seen_at=NOW - timedelta(days=9)))
        unit.articles.add(article("new", fingerprint=2**64 - 1))
        unit.articles.add(article("none", fingerprint=0))
        found = unit.articles.fingerprints(NOW - timedelta(days=1))
    assert found == ((article("new").article_id, 2**64 - 1),)


def test_text_with_nul_and_lone_surrogates_is_stored_without(database: Database) -> None:
    with database.unit() as unit:
        dirty = article(title="a\x00b\ud800c", authors=("x\x00y", "\udfffz"), text="t\x00t")
        unit.articles.add(dirty)
    with database.read() as unit:
        kept = unit.articles.get(article().article_id)
    assert (kept.title, kept.authors, kept.text) == ("abc", ("xy", "z"), "tt")


def test_counts_follow_every_change_of_articles_and_verdicts(database: Database) -> None:
    one, other = article("a"), partial("b", source="other")
    whole = replace(other, completeness=Completeness.FULL, partial_code="")
    off = judged(one.article_id, relevance=relevance_verdict(Relevance.OFF))
    steps: list[tuple[Callable[[Unit], object], dict[Relevance, int], int]] = [
        (lambda unit: unit.articles.add(one), {}, 1),
        (lambda unit: unit.articles.add(one), {}, 1),
        (lambda unit: unit.articles.add(other), {}, 2),
        (
            lambda unit: unit.articles.save_judgements(
                [judged(one.article_id), judged(other.article_id)]
            ),
            {Relevance.CORE: 2},
            2,
        ),
        (
            lambda unit: unit.articles.save_judgements([off]),
            {Relevance.CORE: 1, Relevance.OFF: 1},
            2,
        ),
        (lambda unit: unit.articles.add(whole), {Relevance.OFF: 1}, 2),  # to be judged anew
    ]
    for change, levels, total in steps:
        with database.unit() as unit:
            change(unit)
        with database.read() as unit:
            counts = unit.articles.counts()
        assert (counts.levels, counts.total) == (levels, total)
        assert counts.unjudged == total - sum(levels.values())
