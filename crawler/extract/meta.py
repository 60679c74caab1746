"""The `<meta>` elements of a page, by name."""

from collections import defaultdict
from collections.abc import Mapping

from core.text import clean_line
from crawler.extract.jsonld import unescaped
from crawler.parse.tree import Element

Metas = Mapping[str, tuple[str, ...]]


def read_metas(tree: Element) -> Metas:
    """The contents under each lower-case `name`, `property` or `itemprop`, in page order."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        content = clean_line(unescaped(element.get("content") or ""))
        if not content:
            continue
        names = {
            name.lower().strip()
            for key in ("property", "name", "itemprop", "http-equiv")
            if (name := element.get(key))
        }
        for name in names:
            found[name].append(content)
    return {name: tuple(contents) for name, contents in found.items()}


def first(metas: Metas, *names: str) -> str:
    """The first content under the first of the names that is there."""
    return next((metas[name][0] for name in names if name in metas), "")
