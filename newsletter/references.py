"""What a find may point to: a past edition that carried its story before, or a feature of its own
edition. Pure; that a story ran before is judged elsewhere and handed in as `Coverage`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from core.archive import ArchiveLink
from core.coverage import Coverage
from core.edition import Feature
from core.text import clean_line, sentences
from newsletter.addresses import print_address
from newsletter.archive.signs import Number, find_number

_PRINTED = re.compile(r"\bVolume\s+\d{1,3}\s*+(?:[|,/]\s*+)?Issue\s+\d{1,3}\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w’'&.-]*[\w](?:\s+(?:(?:of|the|de|van|von)\s+)?[A-Z][\w’'&.-]*[\w])*")
# Names that any two texts of the beat share.
_EVERYWHERE = frozenset(
    """then after before since under over both all many most some more now here there he she they
    we our his her their also yet still however meanwhile if by to of not no one two three each
    every another the a an in on at for from this that these those its it as and but with while
    when where how why what who new news us u.s united states america american europe european
    global january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday ev evs v2g v2h v2x v2l v2b vpp ai co
    ceo vehicle-to-grid""".split()
)
_LONG_NAME_WORDS = 2
_SHORT_NAMES_ENOUGH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Words to put into a find. `url` is empty when readers have no address to be led to;
    `shared` are the names that speak for it."""

    sentence: str
    link_text: str
    url: str = ""
    shared: tuple[str, ...] = ()


def past_references(
    coverage: Sequence[Coverage],
    addresses: Mapping[tuple[int, int], str],
    *,
    newsletter: str,
    text: str,
) -> tuple[Reference, ...]:
    """One for each past edition that carried the story, nearest first, but for those that the
    text names already: "V2G News covered this in Volume 1 | Issue 6."."""
    offered: dict[Number, Reference] = {}
    named = set(numbers_named(text))
    for one in coverage:
        number = Number(one.ran.volume, one.ran.issue)
        if number not in named and number not in offered:
            offered[number] = Reference(
                sentence=f"{clean_line(newsletter)} covered this in {one.ran.number}.",
                link_text=one.ran.number,
                url=print_address(addresses.get(number, "")),
            )
    return tuple(offered.values())


def numbers_named(text: str) -> tuple[Number, ...]:
    """The editions that a text refers to, in order: `Volume 1 | Issue 6`."""
    found = (find_number(match[0]) for match in _PRINTED.finditer(text))
    return tuple(dict.fromkeys(number for number in found if number))


def printed_links(text: str, addresses: Mapping[tuple[int, int], str]) -> tuple[ArchiveLink, ...]:
    """Where the references in a text lead: their very words, with the address of the edition. One
    without a known address is left out."""
    links = (
        ArchiveLink(text=match[0], url=print_address(addresses.get(number, "")))
        for match in _PRINTED.finditer(text)
        if (number := find_number(match[0]))
    )
    return tuple(dict.fromkeys(link for link in links if link.url))


def feature_references(text: str, features: Sequence[Feature]) -> tuple[Reference, ...]:
    """The features of the same edition that a find touches, by the names both speak of: one name
    of two words or more, or two single ones. Those the text names already are left out."""
    return tuple(_offered(text, features))


def _offered(text: str, features: Sequence[Feature]) -> Iterator[Reference]:
    mine = names_in(text)
    for feature in features:
        title = clean_line(feature.title)
        if not title or title in text:
            continue
        theirs = names_in(f"{title}.\n\n{feature.body}")
        shared = tuple(sorted(mine & theirs, key=lambda name: (-len(name.split()), name)))
        long = [name for name in shared if len(name.split()) >= _LONG_NAME_WORDS]
        if long or len(shared) >= _SHORT_NAMES_ENOUGH:
            yield Reference(
                sentence=f"This edition’s {clean_line(feature.kind)}, “{title}”, tells more.",
                link_text=title,
                url=print_address(feature.url),
                shared=shared,
            )


def names_in(text: str) -> frozenset[str]:
    """What a text calls by name: runs of capitalised words. A single word counts only when it
    stands capitalised inside a sentence, since every sentence begins with one."""
    found: set[str] = set()
    for span in sentences(text):
        for match in _NAME.finditer(span.text):
            words = re.sub(r"[’']s?$", "", match[0]).split()
            name = list(dropwhile(_is_everywhere, words))
            telling = [word for word in name if not _is_everywhere(word)]
            begins = match.start() == 0 and name == words
            if len(telling) >= _LONG_NAME_WORDS or (
                telling and not begins and len(telling[0]) > _LONG_NAME_WORDS
            ):
                found.add(" ".join(name))
    return frozenset(found)


def _is_everywhere(word: str) -> bool:
    return word.lower() in _EVERYWHERE
