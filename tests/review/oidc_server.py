"""A provider of OpenID Connect on loopback, that can be made to lie."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from core.clock import Clock

CLIENT, SECRET = "finds-desk", "client password"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
STRANGERS_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})

Change = Callable[[dict[str, Any]], None]


def _as_it_is(data: dict[str, Any]) -> None:
    """Changes nothing."""


@dataclass
class Login:
    """What is in the ID token besides what the protocol asks for, and what is wrong with it."""

    subject: str = "subject-7"
    claims: dict[str, Any] = field(default_factory=lambda: {"name": "Olga", "groups": ["editors"]})
    change: Change = _as_it_is
    key: Any = field(default_factory=lambda: KEY)
    algorithm: str = "RS256"


class OidcProvider:
    """Gives a code for each visit, and one token for it to the client that proves itself."""

    def __init__(self, clock: Clock) -> None:
        self.login = Login()
        self.document_change: Change = _as_it_is
        self.down: set[str] = set()
        self.calls: list[str] = []
        self.address = ""
        self._clock = clock
        self._codes: dict[str, dict[str, str]] = {}

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def visit(self, address: str) -> str:
        """What a browser is sent back with once somebody has signed in there."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        self.calls.append(path)
        if path in self.down:
            return 503, {}
        if path == "/.well-known/openid-configuration":
            return 200, self._document()
        if path == "/keys":
            return 200, {"keys": [KEY.as_dict(private=False)]}
        return self._token(form, authorization)

    def _document(self) -> dict[str, Any]:
        document = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }
        self.document_change(document)
        return document

    def _token(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        pair = base64.b64encode(b"finds-desk:client+password").decode()
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if authorization != f"Basic {pair}":
            return 401, {"error": "invalid_client"}
        if (
            asked is None
            or asked["code_challenge"] != proof
            or asked["redirect_uri"] != form.get("redirect_uri")
        ):
            return 400, {"error": "invalid_grant"}
        now = int(self._clock.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self.address, "aud": CLIENT, "sub": self.login.subject,
            "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.login.claims,
        }  # fmt: skip
        self.login.change(claims)
        header = {"alg": self.login.algorithm, "kid": "one"}
        if self.login.algorithm == "none":
            token = ".".join([_packed(header), _packed(claims), ""])
        else:
            token = jwt.encode(header, claims, self.login.key, algorithms=[self.login.algorithm])
        return 200, {"access_token": "access", "token_type": "Bearer", "id_token": token}


def _packed(data: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


@contextmanager
def oidc_provider(clock: Clock) -> Iterator[OidcProvider]:
    provider = OidcProvider(clock)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._reply({k: v[0] for k, v in parse_qs(body).items()})

        def _reply(self, form: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            status, data = provider.answer(path, form, self.headers.get("authorization", ""))
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
