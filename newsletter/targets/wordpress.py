"""WordPress: a post as a draft, by the site's own REST interface and an application password."""

from typing import Any
from urllib.parse import quote

from config.targets import WordPressSettings
from core.delivery import Target
from core.edition import EditionDocument
from newsletter.exporters.html_mail import preheader
from newsletter.exporters.mail_message import subject_of
from newsletter.exporters.paste import edition_html
from newsletter.merge_tags import disarm
from newsletter.targets.base import Answer, Platform, Remote, Request, basic, field_of, lacking

# Inside such a block WordPress leaves the HTML as it is.
_BLOCK = ("<!-- wp:html -->", "<!-- /wp:html -->")


class WordPress(Platform):
    target = Target.WORDPRESS

    def __init__(self, settings: WordPressSettings) -> None:
        self._settings = settings
        self.secrets = (settings.password,)
        self._posts = f"{settings.url}/wp-json/wp/v2/posts"
        self._headers = basic(settings.user, settings.password)
        self.missing = lacking(
            {
                "DESK_WORDPRESS_URL": settings.url,
                "DESK_WORDPRESS_USER": settings.user,
                "DESK_WORDPRESS_PASSWORD": settings.password,
            }
        )

    def render(self, document: EditionDocument, key: str) -> dict[str, Any]:
        begin, end = _BLOCK
        # A bracket of an article must not become a shortcode: WordPress runs those in any text.
        html = edition_html(document).replace("[", "&#91;")
        return {
            "title": subject_of(document).replace("[", "("),
            "content": f"{begin}\n{html}{end}",
            "excerpt": disarm(preheader(document)).replace("[", "("),
            "status": "draft",
            "slug": key,
        }

    def created(self, answer: Answer) -> Remote | None:
        return self._remote(answer.data)

    def look(self, key: str) -> Request:
        states = "draft,pending,private,publish,future"
        return self._request("GET", f"?slug={quote(key, safe='')}&status={states}&context=edit")

    def looked(self, answer: Answer, key: str) -> Remote | None:
        posts = answer.data if isinstance(answer.data, list) else []
        return next((self._remote(p) for p in posts if field_of(p, "slug") == key), None)

    def _remote(self, post: Any) -> Remote | None:
        key = field_of(post, "id")
        if not key:
            return None
        number = quote(str(key), safe="")
        return Remote(
            remote_id=str(key),
            url=f"{self._settings.url}/wp-admin/post.php?post={number}&action=edit",
            is_draft=field_of(post, "status") == "draft",
        )
