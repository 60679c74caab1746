"""One invented edition, as values: what the tests print, check and refuse."""

from dataclasses import replace
from datetime import UTC, date, datetime

from config.beat import HouseStyle
from config.newsletter import Newsletter, Section
from core.article import Article
from core.dating import DateEvidence, DateOrigin, DateVerdict
from core.edition import Edition, EditionDocument, EditionState, Feature
from core.find import (
    Author,
    AuthorKind,
    Check,
    Evidence,
    Find,
    Revision,
    Sentence,
    SentenceKind,
)
from core.place import Region, RegionVerdict
from core.workflow import FindState
from newsletter.assemble import assemble

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
DATED = date(2026, 2, 3)

NEWSLETTER = Newsletter(
    name="V2G News",
    sections=(
        Section(region=Region.US, title="V2G Finds—US"),
        Section(region=Region.GLOBAL, title="V2G Finds—Global"),
    ),
    feature_kinds=("V2G Insights", "V2G Intelligence"),
    first_issue=date(2026, 1, 6),
    first_volume=2,
    closing="Did this help? [Pass it on](https://v2gnews.example/share) to a colleague.",
)

STYLE = HouseStyle()

INTRODUCTION = """\
The depots are winning. In this edition we look at why *fleets* keep arriving at bidirectional \
charging before households do, and we talk to a planner who has put 48 school buses to work for \
her utility.

From Utrecht to Osaka, the news of these two weeks points the same way: the hardware is ready, \
and tariffs decide who comes next."""

FEATURES = (
    Feature(
        kind="V2G Insights",
        title="“The Bus Does Not Care Who Pays”: Marta Lindqvist on Depots as Power Plants",
        dated=DATED,
        url="https://v2gnews.example/insights/marta-lindqvist",
        body="""\
Marta Lindqvist plans depots for a county of 700,000 people. We asked her what four summers of \
exporting power have taught her.

# What changed first?

The contract did. Her utility now pays for *availability*, not for energy, and that made the \
business case readable to a school board. She names three conditions:

- a charger that both sides may switch,
- a tariff that is fixed for **five years**,
- a driver who never has to think about it.

> We stopped calling it a pilot when the board stopped asking for a report.

The figures are in [the county's review](https://county.example/review?utm_source=mail&year=2026).
""",
    ),
    Feature(
        kind="V2G Intelligence",
        title="Why Tariffs, Not Chargers, Set the Pace",
        dated=DATED,
        body="""\
Bidirectional chargers cost a third less than two years ago. Yet most of them only charge. The \
reason stands in the tariff book: where export earns the retail rate, owners sign up; where it \
earns the wholesale rate at noon, they do not.

Three utilities have changed that since the autumn, and their sign-up curves look alike.
""",
    ),
)

_US = (
    (
        "Harbor County’s school district has connected its 48th electric bus to the grid, which "
        "makes it the largest depot in the state that exports power every weekday. The Tidewater "
        "Courier reports that the buses delivered 1.9 MW for three hours on eleven evenings last "
        "August, under a contract that pays the district for being available rather than for each "
        "kilowatt-hour. The utility, Harbor Light & Power, will offer the same terms to two "
        "neighboring districts from July.\n\nWhat makes the case worth following is the contract: "
        "it turns an uncertain export into an income that a school board can plan with.",
        "Tidewater Courier",
        "https://courier.example/harbor-buses",
        date(2026, 2, 2),
    ),
    (
        "Regulators in the state of Alder have opened a docket on what a utility must pay when a "
        "parked car feeds a neighborhood battery. The staff paper compares three methods, and it "
        "leans towards paying for avoided peak capacity: about $62 per kilowatt and year in its "
        "example. Comments are due on March 16. For aggregators the number matters less than the "
        "method, because a method can be copied by other commissions.",
        "Alder Public Utility Commission",
        "https://puc.alder.example/dockets/2026-014",
        date(2026, 1, 29),
    ),
    (
        "Northfield Motors will sell its E-Ranger pickup with a bidirectional on-board charger in "
        "every trim from the 2027 model year, where it was a paid option before. The company names "
        "9.6 kW for export and says that certification under UL 1741 SB is under way. Making the "
        "feature standard moves the question from who buys it to who is allowed to use it.",
        "Current & Coil",
        "https://coil.example/e-ranger",
        date(2026, 1, 22),
    ),
)
_GLOBAL = (
    (
        "A housing cooperative in Utrecht has finished the first winter with 22 shared cars that "
        "discharge into the building at six in the evening. De Stadsmeter writes that the peak "
        "drawn from the grid fell by 31 percent, measured against the same months a year before. "
        "The grid operator plans to waive the cooperative’s wait for a larger connection. Where "
        "connections are scarce, flexibility is beginning to be worth more than the energy itself.",
        "De Stadsmeter",
        "https://stadsmeter.example/utrecht-winter",
        date(2026, 1, 30),
    ),
    (
        "Kansai Denryoku Mobility will pay 400 households in Osaka for keeping their cars plugged "
        "in during the evening. The trial runs from April to September and uses the cars’ own DC "
        "ports, so that no wall box has to be replaced. It is the first in Japan that settles by "
        "the half-hour, and that is the step from a demonstration to a product.",
        "Nikkan Energy",
        "https://nikkan.example/osaka-v2h",
        date(2026, 1, 27),
    ),
)


def make_find(
    find_id: int,
    *,
    region: Region = Region.US,
    text: str = _US[1][0],
    printed_on: date = date(2026, 1, 29),
    state: FindState = FindState.APPROVED,
    checks: tuple[Check, ...] = (),
    author: AuthorKind = AuthorKind.HUMAN,
    verbatim: bool = False,
    story_id: int | None = None,
) -> Find:
    evidence = Evidence(article_id="a", start=0, end=4, quote="text")
    revision = Revision(
        number=2,
        headline=f"Find {find_id}",
        text=text,
        sentences=(
            Sentence(text=text, evidence=(evidence,)),
            Sentence(text="So it goes.", kind=SentenceKind.ANALYSIS),
        ),
        checks=checks,
        author=Author(kind=author, name="Ann"),
        created_at=NOON,
        verbatim=verbatim,
    )
    return Find(
        find_id=find_id,
        story_id=find_id if story_id is None else story_id,
        state=state,
        region=region,
        region_verdict=RegionVerdict(ok=True, code="placed", region=region),
        printed_on=printed_on,
        date_verdict=make_dating(printed_on),
        revision=revision,
        rank=1.0,
        created_at=NOON,
        updated_at=NOON,
    )


def make_dating(day: date) -> DateVerdict:
    chosen = DateEvidence(day=day, origin=DateOrigin.JSON_LD)
    return DateVerdict(ok=True, code="single", day=day, chosen=chosen)


def make_article(
    find_id: int, *, url: str = "", outlet: str = "Alder Public Utility Commission"
) -> Article:
    return Article(
        article_id=f"{find_id:016x}",
        url=url or f"https://outlet{find_id}.example/story",
        source="sample",
        outlet=outlet,
        title=f"Article {find_id}",
        text="text",
        first_seen_at=NOON,
        fetched_at=NOON,
    )


def _placed() -> list[tuple[Region, tuple[str, str, str, date]]]:
    return [*((Region.US, item) for item in _US), *((Region.GLOBAL, item) for item in _GLOBAL)]


FINDS = tuple(
    make_find(number, region=region, text=text, printed_on=day)
    for number, (region, (text, _, _, day)) in enumerate(_placed(), 1)
)
LEADS = {
    number: make_article(number, url=url, outlet=outlet)
    for number, (_, (_, outlet, url, _)) in enumerate(_placed(), 1)
}
EDITION = Edition(
    edition_id=7,
    volume=2,
    issue=3,
    dated=DATED,
    state=EditionState.OPEN,
    introduction=INTRODUCTION,
    features=FEATURES,
    find_ids=tuple(find.find_id for find in FINDS),
)


def edition_of(*finds: Find) -> Edition:
    return replace(EDITION, find_ids=tuple(find.find_id for find in finds))


def leads_of(*finds: Find) -> dict[int, Article]:
    return {find.find_id: make_article(find.find_id) for find in finds}


def make_document() -> EditionDocument:
    return assemble(EDITION, FINDS, LEADS, NEWSLETTER)
