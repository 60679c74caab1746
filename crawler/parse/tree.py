"""A page's bytes as one lxml tree, parsed once and handed around."""

from typing import Any

from lxml import etree
from lxml import html as lxml_html

from crawler.parse.decode import calm_tags, decode_page

# lxml ships no types: an element is `Any`, here and wherever one is handed on.
Element = Any

_PARSER = lxml_html.HTMLParser(
    encoding="utf-8",
    collect_ids=False,
    default_doctype=False,
    remove_comments=True,
    remove_pis=True,
)
# lxml.html asks Python which class each element is to have; nothing here needs those of forms.
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=lxml_html.HtmlElement,
        comment=lxml_html.HtmlComment,
        pi=lxml_html.HtmlProcessingInstruction,
        entity=lxml_html.HtmlEntity,
    )
)


def parse_page(body: bytes, *, content_type: str = "", encoding: str = "") -> Element | None:
    """The root of the page, or None when there is no element in it. libxml2 cuts off nesting
    deeper than 256 levels."""
    text = calm_tags(decode_page(body, content_type=content_type, encoding=encoding))
    if "<" not in text:
        return None
    try:
        return lxml_html.document_fromstring(text.encode("utf8", "replace"), parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
