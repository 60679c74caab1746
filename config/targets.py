"""What each publishing platform is asked with. A platform without its settings is not offered."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class BeehiivSettings:
    key: str = field(default="", repr=False)
    publication: str = ""
    url: str = "https://api.beehiiv.com/v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtondownSettings:
    key: str = field(default="", repr=False)
    url: str = "https://api.buttondown.com/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class GhostSettings:
    """`url` is the site's own; `key` an Admin API key, `id:secret`."""

    url: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListmonkSettings:
    url: str = ""
    user: str = ""
    token: str = field(default="", repr=False)
    lists: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailchimpSettings:
    """`url` is empty for the data centre that the key names."""

    key: str = field(default="", repr=False)
    audience: str = ""
    from_name: str = ""
    reply_to: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPressSettings:
    """`password` is an application password, not that of the account."""

    url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSettings:
    beehiiv: BeehiivSettings = BeehiivSettings()
    buttondown: ButtondownSettings = ButtondownSettings()
    ghost: GhostSettings = GhostSettings()
    listmonk: ListmonkSettings = ListmonkSettings()
    mailchimp: MailchimpSettings = MailchimpSettings()
    wordpress: WordPressSettings = WordPressSettings()
