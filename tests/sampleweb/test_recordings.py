"""The recorded answers stand on the sample articles, and what was seeded in them is caught."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.load import load
from core.article import Article
from core.draft import Brief
from core.find import Author, AuthorKind, CheckLevel, Draft, SentenceKind
from core.place import Region
from core.text import count_words
from sampleweb.content import SampleArticle, load_articles
from sampleweb.recordings import Recording, load_recordings, recorded_for
from summarizer.answer import make_draft, read_answer
from summarizer.checks import check_find
from summarizer.prompt import render_prompt

TODAY = date(2026, 2, 3)
MOMENT = datetime(2026, 2, 3, 9, tzinfo=UTC)
STYLE = load(Path("no-such-folder"), {}).beat.style
ARTICLES = load_articles(TODAY)
RECORDINGS = load_recordings()
AUTHOR = Author(kind=AuthorKind.MODEL, name="recorded")


def as_article(sample: SampleArticle) -> Article:
    text = re.sub(r"[*#]+ ?|^- ", "", sample.body, flags=re.MULTILINE)
    return Article(
        article_id=sample.id,
        url=f"https://{sample.outlet}.example{sample.path}",
        source=sample.outlet,
        outlet=sample.outlet,
        title=sample.title,
        text=text,
        language="en",
        first_seen_at=MOMENT,
        fetched_at=MOMENT,
    )


def story_of(recording: Recording) -> tuple[Article, ...]:
    found = [as_article(one) for one in ARTICLES if one.story == recording.story]
    quoted = {one.article_id: sum(quote in one.text for quote in recording.quotes) for one in found}
    return tuple(sorted(found, key=lambda one: -quoted[one.article_id]))[:5]


def material_of(articles: tuple[Article, ...]) -> str:
    brief = Brief(story_id=1, title="", articles=articles, region=Region.GLOBAL, printed_on=TODAY)
    return render_prompt(brief, STYLE).material


def drafted(recording: Recording) -> Draft:
    articles = story_of(recording)
    answer = recorded_for(material_of(articles), RECORDINGS)
    assert answer is not None
    assert answer["headline"] == recording.headline
    return make_draft(read_answer(json.dumps(answer)), articles, AUTHOR)


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda one: one.story)
def test_recording_is_a_find_with_proof_on_every_sentence(recording: Recording) -> None:
    draft = drafted(recording)
    facts = [one for one in draft.sentences if one.kind is SentenceKind.FACT]
    assert all(len(one.evidence) >= 1 for one in facts)
    kept = sum(len(one.evidence) for one in facts)
    assert kept == len(recording.quotes)
    assert draft.sentences[-1].kind is SentenceKind.ANALYSIS
    assert 3 <= len(draft.sentences) <= 7
    assert 100 <= count_words(draft.text) <= 165


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda one: one.story)
def test_recording_is_flagged_where_an_error_was_seeded_and_nowhere_else(
    recording: Recording,
) -> None:
    checks = [
        check
        for check in check_find(drafted(recording).sentences, story_of(recording), STYLE)
        if check.level is not CheckLevel.OK
    ]
    assert len(checks) == (1 if recording.seeded else 0), checks


def test_recordings_are_many_and_two_are_seeded() -> None:
    assert len({one.story for one in RECORDINGS}) == len(RECORDINGS) >= 15
    assert sum(bool(one.seeded) for one in RECORDINGS) == 2


def test_recorded_for_a_story_without_one_is_none() -> None:
    recorded = {one.story for one in RECORDINGS}
    others = [one for one in ARTICLES if one.beat == "core" and one.story not in recorded]
    assert others
    for sample in others:
        assert recorded_for(material_of((as_article(sample),)), RECORDINGS) is None
