"""What an address could be polled as, found by looking at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.article import Link
from core.source import SourceKind
from core.url import host_of, url_key


class FoundBy(StrEnum):
    """How an address was come upon, the most trusted way first."""

    ITSELF = "the address itself"
    NAMED = "named by the page"
    LINKED = "linked on the page"
    ROBOTS = "named in robots.txt"
    USUAL = "a usual place"
    LISTING = "the page as a list"


_NOT_A_NAME = frozenset(("feeds", "feed", "rss", "news", "newsroom", "blog", "blogs", "press"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that may be a source; nobody has asked it yet."""

    kind: SourceKind
    url: str
    found_by: FoundBy
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a document shows to someone who thinks of polling it: its newest links, without their
    texts, and what else could be polled. `items` counts all links, `children` the sitemaps that
    an index names."""

    title: str = ""
    language: str = ""
    items: int = 0
    children: int = 0
    newest: tuple[Link, ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A candidate that was asked; `problem` is a sentence on what would be wrong with it, or
    "". `usable` says that it lists something."""

    candidate: Candidate
    look: Look = Look()
    problem: str = ""
    usable: bool = False

    @property
    def title(self) -> str:
        return self.look.title or self.candidate.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What was found at an address, the best first; `problem` says why there is nothing."""

    url: str
    offers: tuple[Offer, ...] = ()
    problem: str = ""


def preferred(candidates: Iterable[Candidate], most: int) -> tuple[Candidate, ...]:
    """Each address once, the most trusted first. Where there are too many, guesses go first: the
    page as a list keeps its place."""
    once: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: list(FoundBy).index(one.found_by)):
        once.setdefault(url_key(candidate.url), candidate)
    lists = [one for one in once.values() if one.found_by is FoundBy.LISTING][:1]
    others = [one for one in once.values() if one.found_by is not FoundBy.LISTING]
    return (*others[: most - len(lists)], *lists)


def name_of_host(url: str) -> str:
    """What a site is called in its address: `gridpost` of https://news.gridpost.example/feed."""
    labels = host_of(url).split(".")
    telling = [label for label in labels[:-1] if label not in _NOT_A_NAME]
    return telling[0] if telling else labels[0]
