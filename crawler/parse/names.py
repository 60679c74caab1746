"""Names of authors, out of the many ways they are written."""

import re
from collections.abc import Iterable

from core.text import clean_line, fold
from crawler.parse.plain import plain_line

MAX_AUTHORS = 12
MAX_NAME = 70
MAX_BYLINE = 2_000

_BY = re.compile(
    r"^(?:written by|words by|story by|text by|posted by|published by|reported by|author|by|von|"
    r"door|par|por|di|af|av|texte de|textes?|text|propos recueillis par)\s*[:\-]?\s+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s?(?:[;|•·]|\s/\s|,?\s{1,2}(?:and|und|et|en|og|och|y|e|ve)\s+|,?\s?&\s*|\n"
    r"|,(?!\s{0,3}(?:Jr|Sr|PhD|MD|II|III)\b))\s*",
    re.IGNORECASE,
)
_MAIL_AND_NAME = re.compile(r"^[^\s@]+@\S+\s+\((?P<name>[^)]+)\)$")
_NAME_AND_MAIL = re.compile(r"^(?P<name>.+?)(?:(?<!\s)\s++<?|<)[^\s@<>]+@[^\s@<>]+>?$")
_NO_NAME = re.compile(r"https?:|www\.|@|[<>{}=:]|^\W*$|^\d+$")
_INITIALS = re.compile(r"(?<!\s)\s*+\([\w.\s/-]{1,8}\)$")
_CREDIT = re.compile(r"^\(?(?:image|photo|picture|foto|bild|video|illustration|graphic)s?\b", re.I)
_FIGURES = re.compile(r"(?<!\s)\s++\d.*")
_NOBODY = frozenset(
    """admin administrator author editor editors editorial staff webmaster user guest unknown
    anonymous none null undefined root wordpress""".split()
)


def split_names(text: str) -> tuple[str, ...]:
    """The names in one byline: `By Ann Lee and Bo Chen` are two."""
    if len(text) > MAX_BYLINE:
        return ()
    line = _BY.sub("", plain_line(text), count=1)
    return tidy_names(_BETWEEN.split(line))


def tidy_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names each once, without addresses, placeholders and what is too long to be one."""
    kept: dict[str, str] = {}
    for name in names:
        tidy = tidy_name(name)
        if tidy:
            kept.setdefault(fold(tidy), tidy)
    return tuple(kept.values())[:MAX_AUTHORS]


def tidy_name(name: str) -> str:
    """One name as it would be printed, or "" when this is none."""
    line = clean_line(name)
    mail = _MAIL_AND_NAME.match(line) or _NAME_AND_MAIL.match(line)
    line = (mail["name"] if mail else line).strip(" ,;:|-–—·•\"'“”")
    line = _FIGURES.sub("", line)
    line = _INITIALS.sub("", _BY.sub("", line, count=1))
    if (
        len(line) > MAX_NAME
        or len(line) < 2
        or _CREDIT.match(line)
        or _NO_NAME.search(line)
        or line.lower() in _NOBODY
    ):
        return ""
    return line
