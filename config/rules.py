"""What the shape of a file cannot say: the rules between its values."""

import re
from collections.abc import Iterable, Iterator, Sequence

from config.beat import Beat
from config.located_yaml import KeyPath, Located
from config.newsletter import Newsletter
from config.prices import PriceTable
from config.regions import Regions
from core.errors import Problem, Refused
from core.guard import AddressPolicy, check_url
from core.place import Region
from core.source import BY_HAND, Source
from core.url import url_key

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
ANY_PORT = AddressPolicy(ports=tuple(range(1, 65536)))


def source_problems(sources: Sequence[Source], located: Located) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for index, source in enumerate(sources):
        path: KeyPath = ("sources", index)
        for key, text in source_faults(source):
            problems.append(Problem(located.file, located.line((*path, key)), text))
        for key, value in (("slug", source.slug), ("url", source.url)):
            line = located.line((*path, key))
            if value in seen:
                text = f"The {key} “{value}” stands already in line {seen[value]}."
                problems.append(Problem(located.file, line, text))
            seen.setdefault(value, line)
    return problems


def source_faults(source: Source, policy: AddressPolicy = ANY_PORT) -> Iterator[tuple[str, str]]:
    """What is wrong with one source by itself, wherever it comes from: (field, sentence)."""
    if not _SLUG.match(source.slug):
        yield "slug", f"“{source.slug}” must be small letters, digits and single hyphens."
    if source.slug == BY_HAND:
        yield "slug", f"“{BY_HAND}” is kept for articles whose address an editor gave."
    if not source.name.strip():
        yield "name", "A source needs a name."
    if not 0 < source.weight <= 5:
        yield "weight", f"The weight {source.weight} must be above 0 and at most 5."
    if source.every_minutes < 5:
        yield "every_minutes", "A source is polled every 5 minutes at most."
    verdict = check_url(source.url, policy)
    if not verdict.ok:
        yield "url", verdict.sentence()


def refuse_source(
    source: Source, present: Iterable[Source], policy: AddressPolicy = ANY_PORT
) -> None:
    """Raises `Refused` when a new source breaks a rule, or its address is polled already."""
    faults = [text for _, text in source_faults(source, policy)]
    if faults:
        raise Refused(f"{source.url} cannot be a source.", faults)
    for other in present:
        if url_key(other.url) == url_key(source.url):
            raise Refused(f"{source.url} is polled already.", [f"It is the source {other.slug}."])


def beat_problems(beat: Beat, located: Located) -> list[Problem]:
    problems = [
        Problem(located.file, located.line(("terms", index, "weight")), "A weight is above 0.")
        for index, term in enumerate(beat.terms)
        if term.weight <= 0
    ]
    style = beat.style
    pairs = (
        ("min_words", style.min_words, style.max_words),
        ("min_sentences", style.min_sentences, style.max_sentences),
    )
    for key, low, high in pairs:
        if not 0 < low <= high:
            text = f"“{key}” must be above 0 and not above its maximum ({high})."
            problems.append(Problem(located.file, located.line(("style", key)), text))
    if not beat.terms:
        problems.append(Problem(located.file, located.line(("terms",)), "The beat has no terms."))
    return problems


def region_problems(regions: Regions, located: Located) -> list[Problem]:
    if 0 <= regions.margin < 1:
        return []
    return [Problem(located.file, located.line(("margin",)), "“margin” lies between 0 and 1.")]


def newsletter_problems(newsletter: Newsletter, located: Located) -> list[Problem]:
    problems = []
    regions = [section.region for section in newsletter.sections]
    if sorted(regions) != sorted([Region.US, Region.GLOBAL]):
        text = "There must be one section for US and one for Global."
        problems.append(Problem(located.file, located.line(("sections",)), text))
    if newsletter.every_days < 1:
        text = "“every_days” must be at least 1."
        problems.append(Problem(located.file, located.line(("every_days",)), text))
    if not _COLOUR.match(newsletter.accent):
        text = "“accent” is a colour like #0b6e4f."
        problems.append(Problem(located.file, located.line(("accent",)), text))
    return problems


def price_problems(prices: PriceTable, located: Located) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for index, price in enumerate(prices.models):
        line = located.line(("models", index))
        if min(price.input, price.cached, price.output) < 0 or not 0 < price.batch <= 1:
            text = (
                f"The prices of {price.model} are not below 0, its batch share is above 0, up to 1."
            )
            problems.append(Problem(located.file, line, text))
        if price.model in seen:
            problems.append(Problem(located.file, line, f"{price.model} stands twice."))
        seen.add(price.model)
    return problems
