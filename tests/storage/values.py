"""Values to store, each with every field a test does not care about filled in."""

from datetime import UTC, date, datetime
from typing import Any

from core.article import Article, ArticleFlag, Completeness
from core.crawl import Dropped
from core.dating import DateEvidence, DateOrigin, DateVerdict
from core.draft import CallOutcome, ModelCall
from core.edition import EditionDocument
from core.find import Author, AuthorKind, Check, CheckLevel, Draft, Evidence, Sentence, SentenceKind
from core.learning import Band, LearnedFeature, LearnedModel
from core.place import Region, RegionRule, RegionVerdict, RuleKind
from core.relevance import Relevance, RelevanceVerdict
from core.source import Poll, PollOutcome, Source, SourceKind, SourceMemory
from core.story import Judged, Part, Story, StoryIntent, StoryMember
from core.url import url_key
from core.verdict import Reason
from core.writing import WorkingCopy
from storage.unit import Unit

NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
DAY = date(2026, 2, 2)
TEXT = "Utrecht starts with 500 shared cars that feed the grid.\n\nThe city pays half of it."


def source(slug: str = "grid-post", **given: Any) -> Source:
    values = {"name": slug.title(), "kind": SourceKind.FEED, "url": f"https://{slug}.test/feed"}
    return Source(slug=slug, **(values | given))


def poll(slug: str = "grid-post", **given: Any) -> Poll:
    values: dict[str, Any] = {
        "at": NOW,
        "outcome": PollOutcome.OK,
        "http_status": 200,
        "memory": SourceMemory(etag='"1"', last_modified="Mon, 02 Feb 2026 10:00:00 GMT"),
        "items_seen": 3,
        "items_new": 1,
        "dropped": (("known", 2),),
    }
    return Poll(source=slug, **(values | given))


def date_verdict(day: date = DAY) -> DateVerdict:
    chosen = DateEvidence(day=day, origin=DateOrigin.JSON_LD, quote=day.isoformat())
    reason = Reason(code="json_ld", text="The page's own data says so.", where="head")
    return DateVerdict(ok=True, code="single", reasons=(reason,), day=day, chosen=chosen)


def region_verdict(region: Region = Region.GLOBAL) -> RegionVerdict:
    reason = Reason(code="place", text="Utrecht counts.", where="lead", quote="Utrecht", weight=2.5)
    return RegionVerdict(ok=True, code="places", reasons=(reason,), region=region)


def relevance_verdict(level: Relevance = Relevance.CORE) -> RelevanceVerdict:
    reason = Reason(code="term", text="feed the grid", where="lead", weight=3.0)
    kept = level is not Relevance.OFF
    return RelevanceVerdict(ok=kept, code="terms", reasons=(reason,), level=level, score=3.0)


def article(name: str = "utrecht", **given: Any) -> Article:
    url = f"https://grid-post.test/{name}"
    values: dict[str, Any] = {
        "article_id": url_key(url),
        "url": url,
        "source": "grid-post",
        "outlet": "Grid Post",
        "title": f"The {name} story",
        "text": TEXT,
        "summary": "Cars feed the grid.",
        "authors": ("Ann Vries", "Bo Li"),
        "language": "en",
        "dates": (DateEvidence(day=DAY, origin=DateOrigin.FEED, at=NOW),),
        "first_seen_at": NOW,
        "fetched_at": NOW,
        "flags": (ArticleFlag.SYNDICATED,),
        "region_hint": Region.GLOBAL,
        "credit": "Wire",
        "section": "Energy",
        "listed_url": f"{url}?utm_source=feed",
        "fingerprint": 0xF000_0000_0000_0001,
    }
    return Article(**(values | given))


def partial(name: str = "utrecht", **given: Any) -> Article:
    values: dict[str, Any] = {
        "completeness": Completeness.PARTIAL,
        "partial_code": "http_404",
        "partial_reason": "The page answered 404.",
        "text": "Only the feed's words.",
    }
    return article(name, **(values | given))


def dropped(name: str = "radio", **given: Any) -> Dropped:
    values: dict[str, Any] = {
        "source": "grid-post",
        "url": f"https://grid-post.test/{name}",
        "title": name,
        "code": "off_site",
        "reason": "It lies on another site.",
        "at": NOW,
    }
    return Dropped(**(values | given))


def judged(article_id: str, **given: Any) -> Judged:
    values: dict[str, Any] = {
        "relevance": relevance_verdict(),
        "region": region_verdict(),
        "date": date_verdict(),
        "fingerprint": 7,
    }
    return Judged(article_id=article_id, **(values | given))


def story(*article_ids: str, **given: Any) -> Story:
    parts = [Part.LEAD, *[Part.INDEPENDENT] * (len(article_ids) - 1)]
    reason = Reason(code="same_event", text="Tells of the same event.", weight=0.8)
    values: dict[str, Any] = {
        "story_id": 0,
        "title": "Utrecht starts with shared cars",
        "members": tuple(
            StoryMember(article_id=key, part=part, reasons=(reason,))
            for key, part in zip(article_ids, parts, strict=True)
        ),
        "region": region_verdict(),
        "relevance": Relevance.CORE,
        "relevance_reasons": (Reason(code="term", text="feed the grid", weight=3.0),),
        "date": date_verdict(),
        "rank": 5.0,
        "rank_reasons": (Reason(code="sources", text="Two outlets tell it.", weight=2.0),),
        "first_seen_at": NOW,
        "updated_at": NOW,
    }
    return Story(**(values | given))


def intent(story: Story) -> StoryIntent:
    reason = Reason(code="new", text="Nothing like it was there.")
    return StoryIntent(story=story, new_article_ids=story.article_ids, reasons=(reason,))


def sentences(article_id: str) -> tuple[Sentence, ...]:
    quote = "500 shared cars"
    start = TEXT.index(quote)
    bit = Evidence(article_id=article_id, start=start, end=start + len(quote), quote=quote)
    return (
        Sentence(text="Utrecht starts with 500 shared cars.", evidence=(bit, bit)),
        Sentence(text="Half is paid by the city.", evidence=(bit,)),
        Sentence(
            text="It shows what scale costs.",
            kind=SentenceKind.ANALYSIS,
            paragraph=1,
            accepted="Our view.",
        ),
    )


EXTRACT = Author(kind=AuthorKind.EXTRACT, name="extract")
MODEL = Author(kind=AuthorKind.MODEL, name="m-1", prompt_version="3", prompt_hash="abc")
ANN = Author(kind=AuthorKind.HUMAN, name="ann")


def draft(article_id: str, **given: Any) -> Draft:
    values: dict[str, Any] = {
        "headline": "Utrecht feeds the grid",
        "sentences": sentences(article_id),
        "author": MODEL,
        "checks": (
            Check(
                rule="number", level=CheckLevel.FLAG, reason="Look at 500.", sentence=0, quote="500"
            ),
            Check(rule="length", level=CheckLevel.BLOCK, reason="Too short."),
            Check(rule="hype", level=CheckLevel.OK, reason="No hype."),
        ),
    }
    return Draft(**(values | given))


def document(edition_id: int = 1, **given: Any) -> EditionDocument:
    values: dict[str, Any] = {"volume": 2, "issue": 3, "dated": DAY, "introduction": "New."}
    nothing: dict[str, Any] = {"newsletter": "V2G News", "features": (), "finds": ()}
    return EditionDocument(edition_id=edition_id, **(values | nothing | given))


def model_call(**given: Any) -> ModelCall:
    values: dict[str, Any] = {
        "model": "m-1",
        "endpoint": "http://127.0.0.1/v1",
        "rung": "responses",
        "prompt_version": "3",
        "prompt_hash": "abc",
        "attempt": 1,
        "outcome": CallOutcome.OK,
        "started_at": NOW,
        "duration_ms": 850,
        "input_tokens": 1000,
        "cached_tokens": 100,
        "output_tokens": 200,
        "cost_microdollars": 1500,
    }
    return ModelCall(**(values | given))


def stored_story(unit: Unit, *names: str, **given: Any) -> Story:
    """A story of articles with these names, stored with its articles."""
    pages = [article(name) for name in names or ("utrecht",)]
    for page in pages:
        unit.articles.add(page)
    made = story(*[page.article_id for page in pages], **given)
    return unit.stories.get(unit.stories.apply(intent(made), NOW))


def stored_find(unit: Unit, *names: str, **given: Any) -> int:
    """A drafted find about a story of articles with these names."""
    about = stored_story(unit, *names, **given)
    return unit.finds.add(about, draft(about.lead_id), now=NOW)


def working_copy(find_id: int = 1, user_id: int = 1, **given: Any) -> WorkingCopy:
    values: dict[str, Any] = {
        "seen": 1,
        "headline": "Cars",
        "text": "They feed.",
        "note": "",
        "saved_at": NOW,
    }
    return WorkingCopy(find_id=find_id, user_id=user_id, **(values | given))


def region_rule(subject: str = "Snohomish PUD", **given: Any) -> RegionRule:
    values: dict[str, Any] = {
        "rule_id": 0,
        "kind": RuleKind.NAME,
        "region": Region.US,
        "decided_by": "ann",
        "decided_at": NOW,
        "flips": 2,
    }
    return RegionRule(subject=subject, **(values | given))


def learned_model(**given: Any) -> LearnedModel:
    values: dict[str, Any] = {
        "version": 0,
        "trained_at": NOW,
        "decisions": 60,
        "wanted": 40,
        "intercept": 0.25,
        "features": (
            LearnedFeature(name="term:pilot", label="pilot", weight=0.75, wanted=9, seen=10),
        ),
        "bands": (Band(chance_from=0.0, wanted=40, seen=60),),
        "auc": 0.8,
        "auc_of_rank": 0.7,
    }
    return LearnedModel(**(values | given))
