"""Every address that an edition prints."""

from collections.abc import Mapping, Sequence

from core.article import Article
from core.edition import Edition
from newsletter.addresses import print_address
from newsletter.prose import prose_links


def edition_links(
    edition: Edition, lead_articles: Mapping[int, Article]
) -> tuple[tuple[str, int | None], ...]:
    """The addresses in print order, each once, with the find they are the source of (None for the
    introduction and the features). `lead_articles` maps `find_id` to the article it leads with."""
    own = [*prose_links(edition.introduction)]
    for feature in edition.features:
        own += [feature.url, *prose_links(feature.body)]
    written: list[tuple[str, int | None]] = [(url, None) for url in own]
    written += [(lead_articles[key].url, key) for key in edition.find_ids if key in lead_articles]
    found: dict[str, int | None] = {}
    for url, find_id in written:
        if address := print_address(url):
            found.setdefault(address, find_id)
    return tuple(found.items())


def unasked(links: Sequence[tuple[str, int | None]], known: Mapping[str, object]) -> list[str]:
    return [url for url, _ in links if url not in known]
