"""Mailchimp: a campaign, saved and not sent, whose content needs a call of its own."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from config.targets import MailchimpSettings
from core.delivery import Target
from core.edition import EditionDocument
from newsletter.exporters.html_mail import HtmlMailExporter, preheader
from newsletter.exporters.mail_message import subject_of
from newsletter.exporters.plain_text import PlainTextExporter
from newsletter.merge_tags import disarm
from newsletter.targets.base import (
    Answer,
    Platform,
    Remote,
    Request,
    basic,
    entries_of,
    field_of,
    lacking,
)

_LONGEST_SUBJECT = 150


class Mailchimp(Platform):
    target = Target.MAILCHIMP

    def __init__(self, settings: MailchimpSettings) -> None:
        self._settings = settings
        self.secrets = (settings.key,)
        # A key ends in the name of the data centre that knows it.
        centre = re.fullmatch(r"[^-]+-([a-z]{2}\d{1,3})", settings.key)
        self._centre = centre[1] if centre else ""
        url = settings.url or f"https://{self._centre}.api.mailchimp.com/3.0"
        self._posts = f"{url}/campaigns"
        self._headers = basic("desk", settings.key)
        self.missing = lacking(
            {
                "DESK_MAILCHIMP_KEY": self._centre,
                "DESK_MAILCHIMP_LIST": settings.audience,
                "DESK_MAILCHIMP_FROM": settings.from_name,
                "DESK_MAILCHIMP_REPLY_TO": settings.reply_to,
            }
        )

    def render(self, document: EditionDocument, key: str) -> dict[str, Any]:
        """`campaign` makes it, `content` fills it."""
        return {
            "campaign": {
                "type": "regular",
                "recipients": {"list_id": self._settings.audience},
                "settings": {
                    "subject_line": subject_of(document)[:_LONGEST_SUBJECT],
                    "preview_text": disarm(preheader(document))[:_LONGEST_SUBJECT],
                    "title": key,
                    "from_name": self._settings.from_name,
                    "reply_to": self._settings.reply_to,
                },
            },
            "content": {
                "html": HtmlMailExporter().render(document).decode(),
                "plain_text": PlainTextExporter().render(document).decode(),
            },
        }

    def create(self, payload: Mapping[str, Any]) -> Request:
        return self._request("POST", "", payload["campaign"])

    def created(self, answer: Answer) -> Remote | None:
        return self._remote(answer.data)

    def look(self, key: str) -> Request:
        del key
        return self._request("GET", "?sort_field=create_time&sort_dir=DESC&count=100")

    def looked(self, answer: Answer, key: str) -> Remote | None:
        campaigns = entries_of(answer.data, "campaigns")
        mine = (one for one in campaigns if field_of(one, "settings", "title") == key)
        return next((self._remote(one) for one in mine), None)

    def fill(self, remote: Remote, payload: Mapping[str, Any]) -> Request | None:
        campaign = quote(remote.remote_id, safe="")
        return self._request("PUT", f"/{campaign}/content", payload["content"])

    def _remote(self, campaign: Any) -> Remote | None:
        key = field_of(campaign, "id")
        if not key:
            return None
        number = quote(str(field_of(campaign, "web_id") or ""), safe="")
        return Remote(
            remote_id=str(key),
            url=f"https://{self._centre}.admin.mailchimp.com/campaigns/edit?id={number}",
            is_draft=field_of(campaign, "status") == "save",
        )
