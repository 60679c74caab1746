"""Signing in through a provider of OpenID Connect: authorization code flow with PKCE.

The browser is sent to the provider with a state and a nonce of one use; it comes back with a
code, which is changed for an ID token at the provider itself. What the token says counts only
when the provider's own keys signed it, for this desk, for this try, and not long ago.
Sources: OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9207 (issuer in the answer).
"""

import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlsplit

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from config.oidc import OidcSettings
from core.clock import Clock
from core.errors import DeskError
from core.log import Log
from core.people import Role
from core.text import clean_line
from review.actions.ways import Way, Ways

log = Log("review.provider")

# Signatures by the provider's private key alone: with HS256 the desk's own password would sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY_SECONDS = 60
DOCUMENT_KEPT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRequest:
    """A GET, or a POST of `form` when there is one."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAnswer:
    """`data` is the JSON object of the answer, empty when it held none; `trouble` says why there
    was no answer."""

    status: int = 0
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    trouble: str = ""


AskProvider = Callable[[ProviderRequest], ProviderAnswer]


class ProviderFailed(DeskError):
    """Nobody is signed in. `down` tells a provider that does not answer from one that says no."""

    def __init__(self, text: str, *, down: bool = False) -> None:
        self.down = down
        super().__init__(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whom the provider vouches for. `issuer` and `subject` together are the person for ever;
    `name` is only what they are called."""

    issuer: str
    subject: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What the browser brings back from the provider."""

    state: str
    code: str = ""
    error: str = ""
    issuer: str = ""


class Provider:
    """One provider, and the tries to sign in that are under way."""

    def __init__(self, settings: OidcSettings, ask: AskProvider, clock: Clock) -> None:
        self._settings, self._ask, self._clock = settings, ask, clock
        self._ways = Ways()
        self._document: tuple[datetime, Mapping[str, Any]] | None = None

    @property
    def name(self) -> str:
        return self._settings.name

    def begin(self, *, back: str, next_path: str) -> tuple[str, Way]:
        """The provider's address to send the browser to, and what is remembered of it. `back` is
        the desk's address that the provider sends it back to. Raises `ProviderFailed`."""
        document = self._read_document()
        way = Way(
            state=secrets.token_urlsafe(32),
            browser=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            back=back,
            next_path=next_path,
        )
        self._ways.put(way, self._clock.now())
        address = prepare_grant_uri(
            document["authorization_endpoint"],
            client_id=self._settings.client_id,
            response_type="code",
            redirect_uri=back,
            scope="openid profile email",
            state=way.state,
            nonce=way.nonce,
            code_challenge=create_s256_code_challenge(way.verifier),
            code_challenge_method="S256",
        )
        return str(address), way

    def finish(self, returned: Returned, *, browser: str) -> tuple[Vouched, str]:
        """Whom the provider vouches for, and where they wanted to go; `browser` is what its
        cookie says. Raises `ProviderFailed`."""
        way = self._ways.take(returned.state, browser, self._clock.now())
        if way is None:
            raise ProviderFailed(
                "This sign-in was begun in another browser, is over, or took too long. Begin again."
            )
        document = self._read_document()
        if returned.issuer and returned.issuer != document["issuer"]:
            raise self._no("the answer came from another provider")
        if returned.error or not returned.code:
            raise ProviderFailed(f"{self.name} did not let you in. Try again, or ask who runs it.")
        token = self._fetch_token(document, way, returned.code)
        claims = self._read_token(document, token, way.nonce)
        return self._vouched(claims), way.next_path

    def _read_document(self) -> Mapping[str, Any]:
        now = self._clock.now()
        if self._document is not None and now < self._document[0]:
            return self._document[1]
        issuer = self._settings.issuer
        document = self._get(f"{issuer}/.well-known/openid-configuration")
        # Some providers write their issuer with a slash at its end.
        if str(document.get("issuer", "")).removesuffix("/") != issuer:
            raise self._no("its own document names another issuer")
        for key in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            scheme = urlsplit(str(document.get(key, ""))).scheme
            if scheme != "https" and not (scheme == "http" and issuer.startswith("http:")):
                raise self._no(f"its document has no safe {key}")
        self._document = (now + DOCUMENT_KEPT, document)
        return document

    def _fetch_token(self, document: Mapping[str, Any], way: Way, code: str) -> Mapping[str, Any]:
        client, secret = self._settings.client_id, self._settings.client_secret
        ways_in = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        headers = {"content-type": "application/x-www-form-urlencoded"}
        own: dict[str, str] = {}
        if not secret:
            own = {"client_id": client}
        elif "client_secret_basic" in ways_in:
            pair = f"{quote_plus(client)}:{quote_plus(secret)}".encode()
            headers["authorization"] = f"Basic {b64encode(pair).decode()}"
        else:
            own = {"client_id": client, "client_secret": secret}
        form = prepare_token_request(
            "authorization_code", redirect_uri=way.back, code=code, code_verifier=way.verifier,
            **own,
        )  # fmt: skip
        request = ProviderRequest(url=document["token_endpoint"], headers=headers, form=str(form))
        answer = self._asked(request)
        if answer.status != 200:
            raise self._no(f"it did not change the code for a token ({answer.status})")
        return answer.data

    def _read_token(
        self, document: Mapping[str, Any], token: Mapping[str, Any], nonce: str
    ) -> Mapping[str, Any]:
        keys = self._get(document["jwks_uri"])
        essential = {"essential": True}
        options = {
            "iss": {**essential, "value": document["issuer"]},
            "aud": {**essential, "value": self._settings.client_id},
            "sub": essential,
            "nonce": essential,
        }
        params = {
            "nonce": nonce,
            "client_id": self._settings.client_id,
            "access_token": token.get("access_token"),
        }
        try:
            read = jwt.decode(
                str(token.get("id_token", "")),
                KeySet.import_key_set({"keys": list(keys["keys"])}),
                registry=JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False),
            )
            claims = CodeIDToken(read.claims, read.header, options, params)
            claims.validate(now=int(self._clock.now().timestamp()), leeway=LEEWAY_SECONDS)
        except ExpiredTokenError as error:
            raise self._no("its token has run out; are both clocks right?") from error
        except (JoseError, ValueError, TypeError, KeyError) as error:
            log.warning("token refused", error=type(error).__name__, claim=str(error)[:200])
            raise self._no("its token does not hold") from error
        return dict(claims)

    def _vouched(self, claims: Mapping[str, Any]) -> Vouched:
        names = (claims.get(key) for key in ("name", "preferred_username", "email"))
        name = next((clean_line(n) for n in names if isinstance(n, str) and clean_line(n)), "")
        subject = str(claims["sub"])
        if len(subject) > 255 or not subject.isprintable():
            raise self._no("its name for you cannot be kept")
        return Vouched(
            issuer=str(claims["iss"]),
            subject=subject,
            name=name or f"Someone of {self.name}",
            role=self._role(claims.get(self._settings.role_claim)),
        )

    def _role(self, given: object) -> Role:
        values = given if isinstance(given, list) else [given]
        roles = [role for value, role in self._settings.roles if value in values]
        if roles:
            return max(roles, key=list(Role).index)
        if self._settings.default_role is None:
            raise ProviderFailed(
                f"{self.name} knows you, but nothing there lets you into the desk. Ask a chief"
                " editor which group you need."
            )
        return self._settings.default_role

    def _get(self, url: str) -> Mapping[str, Any]:
        answer = self._asked(ProviderRequest(url=url))
        if answer.status != 200 or not answer.data:
            log.error("provider failed", url=url, status=answer.status)
            raise self._down()
        return answer.data

    def _asked(self, request: ProviderRequest) -> ProviderAnswer:
        answer = self._ask(request)
        if answer.trouble or answer.status >= 500:
            log.error("provider failed", url=request.url, status=answer.status, why=answer.trouble)
            raise self._down()
        return answer

    def _down(self) -> ProviderFailed:
        text = f"{self.name} does not answer. Try again in a minute, or sign in with a password."
        return ProviderFailed(text, down=True)

    def _no(self, why: str) -> ProviderFailed:
        log.warning("provider not believed", why=why)
        return ProviderFailed(f"{self.name} was not believed: {why}. Begin again.")
