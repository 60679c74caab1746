"""Ghost: a post as a draft, its HTML in one card, since Ghost's own conversion loses some of it.

A post is mailed only when a newsletter is named while it is published; neither is done here.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from joserfc import jwt
from joserfc.jwk import OctKey

from config.targets import GhostSettings
from core.delivery import Target
from core.edition import EditionDocument
from newsletter.exporters.html_mail import preheader
from newsletter.exporters.mail_message import subject_of
from newsletter.exporters.paste import edition_html
from newsletter.merge_tags import disarm
from newsletter.targets.base import Answer, Platform, Remote, Request, entries_of, field_of, lacking

_CARD = ("<!--kg-card-begin: html-->", "<!--kg-card-end: html-->")
_GOOD_FOR_SECONDS = 240
_LONGEST_EXCERPT = 300
_SHORTEST_SECRET = 16


class Ghost(Platform):
    target = Target.GHOST

    def __init__(self, settings: GhostSettings, now: datetime) -> None:
        self._settings, self._now = settings, now
        key_id, _, secret = settings.key.partition(":")
        self._key_id, self._secret = key_id, secret
        self.secrets = (secret, settings.key)
        self._posts = f"{settings.url}/ghost/api/admin/posts/"
        is_key = _is_key(key_id, secret)
        self._headers = {"authorization": f"Ghost {self._token()}"} if is_key else {}
        self.missing = lacking({"DESK_GHOST_URL": settings.url, "DESK_GHOST_KEY": is_key})

    def render(self, document: EditionDocument, key: str) -> dict[str, Any]:
        begin, end = _CARD
        # The end of the card must stand once: words that look like it would close it early.
        html = edition_html(document).replace("kg-card", "kg\u2060-card")
        return {
            "posts": [
                {
                    "title": subject_of(document),
                    "slug": key,
                    "status": "draft",
                    "html": f"{begin}\n{html}{end}",
                    "custom_excerpt": disarm(preheader(document))[:_LONGEST_EXCERPT],
                }
            ]
        }

    def create(self, payload: Mapping[str, Any]) -> Request:
        return self._request("POST", "?source=html", payload)

    def created(self, answer: Answer) -> Remote | None:
        return self._remote(field_of(answer.data, "posts", 0))

    def look(self, key: str) -> Request:
        # A search rather than the post's own address: 404 for a post that is not there could not
        # be told from a wrong address of the site.
        return self._request("GET", f"?filter={quote(f'slug:{key}', safe='')}&limit=1")

    def looked(self, answer: Answer, key: str) -> Remote | None:
        posts = entries_of(answer.data, "posts")
        return next((self._remote(post) for post in posts if post.get("slug") == key), None)

    def _token(self) -> str:
        header = {"alg": "HS256", "typ": "JWT", "kid": self._key_id}
        begun = int(self._now.timestamp())
        claims = {"iat": begun, "exp": begun + _GOOD_FOR_SECONDS, "aud": "/admin/"}
        return jwt.encode(header, claims, OctKey.import_key(bytes.fromhex(self._secret)))

    def _remote(self, post: Any) -> Remote | None:
        key = field_of(post, "id")
        if not key:
            return None
        return Remote(
            remote_id=str(key),
            url=f"{self._settings.url}/ghost/#/editor/post/{quote(str(key), safe='')}",
            is_draft=field_of(post, "status") == "draft",
        )


def _is_key(key_id: str, secret: str) -> bool:
    """An Admin API key is an id and a secret in hex, a colon between."""
    try:
        return bool(key_id) and len(bytes.fromhex(secret)) >= _SHORTEST_SECRET
    except ValueError:
        return False
