"""The authors of a page, as names."""

import re
from collections.abc import Iterable, Iterator

from core.text import clean_line, fold, words
from crawler.extract.jsonld import Markup, Node, as_list, types_of, unescaped
from crawler.extract.meta import Metas, first
from crawler.parse.names import split_names, tidy_names
from crawler.parse.plain import seen_text
from crawler.parse.tree import Element

MAX_LINE = 200

_META = re.compile(
    r"(?:.*[.:_-])?(?:article|dcsext|page|content)?(?:authors?|author_?names?|creator|byl|byline)"
)
_WRITTEN_BY = re.compile(
    r"written by|verfasst von|écrit par|escrito por|geschreven door|scritto da"
)
_BYLINE = re.compile(
    r"(?:.*[-_])?(?:authors?|byline|by-line|autor(?:en)?|auteurs?)"
    r"(?:[-_]+(?:names?|link|list-item|item|text|list))?",
    re.IGNORECASE,
)
_NOT_HERE = re.compile(r"related|sidebar|comment|teaser|recommend|popular|footer|bio\b|about", re.I)
# What may stand beside an outlet's name without making it a person's.
_DESK = frozenset(
    """com org net de at ch uk fr nl eu tv the der die das le la staff team online news newsroom
    redaktion editorial editors desk nachrichten""".split()
)
_AROUND = frozenset(("aside", "nav", "footer", "form"))


def read_authors(
    tree: Element, metas: Metas, markup: Markup, site: tuple[str, ...]
) -> tuple[str, ...]:
    """The people, in the first place that names any: JSON-LD, `<meta>`, the byline.

    `site` are the names of the outlet and its host. A page that names nobody but its own outlet
    has that for an author.
    """
    marked = tidy_names(_marked(markup))
    places = (marked, tidy_names(_from_metas(metas)), tidy_names(_from_bylines(tree)))
    for number, names in enumerate(places):
        people = tuple(name for name in names if not names_outlet(name, site))
        if number and marked:
            # The markup names the outlet: only what looks like a person's name is better.
            people = tuple(name for name in people if len(words(name)) > 1)
        if people:
            return people
    return next((names for names in places if names), ())


def names_outlet(name: str, site: tuple[str, ...]) -> bool:
    """Whether a name is the outlet's, or the outlet's with a word like `staff` or `online`."""
    squeezed = _squeezed(name)
    for own in (_squeezed(part) for part in site if part):
        rest = squeezed.replace(own, "", 1) if len(own) > 2 and own in squeezed else None
        if rest is not None and (not rest or rest in _DESK):
            return True
    opening = next(iter(words(name)), "").lower()
    return len(opening) > 2 and opening in {part.lower() for part in site}


def _marked(markup: Markup) -> Iterator[str]:
    for value in markup.nodes("author") or markup.nodes("creator"):
        yield from _names_of(value)


def _names_of(value: Node | str) -> Iterator[str]:
    if isinstance(value, str):
        yield from split_names(unescaped(value))
        return
    parts = [value.get("givenName"), value.get("familyName")]
    spelled = " ".join(part for part in parts if isinstance(part, str))
    for name in as_list(value.get("name")) or [spelled]:
        if not isinstance(name, str):
            continue
        if "Organization" in " ".join(types_of(value)):
            yield unescaped(name)
        else:
            yield from split_names(unescaped(name))


def _from_metas(metas: Metas) -> Iterator[str]:
    for name, contents in (*_labelled(metas), *metas.items()):
        if _META.fullmatch(name):
            found = [part for content in contents for part in split_names(content)]
            if found:
                yield from found
                return


def _labelled(metas: Metas) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Cards write a label and a value: `twitter:label1` "Written by", `twitter:data1` the name."""
    for number in ("1", "2"):
        label = first(metas, f"twitter:label{number}").lower()
        if _WRITTEN_BY.fullmatch(label):
            yield "author", metas.get(f"twitter:data{number}", ())
    for name, contents in metas.items():
        if _WRITTEN_BY.fullmatch(name.rpartition(":")[2]):
            yield "author", contents


def _from_bylines(tree: Element) -> Iterable[str]:
    for element in _byline_elements(tree):
        line = clean_line(" ".join(seen_text(element)))
        if 0 < len(line) <= MAX_LINE:
            found = split_names(line)
            if found:
                yield from found


def _byline_elements(tree: Element) -> Iterator[Element]:
    marked = [
        element
        for element in tree.iter("a", "span", "div", "p", "address", "li", "em", "strong")
        if _is_byline(element)
    ]
    linked = [element for element in marked if (element.get("rel") or "") == "author"]
    named = [element for element in marked if element.get("itemprop") == "author"]
    yield from linked or named or marked[:1]


def _is_byline(element: Element) -> bool:
    own = "author" in ((element.get("rel") or ""), element.get("itemprop"), element.get("property"))
    tokens = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    if not own and not any(_BYLINE.fullmatch(token) for token in tokens):
        return False
    return not any(
        parent.tag in _AROUND or _NOT_HERE.search(parent.get("class") or "")
        for parent in element.iterancestors()
        if parent.tag not in ("body", "html")
    )


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
