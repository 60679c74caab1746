"""Which days a past edition could report on."""

from config.newsletter import Newsletter
from core.archive import ArchiveEdition, ArchiveFind
from newsletter.calendar import window


def outside_window(find: ArchiveFind, edition: ArchiveEdition, newsletter: Newsletter) -> bool:
    """Whether the date under a find lies before the issue before or after its own edition; never
    when one of the two has no date."""
    if find.printed_on is None or edition.dated is None:
        return False
    days = window(newsletter, edition.dated)
    return not days.first <= find.printed_on <= days.last
