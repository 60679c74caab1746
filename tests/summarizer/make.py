"""Articles and briefs for the tests of this room."""

from datetime import UTC, date, datetime
from pathlib import Path

from config.load import load
from core.article import Article
from core.dating import DateEvidence, DateOrigin
from core.draft import Brief
from core.place import Region

PRICES = load(Path("no-such-folder"), {}).prices
MOMENT = datetime(2026, 2, 3, 9, tzinfo=UTC)

UTRECHT = """Utrecht has switched on forty bidirectional chargers in the Lombok district, the city \
said on Tuesday. The chargers, each rated at 22 kW, were supplied by We Drive Solar and let parked \
cars return power to the grid between 17:00 and 21:00.

Grid operator Stedin will pay drivers 12 euro cents for each kilowatt-hour they give back. \
“Parked cars are the cheapest battery this city will ever own,” said alderwoman Lot van Hooijdonk.

The project costs €1.4 million, of which the European Union pays 40 percent. A first group of 150 \
shared Renault 5 cars takes part, and private owners can join from June 2026. The city expects to \
have 500 chargers of the kind by the end of 2027. Researchers at Utrecht University will study how \
the batteries age over three years."""


def make_article(article_id: str = "lead", text: str = UTRECHT, **changes: object) -> Article:
    values: dict[str, object] = {
        "article_id": article_id,
        "url": f"https://news.example/{article_id}",
        "source": "news",
        "outlet": "Charge Courier",
        "title": "Utrecht opens its streets to vehicle-to-grid",
        "text": text,
        "language": "en",
        "dates": (DateEvidence(day=date(2026, 2, 3), origin=DateOrigin.META),),
        "first_seen_at": MOMENT,
        "fetched_at": MOMENT,
    }
    return Article(**{**values, **changes})  # type: ignore[arg-type]


def make_brief(*articles: Article, **changes: object) -> Brief:
    values: dict[str, object] = {
        "story_id": 7,
        "title": "Utrecht opens its streets to vehicle-to-grid",
        "articles": articles or (make_article(),),
        "region": Region.GLOBAL,
        "printed_on": date(2026, 2, 3),
    }
    return Brief(**{**values, **changes})  # type: ignore[arg-type]
