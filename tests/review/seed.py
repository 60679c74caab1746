"""A desk as editors meet it on a Tuesday morning: sources, articles, stories, finds, runs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from config.beat import Beat
from config.load import load
from config.newsletter import Newsletter
from core.article import Article, ArticleFlag, Completeness
from core.crawl import Dropped
from core.dating import DateEvidence, DateOrigin, DateVerdict
from core.draft import CallOutcome, ModelCall
from core.find import Author, AuthorKind, Draft, Evidence, Sentence, SentenceKind
from core.people import Role, User
from core.place import Region, RegionVerdict
from core.relevance import Relevance, RelevanceVerdict
from core.run import Job, RunState
from core.source import Poll, PollOutcome, Source, SourceKind
from core.story import Judged, Part, Story, StoryIntent, StoryMember
from core.text import sentences as split_sentences
from core.url import url_key
from core.verdict import Reason
from review.actions.passwords import Passwords
from storage.database import Database
from storage.unit import Unit
from summarizer.checks import check_find
from tests.review.sample_texts import FINDS, SampleArticle, SampleFind

NOW = datetime(2026, 2, 3, 8, 30, tzinfo=UTC)
PASSWORD = "correct horse battery"

# The cheapest hash there is: these tests are about the desk, not about argon2.
FAST = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What was put in: the finds by headline, and one user of each role by name."""

    finds: dict[str, int]
    users: dict[str, User]

    def find(self, beginning: str) -> int:
        return next(key for head, key in self.finds.items() if head.startswith(beginning))


def configuration(folder: Path) -> tuple[Beat, Newsletter]:
    """The beat and the newsletter as they are shipped."""
    loaded = load(folder, {})
    return loaded.beat, loaded.newsletter


def seed(database: Database, beat: Beat, finds: tuple[SampleFind, ...] = FINDS) -> Seeded:
    with database.unit() as unit:
        users = seed_users(unit)
        seed_sources(unit, finds)
        placed = {sample.headline: _add_find(unit, sample, beat) for sample in finds}
        _add_leavings(unit)
        _add_runs(unit)
    return Seeded(finds=placed, users=users)


def seed_users(unit: Unit) -> dict[str, User]:
    people = {"Ann": Role.CHIEF, "Ben": Role.EDITOR, "Vera": Role.VIEWER}
    return {
        name: unit.users.create(name, FAST.hash(PASSWORD), role, NOW - timedelta(days=30))
        for name, role in people.items()
    }


def seed_sources(unit: Unit, finds: tuple[SampleFind, ...] = FINDS) -> None:
    outlets = dict.fromkeys(a.outlet for sample in finds for a in sample.articles)
    sources = [_source(outlet) for outlet in outlets]
    sources.append(_source("Harbour Lights", unverified=True))
    sources.append(_source("Old Current", paused=True))
    unit.sources.sync(sources, NOW - timedelta(days=20))
    for number, source in enumerate(sources[:-2]):
        unit.sources.record_poll(_poll(source.slug, number))


def _source(outlet: str, *, unverified: bool = False, paused: bool = False) -> Source:
    return Source(
        slug=slug_of(outlet),
        name=outlet,
        kind=SourceKind.FEED,
        url=f"https://{slug_of(outlet)}.example/feed",
        unverified=unverified,
        paused=paused,
    )


def _poll(slug: str, number: int) -> Poll:
    if number == 2:
        outcome, reason = PollOutcome.FAILED, "The server answered 503 three times."
    elif number == 5:
        outcome, reason = PollOutcome.BLOCKED, "robots.txt does not allow us there."
    elif number == 7:
        outcome, reason = PollOutcome.EMPTY, ""
    else:
        outcome, reason = PollOutcome.OK, ""
    return Poll(
        source=slug, at=NOW - timedelta(minutes=20 + number), outcome=outcome, reason=reason
    )


def slug_of(outlet: str) -> str:
    return "-".join("".join(ch if ch.isalnum() else " " for ch in outlet.lower()).split())


def _add_find(unit: Unit, sample: SampleFind, beat: Beat) -> int:
    articles = tuple(_article(a) for a in sample.articles)
    for article in articles:
        unit.articles.add(article)
    unit.articles.save_judgements([_judged(a, sample) for a in articles])
    story = _story(sample, articles)
    intent = StoryIntent(story=story, new_article_ids=story.article_ids, reasons=story.rank_reasons)
    stored = unit.stories.get(unit.stories.apply(intent, NOW))
    draft = (
        _extract(sample, articles, beat) if sample.is_extract else _draft(sample, articles, beat)
    )
    return unit.finds.add(stored, draft, now=NOW - timedelta(hours=2, minutes=int(sample.rank * 9)))


def _article(sample: SampleArticle) -> Article:
    slug = slug_of(sample.outlet)
    url = f"https://{slug}.example/{url_key(sample.title)}"
    day = day_of(sample)
    return Article(
        article_id=url_key(url),
        url=url,
        source=slug,
        outlet=sample.outlet,
        title=sample.title,
        text=sample.text,
        language=sample.language,
        dates=(DateEvidence(day=day, origin=DateOrigin.JSON_LD, quote=day.isoformat()),),
        first_seen_at=NOW - timedelta(days=sample.days_ago, hours=3),
        fetched_at=NOW - timedelta(days=sample.days_ago, hours=3),
        completeness=Completeness.PARTIAL if sample.partial else Completeness.FULL,
        partial_code="paywall" if sample.partial else "",
        partial_reason=sample.partial,
        flags=(ArticleFlag.HIDDEN_TEXT,) if sample.hidden else (),
    )


def day_of(sample: SampleArticle) -> date:
    return (NOW - timedelta(days=sample.days_ago)).date()


def _judged(article: Article, sample: SampleFind) -> Judged:
    return Judged(
        article_id=article.article_id,
        relevance=_relevance(sample),
        region=_region(sample),
        date=_dated(article),
        fingerprint=0,
    )


def _relevance(sample: SampleFind) -> RelevanceVerdict:
    reasons = (
        Reason(code="term", text="“bidirectional” stands in the title.", where="title", weight=3.0),
        Reason(code="term", text="“grid” stands in the text four times.", where="body", weight=1.0),
    )
    return RelevanceVerdict(
        ok=True,
        code="core",
        reasons=reasons,
        level=Relevance.CORE,
        score=4.0,
        advertisement=sample.advertisement,
    )


def _region(sample: SampleFind) -> RegionVerdict:
    reasons = tuple(
        Reason(code="place", text=f"It happens in {place}.", where="lead", quote=place, weight=2.0)
        for place in sample.places
    )
    ok = sample.region is not Region.UNCLEAR
    return RegionVerdict(ok=ok, code="places", reasons=reasons, region=sample.region)


def _dated(article: Article) -> DateVerdict:
    chosen = article.dates[0]
    text = f"The page's own data gives {chosen.day.isoformat()}, and the feed agrees."
    reason = Reason(code="agreed", text=text, where="head", quote=chosen.quote)
    return DateVerdict(ok=True, code="agreed", reasons=(reason,), day=chosen.day, chosen=chosen)


def _story(sample: SampleFind, articles: tuple[Article, ...]) -> Story:
    parts = [Part.LEAD, *(Part.ECHO if a.echo else Part.INDEPENDENT for a in sample.articles[1:])]
    echo = Reason(code="near", text="Nine of ten of its sentences stand in the lead.")
    same = Reason(code="event", text="The same event: names, place and day agree.")
    members = tuple(
        StoryMember(
            article_id=article.article_id,
            part=part,
            reasons={Part.LEAD: (), Part.ECHO: (echo,), Part.INDEPENDENT: (same,)}[part],
        )
        for article, part in zip(articles, parts, strict=True)
    )
    outlets = len({article.outlet for article in articles})
    counted = f"{outlets} outlets have it." if outlets > 1 else "One outlet has it."
    return Story(
        story_id=0,
        title=articles[0].title,
        members=members,
        region=_region(sample),
        relevance=Relevance.CORE,
        relevance_reasons=_relevance(sample).reasons,
        date=_dated(articles[0]),
        rank=sample.rank,
        rank_reasons=(
            Reason(code="outlets", text=counted, weight=2.0),
            Reason(code="fresh", text="It is less than a week old.", weight=1.0),
        ),
        advertisement=sample.advertisement,
        first_seen_at=articles[0].first_seen_at,
        updated_at=NOW,
    )


def _draft(sample: SampleFind, articles: tuple[Article, ...], beat: Beat) -> Draft:
    sentences = tuple(_sentence(text, quote, articles) for text, quote in sample.lines)
    return Draft(
        headline=sample.headline,
        sentences=sentences,
        author=Author(
            kind=AuthorKind.MODEL, name="gpt-5-mini", prompt_version="find-1", prompt_hash="c0ffee"
        ),
        checks=check_find(sentences, articles, beat.style),
    )


def _sentence(text: str, quote: str, articles: tuple[Article, ...]) -> Sentence:
    kind = SentenceKind.ANALYSIS if text.startswith("*") else SentenceKind.FACT
    evidence = tuple(
        Evidence(article_id=a.article_id, start=start, end=start + len(quote), quote=quote)
        for a in articles
        if quote and (start := a.text.find(quote)) >= 0
    )
    assert evidence or not quote, f"no article says: {quote}"
    return Sentence(text=text.lstrip("*"), kind=kind, evidence=evidence[:1])


def _extract(sample: SampleFind, articles: tuple[Article, ...], beat: Beat) -> Draft:
    lead = articles[0]
    sentences = tuple(
        Sentence(
            text=span.text,
            evidence=(
                Evidence(
                    article_id=lead.article_id, start=span.start, end=span.end, quote=span.text
                ),
            ),
        )
        for span in split_sentences(lead.text)[:6]
    )
    return Draft(
        headline=sample.headline,
        sentences=sentences,
        author=Author(kind=AuthorKind.EXTRACT, name="extract"),
        checks=check_find(sentences, articles, beat.style, verbatim=True),
        verbatim=True,
    )


def _add_leavings(unit: Unit) -> None:
    """What did not become a find: an article off the beat, and items that became no article."""
    radio = SampleArticle(
        outlet="Roadside Radio",
        title="Highway agency orders 300 C-V2X roadside units",
        text="The agency ordered 300 roadside units that warn cars of queues over 5.9 GHz.",
    )
    article = _article(radio)
    unit.articles.add(article)
    reason = Reason(code="false_friend", text="“C-V2X” is radio, not power.", weight=-4.0)
    off = RelevanceVerdict(ok=False, code="off", reasons=(reason,), level=Relevance.OFF, score=-4.0)
    judged = Judged(
        article_id=article.article_id,
        relevance=off,
        region=RegionVerdict(ok=False, code="none", region=Region.UNCLEAR),
        date=_dated(article),
        fingerprint=0,
    )
    unit.articles.save_judgements([judged])
    unit.articles.add_dropped(
        Dropped(
            source="charged-wire",
            url="https://charged-wire.example/video/17",
            title="Video: a ride in the grid bus",
            code="no_text",
            reason="The page has no text of its own.",
            at=NOW - timedelta(hours=5),
        )
    )


def _add_runs(unit: Unit) -> None:
    for job, minutes, result in (
        (Job.COLLECT, 95, {"sources": 11, "articles": 13, "dropped": 1}),
        (Job.GROUP, 80, {"stories": 9}),
        (Job.DRAFT, 70, {"finds": 9, "calls": 5}),
    ):
        asked = NOW - timedelta(minutes=minutes)
        unit.runs.request(job, slot=f"{job}-1", why="the timetable", now=asked)
        run = unit.runs.claim([job], now=asked, lease_seconds=600, holder="test")
        assert run is not None
        ended = asked + timedelta(seconds=200)
        unit.runs.finish(run.run_id, RunState.DONE, result=result, now=ended)
    unit.runs.request(Job.COLLECT, slot="collect-2", why="the timetable", now=NOW)
    unit.model_calls.add(
        ModelCall(
            model="gpt-5-mini",
            endpoint="https://api.example/v1",
            rung="responses+schema",
            prompt_version="find-1",
            prompt_hash="c0ffee",
            attempt=1,
            outcome=CallOutcome.OK,
            started_at=NOW - timedelta(minutes=69),
            duration_ms=4100,
            story_id=1,
            http_status=200,
            input_tokens=2310,
            output_tokens=402,
            cost_microdollars=21_400,
        )
    )
