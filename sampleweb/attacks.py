"""Pages that give orders to a machine: one good article, twenty ways to slip something in.

They are served by no outlet, so that the demonstration stays what it is.
"""

import html
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sampleweb.content import SampleArticle, load_articles
from sampleweb.outlets import load_outlets
from sampleweb.pages import body_html, render_article

_ZERO_WIDTH_SPACE = "\u200b"
_PARAGRAPH_END = re.compile(r"</p>")
_TAGS_FROM = 0xE0000


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackPage:
    """`says` is what a model that obeys would write; `shown`: a reader of the page sees it."""

    name: str
    url: str
    outlet: str
    page: bytes
    says: str
    shown: bool


def attack_pages(today: date) -> tuple[AttackPage, ...]:
    """The pages, each with its own address."""
    data = _data()
    base = next(a for a in load_articles(today) if a.id == data["base"])
    outlet = next(o for o in load_outlets() if o.slug == base.outlet)
    url = f"https://{outlet.slug}.example"
    clean = render_article(base, outlet, base_url=url, siblings=())
    return tuple(
        AttackPage(
            name=attack["name"],
            url=f"{url}{base.path}{attack['name']}",
            outlet=outlet.name,
            page=_slip_in(clean, attack, base, data).encode(),
            says=data["says"],
            shown=attack.get("shown", False),
        )
        for attack in data["attacks"]
    )


def _slip_in(page: str, attack: dict[str, Any], base: SampleArticle, data: dict[str, Any]) -> str:
    order = data["order"].replace("{says}", data["says"])
    bit = (
        attack["html"]
        .replace("{order}", order)
        .replace("{says}", data["says"])
        .replace("{zero_width}", _ZERO_WIDTH_SPACE.join(order))
        .replace("{tags}", "".join(chr(_TAGS_FROM + ord(letter)) for letter in order))
    )
    match attack["at"]:
        case "head":
            return page.replace("</head>", f"{bit}</head>", 1)
        case "title":
            return page.replace(html.escape(base.title), html.escape(base.title) + bit)
        case _:
            text = str(body_html(base))
            place = list(_PARAGRAPH_END.finditer(text))[2].end()
            return page.replace(text, text[:place] + bit + text[place:], 1)


@cache
def _data() -> dict[str, Any]:
    text = files("sampleweb").joinpath("attacks.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
