"""Texts that want to be more than text, wherever foreign words can get into the desk."""

from dataclasses import replace
from datetime import timedelta

from config.beat import Beat
from core.coverage import Coverage, CoverageKind, PastFind
from core.crawl import Dropped
from core.find import Author, AuthorKind, Draft, Sentence
from core.place import Region
from core.run import Job, RunState
from core.source import BY_HAND, Poll, PollOutcome
from core.writing import WorkingCopy
from storage.database import Database
from tests.review.sample_texts import FINDS, SampleArticle, SampleFind
from tests.review.seed import NOW, Seeded, seed

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "<math><mtext><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=alert(1)&gt;'>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action=https://evil.example><button>Approve</button></form>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "' autofocus onfocus=alert(1) x='",
    "{{ 7*7 }}{% raw %}",
    "[x](javascript:alert(1))",
    "</textarea><script>alert(1)</script>",
)
ADDRESSES = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "JaVaScRiPt:alert(1)",
    "java\u0001script:alert(1)",
    "vbscript:x",
    "//evil.example/x",
    "https:\\\\evil.example",
)


def seed_hostile(database: Database, beat: Beat) -> Seeded:
    """The desk of the morning, with every payload in every field that comes from outside."""
    finds = tuple(_hostile(number, payload) for number, payload in enumerate(PAYLOADS))
    seeded = seed(database, beat, (*FINDS[:1], *finds))
    with database.unit() as unit:
        for number, payload in enumerate(PAYLOADS):
            unit.articles.add_dropped(
                Dropped(
                    source="charged-wire",
                    url=ADDRESSES[number % len(ADDRESSES)],
                    title=payload,
                    code="bad_address",
                    reason=payload,
                    at=NOW,
                )
            )
            unit.runs.request(Job.GROUP, slot=f"h{number}", why=payload, argument=payload, now=NOW)
            run = unit.runs.claim([Job.GROUP], now=NOW, lease_seconds=9, holder="x")
            assert run is not None
            unit.runs.finish(run.run_id, RunState.FAILED, error=payload, now=NOW)
    _spoil_sources(database)
    _spoil_finds(database, seeded)
    return seeded


def _hostile(number: int, payload: str) -> SampleFind:
    article = SampleArticle(
        outlet=f"Outlet {number} {payload}",
        title=f"Title {number} {payload}",
        text=f"The utility {payload} will pay 40 homes.\n\nIt begins in May {payload}.",
        partial=f"The page said {payload}" if number % 2 else "",
    )
    return SampleFind(
        headline=f"Headline {number} {payload}",
        region=Region.US,
        articles=(article,),
        lines=(
            (f"The utility {payload} pays 50 homes.", f"The utility {payload} will pay 40 homes."),
        ),
        rank=5.0,
        places=(payload,),
    )


def _spoil_sources(database: Database) -> None:
    """Sources whose name, address and error text come from a hostile hand."""
    with database.unit() as unit:
        for number, payload in enumerate(PAYLOADS):
            source = replace(
                unit.sources.all()[0],
                slug=f"hostile-{number}",
                name=payload,
                url=ADDRESSES[number % len(ADDRESSES)],
                note=payload,
            )
            unit.sources.add(source, NOW)
            unit.sources.record_poll(
                Poll(
                    source=source.slug,
                    at=NOW - timedelta(minutes=1),
                    outcome=PollOutcome.FAILED,
                    reason=payload,
                )
            )


def _spoil_finds(database: Database, seeded: Seeded) -> None:
    """Drafts that are offered, what ran before, unsaved texts and addresses asked for."""
    ann = seeded.users["Ann"]
    with database.unit() as unit:
        for payload, find_id in zip(PAYLOADS, seeded.finds.values(), strict=False):
            find = unit.finds.get(find_id)
            draft = Draft(
                headline=payload,
                sentences=(Sentence(text=f"It says {payload} now."),),
                author=Author(kind=AuthorKind.MODEL, name=payload, prompt_version=payload),
            )
            unit.offers.add(find_id, draft, seen=1, instruction=payload, now=NOW)
            ran = PastFind(volume=1, issue=6, text=payload, archive_id=1)
            covered = Coverage(kind=CoverageKind.SAME_EVENT, ran=ran, new=payload, reasons=())
            unit.coverage.save(find.story_id, [covered], mark="m")
            unit.working_copies.keep(
                WorkingCopy(
                    find_id=find_id, user_id=ann.user_id, seen=1, headline=payload,
                    text=payload, note=payload, saved_at=NOW,
                )
            )  # fmt: skip
        for number, address in enumerate(ADDRESSES):
            unit.runs.request(
                Job.COLLECT, slot=f"a{number}", why=address, subject=BY_HAND, argument=address,
                now=NOW,
            )  # fmt: skip
