"""Buttondown: an email as a draft. Without `status` it would be about to be sent."""

from typing import Any
from urllib.parse import quote

from config.targets import ButtondownSettings
from core.delivery import Target
from core.edition import EditionDocument
from newsletter.exporters.html_mail import preheader
from newsletter.exporters.mail_message import subject_of
from newsletter.exporters.paste import edition_html
from newsletter.merge_tags import disarm
from newsletter.targets.base import Answer, Platform, Remote, Request, entries_of, field_of, lacking

# Says that the body is HTML: else it would be guessed, and Markdown signs would be read.
_AS_HTML = "<!-- buttondown-editor-mode: fancy -->"


class Buttondown(Platform):
    target = Target.BUTTONDOWN

    def __init__(self, settings: ButtondownSettings) -> None:
        self.secrets = (settings.key,)
        self._posts = f"{settings.url}/emails"
        self._headers = {"authorization": f"Token {settings.key}"}
        self.missing = lacking({"DESK_BUTTONDOWN_KEY": settings.key})

    def render(self, document: EditionDocument, key: str) -> dict[str, Any]:
        return {
            "subject": subject_of(document),
            "body": f"{_AS_HTML}\n{edition_html(document)}",
            "status": "draft",
            "slug": key,
            "description": disarm(preheader(document)),
        }

    def created(self, answer: Answer) -> Remote | None:
        return _remote(answer.data)

    def look(self, key: str) -> Request:
        del key
        return self._request("GET", "?ordering=-creation_date")

    def looked(self, answer: Answer, key: str) -> Remote | None:
        emails = entries_of(answer.data, "results")
        return next((_remote(email) for email in emails if email.get("slug") == key), None)


def _remote(email: Any) -> Remote | None:
    key = field_of(email, "id")
    if not key:
        return None
    return Remote(
        remote_id=str(key),
        url=f"https://buttondown.com/emails/{quote(str(key), safe='')}",
        is_draft=field_of(email, "status") == "draft",
    )
