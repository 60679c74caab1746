"""From an edition and its finds to one document that every exporter can print."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from config.newsletter import Newsletter
from core.article import Article
from core.edition import Edition, EditionDocument, EditionFind, EditionSection, Feature
from core.errors import Refused
from core.find import Find
from core.place import Region
from core.text import clean_line, clean_text, strip_invisible
from core.url import host_of
from newsletter.addresses import print_address
from newsletter.gate import obstacles
from newsletter.references import printed_links

NOWHERE: Mapping[tuple[int, int], str] = MappingProxyType({})


def assemble(
    edition: Edition,
    finds: Sequence[Find],
    lead_articles: Mapping[int, Article],
    newsletter: Newsletter,
    addresses: Mapping[tuple[int, int], str] = NOWHERE,
) -> EditionDocument:
    """The edition as a document; `lead_articles` maps `find_id` to the article it leads with,
    `addresses` volume and issue of a past edition to where readers find it.

    Raises `Refused`, naming every find that is not approved, is still a verbatim extract, has a
    blocking check, no section or no source link: nothing such can leave.
    """
    against = obstacles(edition, finds, lead_articles)
    if against:
        what = f"{edition.number} cannot leave yet."
        raise Refused(what, [finding.text for finding in against])
    by_id = {find.find_id: find for find in finds}
    placed = [by_id[find_id] for find_id in edition.find_ids]
    sections = _sections(newsletter, {find.region for find in placed})
    return EditionDocument(
        edition_id=edition.edition_id,
        newsletter=clean_line(newsletter.name),
        volume=edition.volume,
        issue=edition.issue,
        dated=edition.dated,
        introduction=strip_invisible(edition.introduction).strip(),
        features=tuple(_feature(feature) for feature in edition.features),
        finds=tuple(
            _printed(find, lead_articles[find.find_id], addresses)
            for section in sections
            for find in placed
            if find.region is section.region
        ),
        closing=strip_invisible(newsletter.closing).strip(),
        sections=sections,
        accent=newsletter.accent,
    )


def _sections(newsletter: Newsletter, regions: set[Region]) -> tuple[EditionSection, ...]:
    """The configured sections; a region that none of them takes gets one of its own, at the end,
    so that no approved find is lost."""
    named = [EditionSection(region=s.region, title=s.title) for s in newsletter.sections]
    spare = sorted(regions - {section.region for section in named})
    return (*named, *(EditionSection(region=region, title=str(region)) for region in spare))


def _feature(feature: Feature) -> Feature:
    return replace(
        feature,
        kind=clean_line(feature.kind),
        title=clean_line(feature.title),
        body=strip_invisible(feature.body).strip(),
        url=print_address(feature.url),
    )


def _printed(find: Find, article: Article, addresses: Mapping[tuple[int, int], str]) -> EditionFind:
    address = print_address(article.url)
    paragraphs = clean_text(find.revision.text).split("\n\n")
    return EditionFind(
        find_id=find.find_id,
        region=find.region,
        paragraphs=tuple(clean_line(paragraph) for paragraph in paragraphs),
        printed_on=find.printed_on,
        source_url=address,
        source_name=clean_line(article.outlet) or host_of(address),
        references=printed_links(clean_line(find.revision.text), addresses),
    )
