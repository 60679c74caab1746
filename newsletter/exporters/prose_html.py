"""The editors' Markdown as HTML for a mail: known tags only, each with its style inline."""

import nh3
from markupsafe import Markup

from newsletter.exporters.look import Look
from newsletter.prose import read_prose, render_tokens

_TAGS = frozenset(
    "p a em strong br hr h2 h3 h4 h5 h6 ul ol li blockquote pre code".split(),
)


def prose_html(markdown: str, *, top: int, look: Look) -> Markup:
    return _clean(markdown, top=top, styles=_styles(look))


def plain_html(markdown: str, *, top: int) -> Markup:
    """The same without any style: whoever takes it over brings their own."""
    return _clean(markdown, top=top, styles={})


def _clean(markdown: str, *, top: int, styles: dict[str, dict[str, str]]) -> Markup:
    clean = nh3.clean(
        render_tokens(read_prose(markdown, top=top)),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https"},
        link_rel=None,
        set_tag_attribute_values=styles,
    )
    return Markup(clean)  # noqa: S704  nh3 has just cleaned it


def _styles(look: Look) -> dict[str, dict[str, str]]:
    """One attribute a tag: of two, nh3 writes either first, and no two renderings are alike."""
    sub = f"margin:22px 0 8px;font-family:{look.sans};line-height:1.35;font-weight:bold"
    quote = f"margin:0 0 14px;padding:0 0 0 16px;border-left:3px solid {look.line}"
    code = f"background:{look.shade};font-family:Menlo, Consolas, monospace;font-size:15px"
    return {
        "p": {"style": "margin:0 0 14px"},
        "a": {"style": f"color:{look.accent};text-decoration:underline"},
        "h2": {"style": f"{sub};font-size:19px"},
        "h3": {"style": f"{sub};font-size:18px"},
        "h4": {"style": f"{sub};font-size:17px"},
        "h5": {"style": f"{sub};font-size:16px"},
        "h6": {"style": f"{sub};font-size:16px"},
        "ul": {"style": "margin:0 0 14px;padding:0 0 0 24px"},
        "ol": {"style": "margin:0 0 14px;padding:0 0 0 26px"},
        "li": {"style": "margin:0 0 6px"},
        "blockquote": {"style": quote},
        "hr": {"style": f"border:0;border-top:1px solid {look.line};margin:20px 0"},
        "pre": {"style": f"{code};padding:12px;white-space:pre-wrap"},
        "code": {"style": code},
    }
