"""beehiiv: a post as a draft. Without `status` it would be published at once."""

from typing import Any
from urllib.parse import quote

from config.targets import BeehiivSettings
from core.delivery import Target
from core.edition import EditionDocument
from newsletter.exporters.html_mail import preheader
from newsletter.exporters.mail_message import subject_of
from newsletter.exporters.paste import edition_html
from newsletter.merge_tags import disarm
from newsletter.targets.base import Answer, Platform, Remote, Request, entries_of, field_of, lacking

_LOOKED_THROUGH = 100


class Beehiiv(Platform):
    target = Target.BEEHIIV

    def __init__(self, settings: BeehiivSettings) -> None:
        self.secrets = (settings.key,)
        self._posts = f"{settings.url}/publications/{quote(settings.publication, safe='')}/posts"
        self._headers = {"authorization": f"Bearer {settings.key}"}
        self.missing = lacking(
            {
                "DESK_BEEHIIV_KEY": settings.key,
                "DESK_BEEHIIV_PUBLICATION": settings.publication,
            }
        )

    def render(self, document: EditionDocument, key: str) -> dict[str, Any]:
        return {
            "title": subject_of(document),
            "subtitle": disarm(preheader(document)),
            "status": "draft",
            "body_content": edition_html(document),
            "web_settings": {"slug": key},
        }

    def created(self, answer: Answer) -> Remote | None:
        return _remote(field_of(answer.data, "data"))

    def look(self, key: str) -> Request:
        del key
        query = f"?status=all&order_by=created&direction=desc&limit={_LOOKED_THROUGH}"
        return self._request("GET", query)

    def looked(self, answer: Answer, key: str) -> Remote | None:
        posts = entries_of(answer.data, "data")
        return next((_remote(post) for post in posts if post.get("slug") == key), None)


def _remote(post: Any) -> Remote | None:
    key = field_of(post, "id")
    if not key:
        return None
    return Remote(
        remote_id=str(key),
        url=f"https://app.beehiiv.com/posts/{quote(str(key).removeprefix('post_'), safe='')}/edit",
        # The answer to a new post may leave its status out.
        is_draft=field_of(post, "status") in (None, "draft"),
    )
