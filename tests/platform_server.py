"""Six publishing platforms on loopback, with the dangerous defaults of the real ones: whoever
forgets to say "draft" publishes here, and the test that looks sees it."""

import base64
import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from config.targets import (
    BeehiivSettings,
    ButtondownSettings,
    GhostSettings,
    ListmonkSettings,
    MailchimpSettings,
    TargetSettings,
    WordPressSettings,
)
from core.delivery import Target

GHOST_SECRET = "ab" * 32
SECRETS = ("bee-secret", "button-secret", GHOST_SECRET, "monk-secret", "chimp0secret", "word pass")

Reply = tuple[int, Any]


@dataclass(frozen=True)
class Fault:
    """What goes wrong once: `status` is answered and nothing is made; `keeps` makes it all the
    same; a `hang` answers nothing for so many seconds."""

    status: int = 0
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    hang: float = 0.0
    keeps: bool = False
    method: str = "POST"


@dataclass
class Post:
    target: Target
    post_id: Any
    status: str
    data: dict[str, Any]
    content: dict[str, Any] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        return self.status in ("draft", "save")


class Platforms:
    """Counts what it is asked and keeps what it is given."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.calls: list[tuple[str, str]] = []
        self.faults: list[Fault] = []
        self.address = ""
        self._lock = threading.Lock()

    def settings(self) -> TargetSettings:
        at = self.address
        return TargetSettings(
            beehiiv=BeehiivSettings(key="bee-secret", publication="pub_1", url=f"{at}/bee"),
            buttondown=ButtondownSettings(key="button-secret", url=f"{at}/button"),
            ghost=GhostSettings(url=f"{at}/ghost-site", key=f"kid1:{GHOST_SECRET}"),
            listmonk=ListmonkSettings(
                url=f"{at}/monk", user="desk", token="monk-secret", lists=(3, 4)
            ),
            mailchimp=MailchimpSettings(
                key="chimp0secret-us7",
                audience="aud1",
                from_name="V2G News",
                reply_to="desk@v2gnews.example",
                url=f"{at}/chimp",
            ),
            wordpress=WordPressSettings(url=f"{at}/word", user="ann", password="word pass"),
        )

    def environment(self) -> dict[str, str]:
        """The same as variables, for a program in a process of its own."""
        s = self.settings()
        return {
            "DESK_BEEHIIV_KEY": s.beehiiv.key,
            "DESK_BEEHIIV_PUBLICATION": s.beehiiv.publication,
            "DESK_BEEHIIV_URL": s.beehiiv.url,
            "DESK_BUTTONDOWN_KEY": s.buttondown.key,
            "DESK_BUTTONDOWN_URL": s.buttondown.url,
            "DESK_GHOST_URL": s.ghost.url,
            "DESK_GHOST_KEY": s.ghost.key,
            "DESK_LISTMONK_URL": s.listmonk.url,
            "DESK_LISTMONK_USER": s.listmonk.user,
            "DESK_LISTMONK_TOKEN": s.listmonk.token,
            "DESK_LISTMONK_LISTS": ",".join(map(str, s.listmonk.lists)),
            "DESK_MAILCHIMP_KEY": s.mailchimp.key,
            "DESK_MAILCHIMP_LIST": s.mailchimp.audience,
            "DESK_MAILCHIMP_FROM": s.mailchimp.from_name,
            "DESK_MAILCHIMP_REPLY_TO": s.mailchimp.reply_to,
            "DESK_MAILCHIMP_URL": s.mailchimp.url,
            "DESK_WORDPRESS_URL": s.wordpress.url,
            "DESK_WORDPRESS_USER": s.wordpress.user,
            "DESK_WORDPRESS_PASSWORD": s.wordpress.password,
            "DESK_ALLOW_PRIVATE_NETWORKS": "127.0.0.0/8",
            "DESK_PORTS": str(urlsplit(self.address).port),
        }

    def of(self, target: Target) -> list[Post]:
        return [post for post in self.posts if post.target is target]

    def published(self) -> list[Post]:
        return [post for post in self.posts if not post.is_draft]

    def writes(self) -> list[str]:
        return [method for method, _ in self.calls if method != "GET"]

    def answer(self, method: str, path: str, headers: Any, body: Any) -> tuple[Fault, Reply]:
        with self._lock:
            self.calls.append((method, path))
            due = next((fault for fault in self.faults if fault.method == method), None)
            if due:
                self.faults.remove(due)
                if not due.keeps:
                    return due, (due.status, due.body)
            reply = self._route(method, path, headers, body)
            if due:
                return due, (due.status, due.body) if due.status else reply
            return Fault(), reply

    def add(self, target: Target, post_id: Any, status: str, data: dict[str, Any]) -> Post:
        post = Post(target, post_id, status, data)
        self.posts.append(post)
        return post

    def _route(self, method: str, path: str, headers: Any, body: Any) -> Reply:
        url = urlsplit(path)
        handlers: dict[str, Callable[..., Reply]] = {
            "bee": self._bee,
            "button": self._button,
            "ghost-site": self._ghost,
            "monk": self._monk,
            "chimp": self._chimp,
            "word": self._word,
        }
        first, _, rest = url.path.lstrip("/").partition("/")
        if first not in handlers:
            return 404, {"message": "Not found"}
        return handlers[first](
            method, rest, parse_qs(url.query), headers.get("authorization", ""), body
        )

    def _bee(self, method: str, rest: str, query: Any, auth: str, body: Any) -> Reply:
        if auth != "Bearer bee-secret":
            return 401, {"errors": [{"message": "Unauthorized"}]}
        if rest != "publications/pub_1/posts":
            return 404, {"errors": [{"message": "No such publication"}]}
        if method == "GET":
            assert int(query["limit"][0]) <= 100
            return 200, {"data": [self._bee_post(post) for post in self.of(Target.BEEHIIV)]}
        known = {"title", "subtitle", "status", "body_content", "web_settings", "content_tags"}
        if not body.get("title") or not body.get("body_content") or set(body) - known:
            return 422, {"errors": [{"message": "title and body_content are required"}]}
        status = body.get("status", "confirmed")
        post = self.add(Target.BEEHIIV, f"post_{len(self.posts)}", status, body)
        return 201, {"data": {"id": post.post_id}}

    def _bee_post(self, post: Post) -> dict[str, Any]:
        slug = post.data.get("web_settings", {}).get("slug")
        return {"id": post.post_id, "status": post.status, "slug": slug}

    def _button(self, method: str, rest: str, query: Any, auth: str, body: Any) -> Reply:
        if auth != "Token button-secret":
            return 401, {"detail": "Invalid token."}
        if rest != "emails":
            return 404, {"detail": "Not found."}
        if method == "GET":
            found = [
                {"id": p.post_id, "status": p.status, "slug": p.data.get("slug")}
                for p in self.of(Target.BUTTONDOWN)
            ]
            return 200, {"results": found, "count": len(found)}
        if not body.get("subject") or str(body.get("body", "")).startswith("---"):
            return 422, {"detail": [{"msg": "Field required"}]}
        if any(p.data.get("slug") == body.get("slug") for p in self.of(Target.BUTTONDOWN)):
            return 400, {"code": "email_duplicate", "detail": "An email with this slug exists."}
        status = body.get("status", "about_to_send")
        post = self.add(Target.BUTTONDOWN, f"em_{len(self.posts)}", status, body)
        return 201, {"id": post.post_id, "status": status, "slug": body.get("slug")}

    def _ghost(self, method: str, rest: str, query: Any, auth: str, body: Any) -> Reply:
        if not _is_ghost_token(auth):
            return 401, {"errors": [{"message": "Invalid token"}]}
        if rest.rstrip("/") != "ghost/api/admin/posts":
            return 404, {"errors": [{"message": "Resource not found"}]}
        if method == "GET":
            slug = query["filter"][0].removeprefix("slug:")
            found = [p for p in self.of(Target.GHOST) if p.data["slug"] == slug]
            return 200, {"posts": [self._ghost_post(post) for post in found]}
        (post_data,) = body["posts"]
        if not post_data.get("title") or query.get("source") != ["html"]:
            return 422, {"errors": [{"message": "Validation error: title"}]}
        if len(post_data.get("custom_excerpt", "")) > 300:
            return 422, {"errors": [{"message": "Validation error: excerpt"}]}
        if "newsletter" in query:
            return 422, {"errors": [{"message": "A draft is not mailed"}]}
        status = post_data.get("status", "draft")
        post = self.add(Target.GHOST, f"g{len(self.posts)}", status, post_data)
        return 201, {"posts": [self._ghost_post(post)]}

    def _ghost_post(self, post: Post) -> dict[str, Any]:
        return {"id": post.post_id, "status": post.status, "slug": post.data["slug"]}

    def _monk(self, method: str, rest: str, query: Any, auth: str, body: Any) -> Reply:
        if auth != _basic("desk", "monk-secret"):
            return 403, {"message": "invalid API credentials"}
        if rest != "api/campaigns":
            return 404, {"message": "not found"}
        if method == "GET":
            found = [
                {"id": p.post_id, "name": p.data["name"], "status": p.status}
                for p in self.of(Target.LISTMONK)
            ]
            return 200, {"data": {"results": found}}
        if not all(body.get(name) for name in ("name", "subject", "lists", "type", "content_type")):
            return 400, {"message": "Invalid fields"}
        if "{{" in body["body"] + body["altbody"] + body["subject"]:
            return 400, {"message": "Error compiling template"}
        post = self.add(Target.LISTMONK, len(self.posts) + 1, "draft", body)
        return 200, {"data": {"id": post.post_id, "status": "draft", "name": body["name"]}}

    def _chimp(self, method: str, rest: str, query: Any, auth: str, body: Any) -> Reply:
        if auth != _basic("desk", "chimp0secret-us7"):
            return 401, {"title": "API Key Invalid", "detail": "Your API key may be invalid."}
        if method == "GET" and rest == "campaigns":
            return 200, {"campaigns": [self._chimp_post(p) for p in self.of(Target.MAILCHIMP)]}
        if method == "PUT":
            found = re.fullmatch(r"campaigns/(\w+)/content", rest)
            post = next(p for p in self.of(Target.MAILCHIMP) if found and p.post_id == found[1])
            post.content = body
            return 200, {"html": body["html"]}
        settings = body.get("settings", {})
        if rest != "campaigns" or not settings.get("subject_line") or not settings.get("reply_to"):
            return 400, {"title": "Invalid Resource", "detail": "The resource is invalid."}
        if len(settings["subject_line"]) > 150:
            return 400, {"title": "Invalid Resource", "detail": "Subject too long."}
        post = self.add(Target.MAILCHIMP, f"c{len(self.posts)}", "save", body)
        return 200, self._chimp_post(post)

    def _chimp_post(self, post: Post) -> dict[str, Any]:
        title = {"title": post.data["settings"]["title"]}
        return {"id": post.post_id, "web_id": 12, "status": post.status, "settings": title}

    def _word(self, method: str, rest: str, query: Any, auth: str, body: Any) -> Reply:
        if auth != _basic("ann", "word pass"):
            return 401, {"code": "rest_not_logged_in", "message": "You are not logged in."}
        if rest != "wp-json/wp/v2/posts":
            return 404, {"code": "rest_no_route", "message": "No route was found."}
        if method == "GET":
            assert "draft" in query["status"][0]
            return 200, [
                self._word_post(p)
                for p in self.of(Target.WORDPRESS)
                if p.data["slug"] == query["slug"][0]
            ]
        if "[" in body["content"]:
            return 400, {"code": "shortcode", "message": "This would run."}
        post = self.add(Target.WORDPRESS, len(self.posts) + 1, body.get("status", "publish"), body)
        return 201, self._word_post(post)

    def _word_post(self, post: Post) -> dict[str, Any]:
        return {"id": post.post_id, "status": post.status, "slug": post.data["slug"]}


@contextmanager
def serve_platforms() -> Iterator[Platforms]:
    platforms = Platforms()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply("GET")

        def do_POST(self) -> None:
            self._reply("POST")

        def do_PUT(self) -> None:
            self._reply("PUT")

        def _reply(self, method: str) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            fault, (status, data) = platforms.answer(method, self.path, self.headers, body)
            if fault.hang:
                time.sleep(fault.hang)
                self.close_connection = True
                return
            payload = data if isinstance(data, bytes) else json.dumps(data).encode()
            self.send_response(status)
            for name, value in fault.headers:
                self.send_header(name, value)
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    platforms.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield platforms
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _is_ghost_token(auth: str) -> bool:
    """Checked by hand, so that a mistake of the library's use is seen."""
    match = re.fullmatch(r"Ghost ([\w-]+)\.([\w-]+)\.([\w-]+)", auth)
    if match is None:
        return False
    header, claims = (json.loads(_unpacked(match[i])) for i in (1, 2))
    signed = hmac.new(
        bytes.fromhex(GHOST_SECRET), f"{match[1]}.{match[2]}".encode(), hashlib.sha256
    ).digest()
    good_for = claims["exp"] - claims["iat"]
    return (
        hmac.compare_digest(signed, _unpacked(match[3]))
        and header == {"alg": "HS256", "typ": "JWT", "kid": "kid1"}
        and claims["aud"] == "/admin/"
        and 0 < good_for <= 300
    )


def _unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
