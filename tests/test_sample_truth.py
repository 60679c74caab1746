"""The judgements, held to what the sample web says of its own articles: one run of the whole
job, and the front matter of every article as the truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.article import Article, ArticleFlag
from core.clock import SystemClock
from core.crawl import OFF_BEAT
from core.find import Find
from core.place import Region
from core.relevance import Relevance
from core.story import Judged, Part, Story
from sampleweb.content import SampleArticle, Trait, load_articles
from sampleweb.outlets import load_outlets
from sampleweb.server import serve
from scheduler.jobs.collect import collect
from scheduler.jobs.draft import draft
from scheduler.jobs.group import group
from scheduler.writers import writer_for
from tests.scheduler.program import open_context

CORE, OFF = Relevance.CORE, Relevance.OFF
FAILING = frozenset(outlet.slug for outlet in load_outlets() if outlet.fault is not None)

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as it came in, and what the sample web says of it."""

    article: Article
    judged: Judged
    truth: SampleArticle | None

    @property
    def name(self) -> str:
        return self.truth.id if self.truth else self.article.url

    def has(self, trait: Trait) -> bool:
        return self.truth is not None and trait in self.truth.traits


@dataclass(frozen=True, slots=True)
class Outcome:
    pages: tuple[Seen, ...]
    stories: tuple[Story, ...]
    finds: tuple[Find, ...]
    expected: tuple[SampleArticle, ...]
    unread: tuple[SampleArticle, ...]

    def of_beat(self, beat: str) -> tuple[Seen, ...]:
        return tuple(
            page
            for page in self.pages
            if page.truth
            and page.truth.beat == beat
            and not page.has(Trait.ADVERTISEMENT)
            and not page.has(Trait.DISALLOWED)
        )

    def with_trait(self, trait: Trait) -> tuple[Seen, ...]:
        found = tuple(page for page in self.pages if page.has(trait))
        assert found, f"no page with the trait {trait} came in"
        return found

    def page(self, name: str) -> Seen:
        return next(page for page in self.pages if page.name == name)

    def story_of(self, page: Seen) -> Story:
        return next(s for s in self.stories if page.article.article_id in s.article_ids)

    def part_of(self, page: Seen) -> Part:
        members = self.story_of(page).members
        return next(m.part for m in members if m.article_id == page.article.article_id)

    def find_of(self, story: Story) -> Find:
        return next(find for find in self.finds if find.story_id == story.story_id)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    workspace = tmp_path_factory.mktemp("truth")
    today = SystemClock().now().date()
    with serve(today=today) as web:
        yield _run(workspace, web.port, load_articles(today))


def _run(workspace: Path, port: int, expected: tuple[SampleArticle, ...]) -> Outcome:
    context = open_context(workspace, port)
    collect(context)
    group(context)
    draft(context, writer_for(context))
    by_place = {(a.outlet, a.path.rstrip("/")): a for a in expected}
    with context.database.read() as unit:
        ids = [row.article_id for row in unit.articles.page(limit=1_000)]
        judged = unit.articles.judgements(ids)
        articles = unit.articles.many(ids)
        stories = unit.stories.page(limit=1_000)
        finds = [unit.finds.of_story(story.story_id) for story in stories]
        unread = unit.articles.dropped(code=OFF_BEAT, limit=1_000)
    context.database.close()
    pages = tuple(
        Seen(article, judged[article.article_id], by_place.get(_place(article.url)))
        for article in articles
    )
    return Outcome(
        pages,
        stories,
        tuple(find for find in finds if find),
        expected,
        unread=tuple(by_place[_place(one.url)] for one in unread),
    )


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").partition(".")[0], parts.path.rstrip("/")


def test_sample_every_article_comes_in_and_no_other_page_is_kept(outcome: Outcome) -> None:
    came = {page.name for page in outcome.pages}
    listed = [a for a in outcome.expected if Trait.UNLISTED not in a.traits]
    asked = {a.id for a in listed if a.outlet not in FAILING}
    assert asked - came == {page.id for page in outcome.unread}
    assert [page.name for page in outcome.pages if page.truth is None] == []


def test_sample_pages_dropped_unread_are_off_the_beat(outcome: Outcome) -> None:
    assert outcome.unread
    assert {page.beat for page in outcome.unread} == {"off"}


def test_sample_core_articles_are_kept_and_nine_in_ten_called_core(outcome: Outcome) -> None:
    core = outcome.of_beat("core")
    assert len(core) >= 40
    assert [page.name for page in core if not page.judged.relevance.ok] == []
    short = [page.name for page in core if page.judged.relevance.level is not CORE]
    assert len(short) <= 0.1 * len(core), short


def test_sample_articles_off_the_beat_are_off(outcome: Outcome) -> None:
    off = outcome.of_beat("off")
    assert len(off) >= 15
    assert [page.name for page in off if page.judged.relevance.level is not OFF] == []


def test_sample_radio_stories_are_off(outcome: Outcome) -> None:
    radio = [page for page in outcome.pages if page.name.startswith("connected-road/")]
    assert len(radio) >= 4
    assert {page.judged.relevance.level for page in radio} == {OFF}


def test_sample_adjacent_articles_are_near_and_not_core(outcome: Outcome) -> None:
    near = outcome.of_beat("adjacent")
    assert [page.name for page in near if page.judged.relevance.level is CORE] == []
    lost = [page.name for page in near if page.judged.relevance.level is OFF]
    assert len(lost) <= 0.1 * len(near), lost


def test_sample_region_is_right_for_nearly_every_core_story(outcome: Outcome) -> None:
    core = outcome.of_beat("core")
    wrong = [page.name for page in core if outcome.story_of(page).region.region != _region(page)]
    assert len(wrong) <= 0.05 * len(core), wrong


def test_sample_articles_on_one_event_are_one_story(outcome: Outcome) -> None:
    kept = [page for page in outcome.pages if page.truth and page.judged.relevance.ok]
    found = _pairs([(page.name, outcome.story_of(page).story_id) for page in kept])
    true = _pairs([(page.name, page.truth.story) for page in kept if page.truth])
    assert found - true == set()
    right = len(found & true)
    assert 2 * right / (len(found) + len(true)) >= 0.9, true - found


@pytest.mark.parametrize("event", ["hamburg-depot", "utrecht-plaza"])
def test_sample_event_told_in_two_languages_is_one_story(outcome: Outcome, event: str) -> None:
    told = [page for page in outcome.of_beat("core") if page.truth and page.truth.story == event]
    assert len({page.article.language.partition("-")[0] for page in told}) == 2
    assert len({outcome.story_of(page).story_id for page in told}) == 1


def test_sample_advertisements_are_flagged_and_nothing_else(outcome: Outcome) -> None:
    told = {page.name for page in outcome.with_trait(Trait.ADVERTISEMENT)}
    flagged = {page.name for page in outcome.pages if page.judged.relevance.advertisement}
    kept = {page.name for page in outcome.pages if page.judged.relevance.ok}
    assert told & kept <= flagged <= told
    lowest = min(outcome.finds, key=lambda find: find.rank)
    assert lowest.advertisement


def test_sample_mistyped_year_is_flagged_and_the_true_day_proposed(outcome: Outcome) -> None:
    for page in outcome.with_trait(Trait.MISDATED):
        assert page.truth
        assert page.judged.date.code == "conflict", page.name
        assert page.judged.date.day == page.truth.published.date()


def test_sample_page_without_a_date_is_flagged(outcome: Outcome) -> None:
    codes = {page.name: page.judged.date.code for page in outcome.with_trait(Trait.UNDATED)}
    assert set(codes.values()) == {"undated"}, codes


def test_sample_hidden_instructions_are_flagged_and_read_by_nobody(outcome: Outcome) -> None:
    flagged = {p.name for p in outcome.pages if ArticleFlag.HIDDEN_TEXT in p.article.flags}
    hiding = outcome.with_trait(Trait.HIDDEN_INSTRUCTIONS)
    assert flagged == {page.name for page in hiding}
    for page in hiding:
        drafted = outcome.find_of(outcome.story_of(page)).revision.text
        for hidden in page.truth.hidden if page.truth else ():
            assert hidden not in page.article.text
            assert hidden[:40] not in drafted


def test_sample_paywalled_pages_are_flagged(outcome: Outcome) -> None:
    flagged = {p.name for p in outcome.pages if ArticleFlag.PAYWALL in p.article.flags}
    assert flagged == {page.name for page in outcome.with_trait(Trait.PAYWALLED)}


def test_sample_missing_and_forbidden_pages_are_partial(outcome: Outcome) -> None:
    for trait, code in ((Trait.MISSING, "not_found"), (Trait.DISALLOWED, "robots")):
        codes = {page.article.partial_code for page in outcome.with_trait(trait)}
        assert codes == {code}


def test_sample_syndicated_copy_is_an_echo(outcome: Outcome) -> None:
    for page in outcome.with_trait(Trait.SYNDICATED):
        assert ArticleFlag.SYNDICATED in page.article.flags
        assert outcome.part_of(page) is Part.ECHO


def test_sample_echoes_of_a_press_release_are_no_origins(outcome: Outcome) -> None:
    told = {page.name: page for page in outcome.with_trait(Trait.ECHO)}
    parts = {name: outcome.part_of(page) for name, page in told.items()}
    # The maker's own newsroom may lead in place of the release.
    assert set(parts.values()) <= {Part.ECHO, Part.LEAD}, parts
    story = outcome.story_of(next(iter(told.values())))
    assert {member.part for member in story.members} == {Part.LEAD, Part.ECHO}


def test_sample_seven_core_finds_a_region_come_without_a_factual_flag(outcome: Outcome) -> None:
    core = {story.story_id for story in outcome.stories if story.relevance is CORE}
    clean = [find for find in outcome.finds if find.story_id in core and not _facts(find)]
    for region in (Region.US, Region.GLOBAL):
        assert sum(find.region is region and not find.advertisement for find in clean) >= 7
    assert [_facts(find) for find in outcome.finds if _facts(find)] == []


@pytest.mark.parametrize("event", ["hamburg-depot", "utrecht-plaza"])
def test_sample_draft_is_english_when_an_outlet_reports_in_english(
    outcome: Outcome, event: str
) -> None:
    page = next(p for p in outcome.of_beat("core") if p.truth and p.truth.story == event)
    story = outcome.story_of(page)
    lead = next(p for p in outcome.pages if p.article.article_id == story.lead_id)
    draft = outcome.find_of(story).revision
    assert not lead.article.language.startswith("en")
    assert draft.headline != story.title == lead.article.title
    assert "language" not in {check.rule for check in draft.checks}


def test_sample_drafts_hold_no_furniture_of_a_page(outcome: Outcome) -> None:
    for find in outcome.finds:
        opening = find.revision.text.split(".")[0]
        assert "—" not in opening[:60], opening
        for junk in ("(WIREPOINT)", "Comments are closed", "Sign in", "republished", " | "):
            assert junk not in find.revision.text


def _facts(find: Find) -> list[str]:
    rules = {"number", "name", "date"}
    return [f"{find.find_id}: {c.reason}" for c in find.revision.checks if c.rule in rules]


def _region(page: Seen) -> Region:
    assert page.truth
    return Region(page.truth.region)


def _pairs(homes: list[tuple[str, object]]) -> set[tuple[str, str]]:
    return {(min(a, b), max(a, b)) for (a, one), (b, two) in combinations(homes, 2) if one == two}
