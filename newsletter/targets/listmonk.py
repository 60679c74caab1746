"""listmonk: a campaign, which is a draft until someone starts it.

Its bodies are Go templates: `{{` in a text would be run, so both parts go out disarmed.
"""

from typing import Any
from urllib.parse import quote

from config.targets import ListmonkSettings
from core.delivery import Target
from core.edition import EditionDocument
from newsletter.exporters.html_mail import HtmlMailExporter
from newsletter.exporters.mail_message import subject_of
from newsletter.exporters.plain_text import PlainTextExporter
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


class Listmonk(Platform):
    target = Target.LISTMONK

    def __init__(self, settings: ListmonkSettings) -> None:
        self._settings = settings
        self.secrets = (settings.token,)
        self._posts = f"{settings.url}/api/campaigns"
        self._headers = basic(settings.user, settings.token)
        self.missing = lacking(
            {
                "DESK_LISTMONK_URL": settings.url,
                "DESK_LISTMONK_USER": settings.user,
                "DESK_LISTMONK_TOKEN": settings.token,
                "DESK_LISTMONK_LISTS": settings.lists,
            }
        )

    def render(self, document: EditionDocument, key: str) -> dict[str, Any]:
        return {
            "name": key,
            "subject": subject_of(document),
            "lists": list(self._settings.lists),
            "type": "regular",
            "content_type": "html",
            "body": HtmlMailExporter().render(document).decode(),
            "altbody": PlainTextExporter().render(document).decode(),
            "messenger": "email",
            "tags": ["finds-desk"],
        }

    def created(self, answer: Answer) -> Remote | None:
        return self._remote(field_of(answer.data, "data"))

    def look(self, key: str) -> Request:
        del key
        return self._request("GET", "?tags=finds-desk&order_by=created_at&order=DESC&per_page=100")

    def looked(self, answer: Answer, key: str) -> Remote | None:
        campaigns = entries_of(answer.data, "data", "results")
        return next((self._remote(one) for one in campaigns if one.get("name") == key), None)

    def _remote(self, campaign: Any) -> Remote | None:
        key = field_of(campaign, "id")
        if not key:
            return None
        return Remote(
            remote_id=str(key),
            url=f"{self._settings.url}/admin/campaigns/{quote(str(key), safe='')}",
            is_draft=field_of(campaign, "status") == "draft",
        )
