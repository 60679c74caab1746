"""The text of the article on a page."""

import re
from collections.abc import Iterable, Iterator

from trafilatura import bare_extraction
from trafilatura.settings import Document, use_config

from core.dating import DateOrigin
from core.text import clean_line, clean_text, count_words, fold, shingles, words
from crawler.extract.jsonld import Markup, unescaped
from crawler.extract.meta import Metas
from crawler.parse.dates import date_claim
from crawler.parse.plain import plain_text
from crawler.parse.tree import Element

_CONFIG = use_config()
# How long a page takes is for the process to limit that runs this.
_CONFIG.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")

_LEAD_WORDS = 8
_HEAD = 6
_SHORT = 14
_LABEL = 5
_FEW_PARTS = 8
_MAX_LEAD = 1_000
_MUCH_LONGER = 1.5
_PICTURE = re.compile(
    r"^\W*(?:photo|photograph|image|picture|foto|bild|quelle|credit|video|illustration|grafik|"
    r"source|bildrechte|fotocredit|crédit)s?(?:\s+(?:by|von|de|credit|courtesy of))?\s*[:©]|^©|"
    r"(?:^|/)\s?(?:getty images|shutterstock|unsplash|istock\w*|afp|reuters|dpa|"
    r"picture alliance)(?:/[\w .]+)?$|\bvia getty images$",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-z][\w.'’-]*(?:\s(?:van|von|de|der|den|du|la|le|di|da|dos|bin|al|ten|ter))*"
_WRITTEN_BY = re.compile(
    rf"(?:[Bb]y|BY|[Vv]on|[Dd]oor|[Pp]ar|[Pp]or|[Aa]v|[Aa]f)\s{_NAME}(?:\s{_NAME}){{0,4}}"
    rf"(?:(?:,|\s&|\s\||\s(?:and|und|en|et|y|og|och))\s{_NAME}(?:\s{_NAME}){{0,4}}){{0,4}}"
    r"(?:\s?[|·,–—-]\s?[^.!?]{0,40})?$"
)
_POINTER = re.compile(
    r"^\W*(?:read (?:more|also|next)|related(?: (?:stories|articles|content))?|see also|"
    r"more on this|also read|recommended(?: reading)?|lesen sie (?:auch|mehr)|lies auch|"
    r"mehr (?:zum thema|dazu)|auch interessant|lees (?:ook|meer)|à lire aussi|lire aussi|"
    r"lea también|les også|läs också|læs også|leggi anche)\b\s*(?::|$)|"
    r"^\W*(?:comments are (?:closed|off|disabled|moderated)|share this (?:story|article|post))\b.*|"
    r"^\W*(?:comments?|kommentare|share(?: this)?(?: article)?|advertisement|anzeige|werbung|"
    r"sign up (?:for|to) .{0,60}newsletter.{0,40}|subscribe to our newsletter.{0,40})\W*$",
    re.IGNORECASE,
)


def read_body(
    tree: Element, url: str, metas: Metas, markup: Markup, *, known: Iterable[str] = ()
) -> str:
    """The article's paragraphs, a blank line between them, without comments and link addresses;
    "" when there is no article.

    `known` are the title and the authors: where the text only begins by saying them again, that
    is cut, and so are picture credits, pointers to other articles and what stands there twice.
    The standfirst is put before the text when the page shows it. JSON-LD's `articleBody` goes
    before the text when it holds the same and a good deal more.
    """
    document = bare_extraction(
        tree,
        url=url,
        include_comments=False,
        include_tables=True,
        include_links=False,
        include_images=False,
        with_metadata=False,
        config=_CONFIG,
    )
    found = document.text or "" if isinstance(document, Document) else ""
    text = _longer(clean_text(found.replace("\n", "\n\n")), markup)
    paragraphs = list(_kept(text.split("\n\n"), tuple(known)))
    lead = _lead(tree, metas, markup, text) if paragraphs else ""
    return clean_text("\n\n".join([lead, *paragraphs] if lead else paragraphs))


def _longer(text: str, markup: Markup) -> str:
    marked = markup.text("articleBody")
    if not text and count_words(marked) < 100:
        return text
    if len(marked) < _MUCH_LONGER * len(text):
        return text
    whole, found = shingles(plain_text(marked)), shingles(text)
    if text and len(whole & found) * 2 < len(found):
        return text
    return clean_text(plain_text(marked).replace("\n", "\n\n"))


def _kept(paragraphs: list[str], known: tuple[str, ...]) -> Iterator[str]:
    said = {_bare(text) for text in known if text}
    seen: set[str] = set()
    opening = True
    start = _after_the_title(paragraphs, said)
    for number, paragraph in enumerate(paragraphs):
        bare, count = _bare(paragraph), count_words(paragraph)
        if number < start and count <= _LABEL:
            continue
        if number < _HEAD and (bare in said or (opening and _is_heading(paragraph, bare, said))):
            continue
        if count <= _SHORT and (_PICTURE.search(paragraph) or _POINTER.search(paragraph)):
            continue
        if bare in seen and count > 2:
            continue
        seen.add(bare)
        opening = opening and count <= _SHORT
        yield paragraph


def _after_the_title(paragraphs: list[str], said: set[str]) -> int:
    """Where the article begins: what is short and stands above its title, said once more at the
    head of the text, names a section."""
    head = enumerate(paragraphs[:_HEAD])
    return max((number for number, text in head if _bare(text) in said), default=0)


def _is_heading(paragraph: str, bare: str, said: set[str]) -> bool:
    """The title, a byline or a date line, once more at the head of the text."""
    if not bare or bare in said:
        return True
    if count_words(paragraph) > _SHORT:
        return False
    if _WRITTEN_BY.match(paragraph):
        return True
    names = [name for name in said if name and count_words(name) > 1 and name in bare]
    if names and count_words(bare) <= count_words(max(names, key=len)) + 3:
        return True
    return date_claim(paragraph, DateOrigin.TEXT, fuzzy=True) is not None and (
        sum(ch.isalpha() for ch in paragraph) < 40
    )


def _lead(tree: Element, metas: Metas, markup: Markup, text: str) -> str:
    """The standfirst: a description in the page's head that also stands on the page, and that
    the text lacks."""
    told = [unescaped(markup.text("description", "alternativeHeadline"))]
    told += [content for name in _DESCRIPTIONS for content in metas.get(name, ())]
    wanted = {_bare(line) for line in told if count_words(line) >= _LEAD_WORDS}
    body = _bare(text)
    wanted = {line for line in wanted if line[:60] not in body}
    if not wanted:
        return ""
    shortest = min(map(len, wanted))
    for element in tree.iter("p", "h2", "h3", "h4", "div", "span", "strong"):
        said = "".join(element.itertext()) if len(element) <= _FEW_PARTS else ""
        if len(said) < shortest:
            continue
        line = clean_line(said)
        if len(line) < _MAX_LEAD and _bare(line) in wanted:
            return line
    return ""


_DESCRIPTIONS = ("og:description", "description", "twitter:description")


def _bare(text: str) -> str:
    return " ".join(words(fold(text)))
