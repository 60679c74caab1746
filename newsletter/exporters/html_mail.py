"""The edition as an HTML mail: one file, nothing fetched, readable in light and dark."""

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from mjml import mjml_to_html

from core.clock import print_date, spell_date
from core.edition import EditionDocument, ExportFormat
from core.text import clean_line, strip_invisible
from newsletter.addresses import print_address
from newsletter.exporters.base import file_stem
from newsletter.exporters.corrections import correction_lines
from newsletter.exporters.look import look_of
from newsletter.exporters.prose_html import prose_html
from newsletter.exporters.prose_text import prose_text
from newsletter.merge_tags import disarm
from newsletter.source_link import link_source

_TEMPLATES = Path(__file__).parent.parent / "templates"
_SLOT = re.compile(r"\[\[slot (\d+)\]\]")
_BETWEEN_TAGS = re.compile(r">[^\S\n]*+\n\s*+<")
_PREHEADER_LENGTH = 140


class HtmlMailExporter:
    format = ExportFormat.HTML
    media_type = "text/html; charset=utf-8"

    def filename(self, document: EditionDocument) -> str:
        return f"{file_stem(document)}.html"

    def render(self, document: EditionDocument) -> bytes:
        slots: list[str] = []

        def slot(caller: Callable[[], Markup]) -> Markup:
            slots.append(disarm(strip_invisible(str(caller()))))
            return Markup(f"[[slot {len(slots) - 1}]]")  # noqa: S704  a number of ours

        look = look_of(document.accent)
        frame = _template().render(
            edition=document,
            slot=slot,
            preheader=preheader(document),
            look=look,
            prose=partial(prose_html, look=look),
            link_source=link_source,
            correction_lines=correction_lines,
            print_address=print_address,
            print_date=print_date,
            spell_date=spell_date,
        )
        filled = _SLOT.sub(lambda match: slots[int(match[1])], _laid_out(frame))
        return filled.encode("utf-8", "replace")


def preheader(document: EditionDocument) -> str:
    """The line an inbox shows beside the subject: how the introduction begins, or the titles."""
    titles = " · ".join(feature.title for feature in document.features)
    line = clean_line(prose_text(document.introduction) or titles or document.number)
    if len(line) <= _PREHEADER_LENGTH:
        return line
    return line[:_PREHEADER_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + " …"


@lru_cache(maxsize=32)
def _laid_out(frame: str) -> str:
    """The frame as HTML. It holds no word of the edition, so that editions of as many parts share
    one, and MJML, by far the slowest step, is seldom asked."""
    return _BETWEEN_TAGS.sub(">\n<", mjml_to_html(frame).html)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("mail.mjml.j2")
