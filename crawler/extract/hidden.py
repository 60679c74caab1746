"""Text that a page carries but does not show: cut before anything reads it, and reported."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from core.text import count_words
from crawler.parse.tree import Element

MANY_WORDS = 8

_CLASSES = frozenset(
    """sr-only visually-hidden visuallyhidden visually-hidden-focusable screen-reader-text
    screen-reader-only screenreader-only screen-reader sronly sr-only-focusable u-visually-hidden
    a11y-hidden offscreen off-screen element-invisible is-visually-hidden""".split()
)
_SETTING = re.compile(r"(?<![a-z-])([a-z-]++)\s*+:\s*+([^;]+)")
_NUMBER = re.compile(r"-?(?:\d*\.)?\d+")
_FAR = 400.0
_WHITE = re.compile(
    r"^(?:white|snow|ivory|#f[a-f0-9]f[a-f0-9]f[a-f0-9]|#fff|#fffd|"
    r"rgba?\(\s*2[45]\d\s*,\s*2[45]\d\s*,\s*2[45]\d.*|transparent|rgba\(.*,\s*0?\.?0+\s*\))$"
)
_WORDS = etree.XPath("//body//text()[not(parent::script or parent::style or parent::noscript)]")
_TEXT = etree.XPath("string()", smart_strings=False)
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_TAGS = re.compile("[\U000e0000-\U000e007f]")
_FURNITURE = re.compile(r"nav|menu|popup|pop-up|modal|overlay|banner|cookie|consent|dropdown", re.I)
_REVEALED = re.compile(r"data-(?:aos|framer|w-id|wow|animat|scroll|sal|reveal)")
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|prompt|above|previous|rule)|"
    r"\b(?:system|developer) prompt\b|\byou are (?:now )?(?:an?|the) \w+|"
    r"\b(?:ai|llm|language model|chatbot|assistant|summari[sz]er|gpt|model)s?\b.{0,60}\b(?:must|"
    r"should|shall|please|write|say|add|include|mention|rate|output|respond|answer)|"
    r"\b(?:write|say|state|add|include|mention|report|claim|output|respond|answer|summari[sz]e)\b"
    r".{0,30}\b(?:that|only|with|this|the following|instead|link|word)\b|"
    r"\bnew instructions?\b|\binstructions?:|\bdo not (?:mention|reveal|tell|include)\b|"
    r"\bignor(?:iere|ez|a|eer)\b.{0,40}\b(?:anweisung|instruction|instrucci|instructie)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Hidden:
    element: Element
    sly: bool
    """Hidden by means that serve a machine rather than a screen reader or a menu."""
    words: int
    orders: bool


def cut_hidden(tree: Element) -> bool:
    """Takes what readers cannot see out of the tree, in place.

    True when an editor should know: what was cut gives orders, or many words were made
    invisible by sly means. Two things stay: a node with more than half of the page's words, and
    transparent or shrunken parts that together make up a third of them: scripts show those.
    """
    found = list(_measured(tree))
    whole = _word_count(tree) if any(hidden.words > MANY_WORDS for hidden in found) else 0
    found = [hidden for hidden in found if hidden.words <= max(whole / 2, MANY_WORDS)]
    revealed = sum(hidden.words for hidden in found if hidden.sly and not hidden.orders)
    if revealed > max(whole / 3, MANY_WORDS):
        found = [hidden for hidden in found if hidden.orders or not hidden.sly]
    suspicious = any(hidden.words > MANY_WORDS and _worth_telling(hidden) for hidden in found)
    for hidden in found:
        if hidden.element.getparent() is not None:
            hidden.element.drop_tree()
    return _cut_zero_width(tree) or suspicious


def _measured(tree: Element) -> Iterator[_Hidden]:
    """The outermost hidden elements."""
    inside: set[Element] = set()
    for element, sly in list(_hidden(tree)):
        if element in inside or element.tag in ("html", "body"):
            continue
        inside.update(element.iterdescendants())
        said = " ".join(element.itertext())
        yield _Hidden(element, sly, count_words(said), _ORDERS.search(said) is not None)


def _worth_telling(hidden: _Hidden) -> bool:
    return hidden.orders or (hidden.sly and not _is_furniture(hidden.element))


def _is_furniture(element: Element) -> bool:
    """Menus and pop-ups are made invisible until they are called for."""
    return any(
        node.tag in ("nav", "header", "footer", "form", "dialog")
        or _FURNITURE.search(f"{node.get('class') or ''} {node.get('id') or ''}")
        for node in (element, *element.iterancestors())
        if node.tag not in ("body", "html")
    )


def _word_count(tree: Element) -> int:
    """About how many words stand in the body, scripts and styles left out."""
    return len(" ".join(_WORDS(tree)).split())


def _hidden(tree: Element) -> Iterator[tuple[Element, bool]]:
    """Each hidden element, and whether the way it is hidden is a sly one."""
    for element in tree.iter():
        if element.tag == "template" or element.get("hidden") is not None:
            yield element, False
        elif element.tag == "details" and element.get("open") is None:
            yield from ((child, False) for child in element if child.tag != "summary")
        elif _CLASSES.intersection((element.get("class") or "").lower().split()):
            yield element, False
        elif element.get("style"):
            settings = _settings(element)
            if _not_drawn(settings):
                yield element, False
            elif (
                _faded(element, settings)
                or _made_invisible(settings)
                or _no_contrast(element, settings)
            ):
                yield element, True


def _settings(element: Element) -> dict[str, str]:
    style = (element.get("style") or "").lower().replace("!important", "")
    return {name: value.strip() for name, value in _SETTING.findall(style)}


def _not_drawn(settings: dict[str, str]) -> bool:
    return settings.get("display") == "none" or settings.get("visibility") in ("hidden", "collapse")


def _made_invisible(settings: dict[str, str]) -> bool:
    size = _number(settings.get("font-size", ""))
    if size is not None and size < (2.0 if "px" in settings["font-size"] else 0.1):
        return True
    if _far_away(settings):
        return True
    clip = settings.get("clip", "").replace(" ", "") + settings.get("clip-path", "")
    if re.search(r"rect\((?:0|1)(?:px)?[,0-9px]*\)|inset\((?:50|100)%", clip):
        return True
    small = [_number(settings.get(side, "")) for side in ("width", "height")]
    cut = "hidden" in settings.get("overflow", "")
    return cut and any(side is not None and side <= 1.0 for side in small)


def _faded(element: Element, settings: dict[str, str]) -> bool:
    """Transparent, and not waiting to be faded in as the reader scrolls."""
    if _number(settings.get("opacity", "")) != 0.0:
        return False
    moving = any(
        name in settings for name in ("transform", "transition", "will-change", "animation")
    )
    return not moving and not any(_REVEALED.match(str(name)) for name in element.attrib)


def _far_away(settings: dict[str, str]) -> bool:
    moved = settings.get("position") in ("absolute", "fixed")
    sides = ("left", "top", "right", "bottom") if moved else ()
    distances = [_number(settings.get(side, "")) for side in (*sides, "text-indent")]
    return any(distance is not None and distance <= -_FAR for distance in distances)


def _no_contrast(element: Element, settings: dict[str, str]) -> bool:
    """White or see-through letters with no other ground under them that the page itself names."""
    color = settings.get("color", "")
    if not color or not _WHITE.match(color):
        return color != "" and color == settings.get("background-color", settings.get("background"))
    for node in (element, *element.iterancestors()):
        own = _settings(node)
        ground = own.get("background-color") or own.get("background") or node.get("bgcolor")
        if ground:
            return _WHITE.match(ground.lower()) is not None
    return element.tag in ("p", "span", "font", "div", "em", "small", "li") and not _styled(element)


def _styled(element: Element) -> bool:
    """A class may set a ground that cannot be seen from here."""
    return any(node.get("class") for node in (element, *element.iterancestors("div", "a")))


def _number(value: str) -> float | None:
    match = _NUMBER.match(value.strip())
    return float(match[0]) if match else None


def _cut_zero_width(tree: Element) -> bool:
    """Takes out letters strung together with zero-width characters, and words in tag
    characters: people see nothing of the second and search finds nothing of the first."""
    whole = _TEXT(tree)
    if whole.isascii() or not (_TAGS.search(whole) or _ZERO_WIDTH.search(whole)):
        return False
    found = False
    for element in tree.iter():
        for place in ("text", "tail"):
            text = getattr(element, place) or ""
            if len(text) < 10 or text.isascii():
                continue
            if len(_TAGS.findall(text)) > MANY_WORDS:
                setattr(element, place, _TAGS.sub("", text))
                found = True
            marks = len(_ZERO_WIDTH.findall(text))
            if marks > MANY_WORDS and marks * 3 > len(text):
                setattr(element, place, "")
                found = True
    return found
