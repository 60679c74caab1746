"""The edition as a whole mail: plain text and HTML side by side, to be opened and sent by hand."""

from datetime import UTC, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from core.edition import EditionDocument, ExportFormat
from core.text import clean_line
from newsletter.exporters.base import file_stem
from newsletter.exporters.html_mail import HtmlMailExporter
from newsletter.exporters.plain_text import PlainTextExporter
from newsletter.merge_tags import disarm

_LONGEST_SUBJECT = 200


class MailMessageExporter:
    format = ExportFormat.MAIL
    media_type = "message/rfc822"

    def filename(self, document: EditionDocument) -> str:
        return f"{file_stem(document)}.eml"

    def render(self, document: EditionDocument) -> bytes:
        stem = file_stem(document)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = subject_of(document)
        message["Date"] = format_datetime(datetime.combine(document.dated, time(12), UTC))
        # Mail programs open a message so marked as one still to be sent.
        message["X-Unsent"] = "1"
        message.set_content(PlainTextExporter().render(document).decode(), cte="base64")
        message.add_alternative(
            HtmlMailExporter().render(document).decode(), subtype="html", cte="base64"
        )
        message.set_boundary(f"=_{stem}")
        return message.as_bytes()


def subject_of(document: EditionDocument) -> str:
    """`V2G News, Volume 2 | Issue 3`: one visible line, whatever stands in the name."""
    name = clean_line(document.newsletter)[:_LONGEST_SUBJECT].rstrip()
    return disarm(f"{name}, {document.number}" if name else document.number)
