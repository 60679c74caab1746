"""The names of a site, and a title without them."""

import re

from core.text import clean_line, count_words, fold, words

Site = tuple[str, ...]
"""Its outlet, its host, and other names it gives itself."""

CUT = re.compile(r"(?<!\s)\s++(?:[|–—\-·•»›:]|--)\s+|(?<!\s)\s*+\|\s*")
"""Between a title and what is put before or behind it."""

_DANGLING = re.compile(r"\s[|–—\-·•]$")
_DAY = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d")
_BY = re.compile(r"(?:by|von|par|door|por)\s", re.IGNORECASE)
# As hosts spell what a name cannot hold.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "å": "a"})


def is_site(title: str, site: Site) -> bool:
    """Whether this is the very name of the site."""
    return bool(title) and any(_squeezed(title) == _squeezed(name) for name in site if name)


def without_site(
    title: str, site: Site, sections: tuple[str, ...] = (), *, is_heading: bool = False
) -> str:
    """The title without the parts at its ends that only name the site, a section or a day.

    What stands as a heading on the page is cut only where the part is the very name of the site:
    `A year of V2G – Nuvve looks back` is a headline at nuvve.example.
    """
    line = _DANGLING.sub("", clean_line(title))
    while True:
        cuts = list(CUT.finditer(line))
        shorter = _without_end(line, cuts, site, sections, is_heading=is_heading)
        if shorter == line:
            shorter = _without_start(line, cuts, site, is_heading=is_heading)
        if shorter == line:
            return line
        line = shorter


def _without_end(
    line: str, cuts: list[re.Match[str]], site: Site, sections: tuple[str, ...], *, is_heading: bool
) -> str:
    for cut in cuts:
        start, end = line[: cut.start()].rstrip(), line[cut.end() :]
        named = is_site(end, site) or (
            cut is cuts[-1] and _is_label(end, site, sections, is_heading=is_heading)
        )
        if named and count_words(start):
            return start
    return line


def _without_start(line: str, cuts: list[re.Match[str]], site: Site, *, is_heading: bool) -> str:
    if not cuts:
        return line
    start, end = line[: cuts[0].start()], line[cuts[0].end() :].lstrip()
    named = is_site(start, site) or (not is_heading and names_site(start, site))
    return end if named and count_words(end) > 1 else line


def names_site(part: str, site: Site) -> bool:
    """Whether this is a name of the site: `ORF.at`, `news.ORF.at`, `ORF` at orf.at."""
    squeezed = _squeezed(part)
    names = {_squeezed(name) for name in site if name}
    if not squeezed or squeezed in names:
        return bool(squeezed)
    host = site[1].lower()
    labels = {label for label in re.split(r"[.\-]", host) if len(label) > 1}
    if squeezed in labels or (len(squeezed) > 4 and squeezed in _squeezed(host)):
        return True
    known = names | labels
    return count_words(part) <= 4 and any(
        word.lower() in known for word in words(part) if len(word) > 2
    )


def _is_label(part: str, site: Site, sections: tuple[str, ...], *, is_heading: bool) -> bool:
    if not count_words(part) or is_heading:
        return False
    named = {_squeezed(section) for section in sections if section}
    return (
        names_site(part, site)
        or _squeezed(part) in named
        or _DAY.fullmatch(part.strip()) is not None
        or (_BY.match(part) is not None and count_words(part) <= 5)
    )


def _squeezed(text: str) -> str:
    spelled = re.sub(r"[\W_]+", "", fold(text)).translate(_SPELLED_OUT)
    return spelled.removeprefix("the").removeprefix("www")
