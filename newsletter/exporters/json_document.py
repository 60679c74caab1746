"""The edition as JSON, for programs. `docs/editions.md` describes the fields; a change that could
break a reader raises `SCHEMA_VERSION`."""

import json
import re
from typing import Any

from core.clock import print_date, spell_date
from core.edition import Correction, EditionDocument, EditionFind, ExportFormat, Feature
from newsletter.addresses import print_address
from newsletter.exporters.base import file_stem
from newsletter.exporters.prose_markdown import prose_markdown

SCHEMA = "finds-desk/edition"
SCHEMA_VERSION = 1

# Written as escapes, so that the file can pass through a mailing platform unharmed while a JSON
# reader gets the very text back. The structure itself never holds one of these pairs.
_MERGE_SIGNS = re.compile(r"\{(?=[{%#\w!$])|\*\||\|\*|(?<=[%#}\w])\}")


class JsonExporter:
    format = ExportFormat.JSON
    media_type = "application/json"

    def filename(self, document: EditionDocument) -> str:
        return f"{file_stem(document)}.json"

    def render(self, document: EditionDocument) -> bytes:
        text = json.dumps(edition_data(document), ensure_ascii=False, indent=2)
        return (_MERGE_SIGNS.sub(_escape, text) + "\n").encode("utf-8", "replace")


def edition_data(document: EditionDocument) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "newsletter": document.newsletter,
        "number": document.number,
        "volume": document.volume,
        "issue": document.issue,
        "dated": document.dated.isoformat(),
        "revision": document.revision,
        "introduction": prose_markdown(document.introduction),
        "features": [_feature_data(feature) for feature in document.features],
        "sections": [
            {
                "region": section.region.value,
                "title": section.title,
                "finds": [_find_data(find) for find in document.section(section.region)],
            }
            for section in document.sections
        ],
        "corrections": _corrections_data(document.corrections),
        "closing": prose_markdown(document.closing),
    }


def _feature_data(feature: Feature) -> dict[str, Any]:
    return {
        "kind": feature.kind,
        "title": feature.title,
        "dated": feature.dated.isoformat(),
        "printed_date": spell_date(feature.dated),
        "body": prose_markdown(feature.body, top=2),
        "url": print_address(feature.url),
    }


def _find_data(find: EditionFind) -> dict[str, Any]:
    return {
        "find_id": find.find_id,
        "paragraphs": list(find.paragraphs),
        "dated": find.printed_on.isoformat(),
        "printed_date": print_date(find.printed_on),
        "source": {"name": find.source_name, "url": print_address(find.source_url)},
        "references": [
            {"text": link.text, "url": print_address(link.url)} for link in find.references
        ],
        "corrections": _corrections_data(find.corrections),
    }


def _corrections_data(corrections: tuple[Correction, ...]) -> list[dict[str, str]]:
    return [{"made_on": one.made_on.isoformat(), "note": one.note} for one in corrections]


def _escape(match: re.Match[str]) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in match[0])
