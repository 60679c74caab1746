"""The environment variables of the publishing platforms, and the settings they make."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from config.targets import (
    BeehiivSettings,
    ButtondownSettings,
    GhostSettings,
    ListmonkSettings,
    MailchimpSettings,
    TargetSettings,
    WordPressSettings,
)
from config.variables import Variable, read_text
from core.errors import Problem
from core.guard import is_loopback_name


def read_address(raw: str) -> str:
    """Without a slash at its end; raises `ValueError`."""
    url = raw.strip().rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("is not an address such as https://news.example")
    return url


def _numbers(raw: str) -> tuple[int, ...]:
    return tuple(int(part) for part in raw.split(",") if part.strip())


TARGET_VARIABLES: tuple[Variable, ...] = (
    Variable(name="DESK_BEEHIIV_KEY", read=read_text, default="", secret=True,
             about="beehiiv: API key."),
    Variable(name="DESK_BEEHIIV_PUBLICATION", read=read_text, default="",
             about="beehiiv: the publication's id, pub_…"),
    Variable(name="DESK_BEEHIIV_URL", read=read_address, default="https://api.beehiiv.com/v2",
             about="beehiiv: where its interface is."),
    Variable(name="DESK_BUTTONDOWN_KEY", read=read_text, default="", secret=True,
             about="Buttondown: API key."),
    Variable(name="DESK_BUTTONDOWN_URL", read=read_address, default="https://api.buttondown.com/v1",
             about="Buttondown: where its interface is."),
    Variable(name="DESK_GHOST_URL", read=read_address, default="",
             about="Ghost: the address of the site's admin, https://news.example"),
    Variable(name="DESK_GHOST_KEY", read=read_text, default="", secret=True,
             about="Ghost: Admin API key of a custom integration, id:secret."),
    Variable(name="DESK_LISTMONK_URL", read=read_address, default="",
             about="listmonk: its address, https://lists.example"),
    Variable(name="DESK_LISTMONK_USER", read=read_text, default="",
             about="listmonk: the API user's name."),
    Variable(name="DESK_LISTMONK_TOKEN", read=read_text, default="", secret=True,
             about="listmonk: the API user's token."),
    Variable(name="DESK_LISTMONK_LISTS", read=_numbers, default=(),
             about="listmonk: the ids of the lists, comma between."),
    Variable(name="DESK_MAILCHIMP_KEY", read=read_text, default="", secret=True,
             about="Mailchimp: API key; its end names the data centre."),
    Variable(name="DESK_MAILCHIMP_LIST", read=read_text, default="",
             about="Mailchimp: the audience's id."),
    Variable(name="DESK_MAILCHIMP_FROM", read=read_text, default="",
             about="Mailchimp: the sender's name."),
    Variable(name="DESK_MAILCHIMP_REPLY_TO", read=read_text, default="",
             about="Mailchimp: the sender's mail address."),
    Variable(name="DESK_MAILCHIMP_URL", read=read_address, default="",
             about="Mailchimp: where its interface is; empty: the key's data centre."),
    Variable(name="DESK_WORDPRESS_URL", read=read_address, default="",
             about="WordPress: the address of the site."),
    Variable(name="DESK_WORDPRESS_USER", read=read_text, default="",
             about="WordPress: a user who may write posts."),
    Variable(name="DESK_WORDPRESS_PASSWORD", read=read_text, default="", secret=True,
             about="WordPress: an application password of that user."),
)  # fmt: skip


def target_settings(values: Mapping[str, Any]) -> TargetSettings:
    return TargetSettings(
        beehiiv=BeehiivSettings(
            key=values["DESK_BEEHIIV_KEY"],
            publication=values["DESK_BEEHIIV_PUBLICATION"],
            url=values["DESK_BEEHIIV_URL"],
        ),
        buttondown=ButtondownSettings(
            key=values["DESK_BUTTONDOWN_KEY"], url=values["DESK_BUTTONDOWN_URL"]
        ),
        ghost=GhostSettings(url=values["DESK_GHOST_URL"], key=values["DESK_GHOST_KEY"]),
        listmonk=ListmonkSettings(
            url=values["DESK_LISTMONK_URL"],
            user=values["DESK_LISTMONK_USER"],
            token=values["DESK_LISTMONK_TOKEN"],
            lists=values["DESK_LISTMONK_LISTS"],
        ),
        mailchimp=MailchimpSettings(
            key=values["DESK_MAILCHIMP_KEY"],
            audience=values["DESK_MAILCHIMP_LIST"],
            from_name=values["DESK_MAILCHIMP_FROM"],
            reply_to=values["DESK_MAILCHIMP_REPLY_TO"],
            url=values["DESK_MAILCHIMP_URL"],
        ),
        wordpress=WordPressSettings(
            url=values["DESK_WORDPRESS_URL"],
            user=values["DESK_WORDPRESS_USER"],
            password=values["DESK_WORDPRESS_PASSWORD"],
        ),
    )


def unsafe_targets(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Keys go over https, but for a platform on this machine or in a network opened by setting."""
    for variable in TARGET_VARIABLES:
        if variable.read is not read_address or not values[variable.name]:
            continue
        parts = urlsplit(values[variable.name])
        if parts.scheme == "https" or is_near(
            parts.hostname or "", values["DESK_ALLOW_PRIVATE_NETWORKS"]
        ):
            continue
        text = f"{variable.name} would send a key unencrypted: use https."
        yield Problem("environment", 0, text)


def is_near(host: str, networks: tuple[str, ...]) -> bool:
    """Whether it is this machine, or an address in one of the networks."""
    if is_loopback_name(host):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or any(address in ip_network(net) for net in networks)
