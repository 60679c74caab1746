"""Signing in through a provider of OpenID Connect: what is asked of it, and who may come in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from config.target_environment import is_near, read_address
from config.variables import Variable, read_text
from core.errors import Problem
from core.people import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """Off while `issuer` is empty. `roles` gives a role to a value of the claim `role_claim`;
    who has none of the values is refused, or gets `default_role` when there is one."""

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    label: str = ""
    role_claim: str = "groups"
    roles: tuple[tuple[str, Role], ...] = ()
    default_role: Role | None = None

    @property
    def name(self) -> str:
        """What the sign-in page calls the provider."""
        return self.label or urlsplit(self.issuer).netloc


def _role(raw: str) -> Role:
    try:
        return Role(" ".join(raw.split()).lower())
    except ValueError:
        raise ValueError(f"a role is one of {', '.join(Role)}") from None


def _roles(raw: str) -> tuple[tuple[str, Role], ...]:
    pairs = []
    for part in filter(None, (part.strip() for part in raw.split(","))):
        value, equals, role = part.rpartition("=")
        pairs.append((value.strip(), _role(role)) if equals else (part, Role.VIEWER))
    if any(not value for value, _ in pairs):
        raise ValueError("a role stands without the value it is for")
    return tuple(pairs)


OIDC_VARIABLES: tuple[Variable, ...] = (
    Variable(name="DESK_OIDC_ISSUER", read=read_address, default="",
             about="Sign-in through OpenID Connect: the provider's issuer; empty: none."),
    Variable(name="DESK_OIDC_CLIENT_ID", read=read_text, default="",
             about="OpenID Connect: the desk's client id at the provider."),
    Variable(name="DESK_OIDC_CLIENT_SECRET", read=read_text, default="", secret=True,
             about="OpenID Connect: the client's password there; empty: a public client."),
    Variable(name="DESK_OIDC_LABEL", read=read_text, default="",
             about="OpenID Connect: the provider's name on the sign-in page; empty: its host."),
    Variable(name="DESK_OIDC_ROLE_CLAIM", read=read_text, default="groups",
             about="OpenID Connect: the claim of the ID token that decides about the role."),
    Variable(name="DESK_OIDC_ROLES", read=_roles, default=(),
             about="OpenID Connect: value=role, comma between; a value alone is a viewer."),
    Variable(name="DESK_OIDC_DEFAULT_ROLE", read=_role, default=None,
             about="OpenID Connect: the role of who has none of the values; empty: refused."),
)  # fmt: skip


def oidc_settings(values: Mapping[str, Any]) -> OidcSettings:
    return OidcSettings(
        issuer=values["DESK_OIDC_ISSUER"],
        client_id=values["DESK_OIDC_CLIENT_ID"],
        client_secret=values["DESK_OIDC_CLIENT_SECRET"],
        label=values["DESK_OIDC_LABEL"],
        role_claim=values["DESK_OIDC_ROLE_CLAIM"],
        roles=values["DESK_OIDC_ROLES"],
        default_role=values["DESK_OIDC_DEFAULT_ROLE"],
    )


def unsafe_oidc(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Whoever can read or change what the provider says can sign in as anybody."""
    issuer = values["DESK_OIDC_ISSUER"]
    if not issuer:
        return
    parts = urlsplit(issuer)
    near = is_near(parts.hostname or "", values["DESK_ALLOW_PRIVATE_NETWORKS"])
    if parts.scheme != "https" and not near:
        yield Problem("environment", 0, "DESK_OIDC_ISSUER would be asked unencrypted: use https.")
    if not values["DESK_OIDC_CLIENT_ID"]:
        yield Problem("environment", 0, "DESK_OIDC_ISSUER needs DESK_OIDC_CLIENT_ID beside it.")
    if not values["DESK_OIDC_ROLES"] and values["DESK_OIDC_DEFAULT_ROLE"] is None:
        text = "DESK_OIDC_ISSUER lets nobody in without DESK_OIDC_ROLES or DESK_OIDC_DEFAULT_ROLE."
        yield Problem("environment", 0, text)
