"""Invented news for the desk under test: what outlets wrote, and what a find says about it."""

from dataclasses import dataclass, field

from core.place import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    outlet: str
    title: str
    text: str
    days_ago: int = 1
    echo: bool = False
    partial: str = ""
    hidden: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFind:
    """`lines` are (sentence, quote); an empty quote has no evidence, and `*` marks analysis."""

    headline: str
    region: Region
    articles: tuple[SampleArticle, ...]
    lines: tuple[tuple[str, str], ...] = ()
    rank: float = 1.0
    advertisement: bool = False
    places: tuple[str, ...] = field(default=())

    @property
    def is_extract(self) -> bool:
        return not self.lines


HARBOR = SampleArticle(
    outlet="Charged Wire",
    title="Harbor County puts 60 electric school buses on call for summer peaks",
    text="""\
Harbor County School District will let its electric school buses feed power back to the grid on \
the hottest afternoons of the year, under an agreement that the school board approved on Monday.

Sixty buses at two depots in Wilmington, North Carolina, will be fitted with 60 kW bidirectional \
chargers by the end of June. Together they can deliver 3.6 megawatts for up to three hours, \
according to the district.

The utility, Coastal Light and Power, will pay the district $400 per kilowatt and year, which \
covers about a third of the cost of the chargers. The rest comes from a state clean-transport \
fund.

“A school bus is parked for most of the day and all of the summer,” said Dana Whitfield, who \
runs transport for the district. “This is the first time that someone pays us for that.”

Regulators approved the tariff in January as a three-year pilot. Other districts in the state may \
join from 2027.""",
    days_ago=1,
)

HARBOR_ECHO = SampleArticle(
    outlet="Grid Ledger",
    title="School buses to support Carolina grid",
    text="""\
Sixty electric school buses in Wilmington will support the grid from this summer. The buses \
belong to Harbor County School District and will be fitted with bidirectional chargers.

Coastal Light and Power pays the district for every kilowatt that stands ready. The pilot runs \
for three years.""",
    days_ago=1,
    echo=True,
)

HARBOR_LOCAL = SampleArticle(
    outlet="The Wilmington Courier",
    title="School board votes 7-2 for bus power deal",
    text="""\
The school board voted seven to two on Monday for a contract under which its electric buses will \
sell power to Coastal Light and Power.

Board member Luis Ortega, who voted against, said that he worried about batteries wearing out \
early. The manufacturer guarantees the batteries for ten years, including discharge to the grid.

The first ten chargers will be installed over the spring break.""",
    days_ago=2,
)

MESA = SampleArticle(
    outlet="Utility Brief",
    title="Mesa Verde Electric opens its vehicle-to-home rebate to all makes",
    text="""\
Mesa Verde Electric, a cooperative in southwestern Colorado, will pay members $2,500 towards a \
bidirectional home charger of any make, dropping a rule that had limited the rebate to a single \
automaker.

The cooperative said 140 members had asked for the rebate since it began in September, and that \
62 had been turned away because of the car they drive.

Members who take the rebate agree to twelve events a year in which the cooperative may draw up to \
5 kWh from the car. Participation in each event stays voluntary.""",
    days_ago=3,
)

FERRY = SampleArticle(
    outlet="Charged Wire",
    title="Puget Sound terminal tests grid export from electric ferry and yard trucks",
    text="""\
A container terminal in Tacoma, Washington, has begun to export power from twelve electric yard \
trucks to its own network during the evening peak.

In the first month the trucks delivered 9.4 MWh, about six per cent of what the terminal used in \
those hours. The terminal's operator, Sound Cargo, says that the trucks were back at full charge \
before the morning shift on all but two days.

The chargers were built by Northgate Power of Spokane. A ferry berth follows in the autumn.""",
    days_ago=4,
)

REPORT = SampleArticle(
    outlet="Market Beam",
    title="Bidirectional Charger Market to Reach $14.2 Billion by 2033, Says Report",
    text="""\
The global bidirectional charger market is projected to reach $14.2 billion by 2033, growing at a \
compound annual rate of 21.7 per cent, according to a new report. The report profiles 24 key \
players and can be bought in single-user and enterprise editions. Request a sample today.""",
    days_ago=2,
)

UTRECHT = SampleArticle(
    outlet="Stroomkrant",
    title="Utrecht breidt deelauto's uit die stroom terugleveren",
    text="""\
De gemeente Utrecht breidt het aantal deelauto's dat stroom teruglevert aan het net uit van 50 \
naar 500. Dat maakte wethouder Marijn de Boer dinsdag bekend.

De auto's staan verspreid over 120 laadpleinen in de stad. Netbeheerder Lekstroom gebruikt ze om \
de avondpiek op te vangen in wijken waar het net vol is.

De uitbreiding kost 31 miljoen euro, waarvan de helft van het Rijk komt.""",
    days_ago=1,
    language="nl",
)

UTRECHT_EN = SampleArticle(
    outlet="Continental Energy Post",
    title="Utrecht to grow its grid-feeding car-share fleet tenfold",
    text="""\
The Dutch city of Utrecht will expand its fleet of shared cars that feed power back to the grid \
from 50 to 500, the city said on Tuesday.

The cars stand at 120 charging squares. Grid operator Lekstroom draws on them to cut the evening \
peak in districts where the network is full.

The expansion costs 31 million euros, half of it paid by the national government. The first 100 \
cars arrive in May.""",
    days_ago=1,
)

OSAKA = SampleArticle(
    outlet="Pacific Power Review",
    title="Kansai aggregator counts 1,000 homes with two-way chargers",
    text="""\
An aggregator in Osaka says that 1,000 homes with bidirectional chargers now take part in its \
balancing pool, up from 180 a year ago.

The pool, run by Naniwa Flex, bid 4.1 MW into the Japanese balancing market in January. It is the \
first made up of private cars alone that the market operator has admitted.

Naniwa Flex pays a household about 24,000 yen a year. The company plans to reach 5,000 homes by \
March 2027.""",
    days_ago=5,
)

KENT = SampleArticle(
    outlet="Northern Grid News",
    title="Kent trial finds two-way charging saves households £410 a year",
    text="""\
Households in Kent that let their supplier discharge their cars in the evening saved £410 a year \
on average, a two-year trial with 300 homes has found.

Batteries in the trial lost 0.4 percentage points of capacity more than those of a control group. \
The trial was led by the University of Medway with the supplier Garden Energy.

“The wear is real and it is small,” said Professor Helen Marsh, who led the study.""",
    days_ago=2,
    hidden=True,
)

SYDNEY = SampleArticle(
    outlet="Southern Current",
    title="New South Wales drops the licence for homes that export from cars",
    text="""\
New South Wales will no longer ask households for a generation licence before they export power \
from an electric car.""",
    days_ago=6,
    partial="The page is behind a paywall; this is the text of the feed.",
)

STANDARD = SampleArticle(
    outlet="Plug & Protocol",
    title="Charging alliance publishes test suite for two-way power transfer",
    text="""\
An industry alliance has published an open test suite for bidirectional power transfer between \
cars and chargers. Forty-one companies took part in the work.

The suite covers 212 cases, from a lost connection to a car that refuses to discharge below the \
driver's limit. Test events are planned in Arnhem and in Detroit.""",
    days_ago=3,
)

FINDS: tuple[SampleFind, ...] = (
    SampleFind(
        headline="Sixty North Carolina school buses go on call for summer peaks",
        region=Region.US,
        articles=(HARBOR, HARBOR_LOCAL, HARBOR_ECHO),
        rank=9.1,
        places=("Wilmington, North Carolina",),
        lines=(
            (
                "Harbor County School District in Wilmington, North Carolina, will let 60 electric "
                "school buses feed power back to the grid on the hottest afternoons of the year.",
                "Harbor County School District will let its electric school buses feed power back "
                "to the grid on the hottest afternoons of the year",
            ),
            (
                "The buses, at two depots, are to have 60 kW bidirectional chargers by the end of "
                "June and can then deliver 3.6 MW for up to three hours.",
                "will be fitted with 60 kW bidirectional chargers by the end of June. Together "
                "they can deliver 3.6 megawatts for up to three hours",
            ),
            (
                "Coastal Light and Power will pay the district $450 per kilowatt and year, about a "
                "third of what the chargers cost; a state fund carries the rest.",
                "will pay the district $400 per kilowatt and year, which covers about a third of "
                "the cost of the chargers",
            ),
            (
                "The tariff is a three-year pilot that regulators approved in January, and other "
                "districts may join from 2027.",
                "Regulators approved the tariff in January as a three-year pilot. Other districts "
                "in the state may join from 2027.",
            ),
            (
                "The batteries are guaranteed for ten years, discharge to the grid included.",
                "The manufacturer guarantees the batteries for ten years, including discharge to "
                "the grid.",
            ),
            (
                "*A payment for capacity that stands ready, and not for each event, is what makes "
                "a school fleet bankable: it turns buses that idle all summer into an income that "
                "a board can budget for.",
                "",
            ),
        ),
    ),
    SampleFind(
        headline="Colorado cooperative opens its two-way charger rebate to every make",
        region=Region.US,
        articles=(MESA,),
        rank=7.4,
        places=("southwestern Colorado",),
        lines=(
            (
                "Mesa Verde Electric, a cooperative in southwestern Colorado, will pay members "
                "$2,500 towards a bidirectional home charger whatever the make of their car.",
                "Mesa Verde Electric, a cooperative in southwestern Colorado, will pay members "
                "$2,500 towards a bidirectional home charger of any make",
            ),
            (
                "Until now a single automaker qualified: of 140 members who asked since September, "
                "62 were turned away because of the car they drive.",
                "140 members had asked for the rebate since it began in September, and that 62 had "
                "been turned away because of the car they drive",
            ),
            (
                "In return the cooperative may draw up to 5 kWh from the car in twelve events a "
                "year, each of them voluntary.",
                "Members who take the rebate agree to twelve events a year in which the "
                "cooperative may draw up to 5 kWh from the car. Participation in each event stays "
                "voluntary.",
            ),
            (
                "The cooperative expects 400 chargers in its area by 2028.",
                "",
            ),
            (
                "*For V2G the rule matters more than the sum. Rebates tied to one brand test a "
                "product; rebates open to all test whether two-way charging works as a programme "
                "that a small utility can run with the cars its members happen to own.",
                "",
            ),
        ),
    ),
    SampleFind(
        headline="Tacoma terminal exports evening power from its yard trucks",
        region=Region.US,
        articles=(FERRY,),
        rank=5.2,
        places=("Tacoma, Washington",),
    ),
    SampleFind(
        headline="Bidirectional charger market to reach $14.2 billion, says report",
        region=Region.US,
        articles=(REPORT,),
        rank=0.9,
        advertisement=True,
    ),
    SampleFind(
        headline="Utrecht takes its grid-feeding car-share fleet from 50 to 500",
        region=Region.GLOBAL,
        articles=(UTRECHT_EN, UTRECHT),
        rank=8.6,
        places=("Utrecht",),
        lines=(
            (
                "The Dutch city of Utrecht will expand its fleet of shared cars that feed power "
                "back to the grid from 50 to 500.",
                "The Dutch city of Utrecht will expand its fleet of shared cars that feed power "
                "back to the grid from 50 to 500",
            ),
            (
                "The cars stand at 120 charging squares across the city, where grid operator "
                "Lekstroom draws on them to cut the evening peak in districts whose network is "
                "full.",
                "The cars stand at 120 charging squares. Grid operator Lekstroom draws on them to "
                "cut the evening peak in districts where the network is full.",
            ),
            (
                "The 31 million euros that it costs come half from the national government, and "
                "the first 100 cars arrive in May.",
                "The expansion costs 31 million euros, half of it paid by the national government. "
                "The first 100 cars arrive in May.",
            ),
            (
                "*Utrecht has been a showcase for years; what is new is the reason. The fleet is "
                "now bought as an answer to a full network, which puts V2G into the budget of the "
                "grid and not of the climate office, and that is a budget other crowded cities "
                "have as well. It also gives the operator a fleet that it may count on in one "
                "district, on one evening, at one feeder.",
                "",
            ),
        ),
    ),
    SampleFind(
        headline="Osaka aggregator reaches 1,000 homes with two-way chargers",
        region=Region.GLOBAL,
        articles=(OSAKA,),
        rank=6.8,
        places=("Osaka",),
    ),
    SampleFind(
        headline="Kent trial puts the yearly saving of two-way charging at £410",
        region=Region.GLOBAL,
        articles=(KENT,),
        rank=6.1,
        places=("Kent",),
        lines=(
            (
                "Households in Kent that let their supplier discharge their cars in the evening "
                "saved £410 a year on average, according to a two-year trial with 300 homes.",
                "Households in Kent that let their supplier discharge their cars in the evening "
                "saved £410 a year on average, a two-year trial with 300 homes has found.",
            ),
            (
                "Their batteries lost 0.4 percentage points of capacity more than those of a "
                "control group.",
                "Batteries in the trial lost 0.4 percentage points of capacity more than those of "
                "a control group.",
            ),
            (
                "The University of Medway led the trial with the supplier Garden Energy.",
                "The trial was led by the University of Medway with the supplier Garden Energy.",
            ),
            (
                "*Wear is the objection that owners raise first, and few trials have measured it "
                "against a control group. A figure this small does not end the debate, yet it "
                "gives suppliers something that they can insure.",
                "",
            ),
        ),
    ),
    SampleFind(
        headline="New South Wales drops the licence for homes that export from cars",
        region=Region.GLOBAL,
        articles=(SYDNEY,),
        rank=3.3,
        places=("New South Wales",),
    ),
    SampleFind(
        headline="Alliance publishes an open test suite for two-way power transfer",
        region=Region.UNCLEAR,
        articles=(STANDARD,),
        rank=4.0,
    ),
)
