"""The feed of finished editions: what left, as it left, the latest first."""

from config.newsletter import Newsletter
from newsletter.exporters.feeds import Feed, FeedEntry
from storage.unit import Unit

MOST = 20


def read_feed(unit: Unit, newsletter: Newsletter) -> Feed:
    """The latest revision of each edition that left, also while a correction of it is made."""
    addresses = unit.archive.addresses()
    entries = []
    for edition in unit.editions.all():
        revisions = unit.editions.revisions(edition.edition_id)
        if revisions:
            entries.append(
                FeedEntry(
                    document=revisions[0].document,
                    left_at=revisions[-1].exported_at,
                    url=addresses.get((edition.volume, edition.issue), ""),
                )
            )
        if len(entries) == MOST:
            break
    return Feed(title=newsletter.name, home=newsletter.home, entries=tuple(entries))
