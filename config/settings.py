"""Settings of one installation: where its data lies, what it may ask, and what it may spend."""

from dataclasses import dataclass, field
from pathlib import Path

from config.oidc import OidcSettings
from config.targets import TargetSettings
from core.crawl import CrawlLimits
from core.guard import AddressPolicy
from core.spend import Caps


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """`api_key` is empty when there is none: then the embedded extract writes the drafts.
    `caps` hold for a run, 24 hours and an edition; `brief_tokens` is how much of the articles a
    model sees; `workers` how many stories are drafted at once; `batch` asks for drafts through
    the Batch API, at its price and its pace."""

    api_key: str = field(default="", repr=False)
    base_url: str = ""
    model: str = "gpt-5-mini"
    timeout_seconds: float = 60.0
    max_attempts: int = 3
    caps: Caps = Caps(run=1_000_000, day=2_000_000, edition=15_000_000)
    workers: int = 4
    brief_tokens: int = 6_000
    repairs: bool = True
    second_reader: str = ""
    batch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """`secure_cookies` is refused to be off on any address but loopback, and with `public_hosts`:
    the names under which browsers reach the desk, beyond loopback and `host` itself."""

    host: str = "127.0.0.1"
    port: int = 8765
    secure_cookies: bool = False
    session_hours: int = 12
    public_hosts: tuple[str, ...] = ()
    feed_token: str = field(default="", repr=False)
    """Part of the address of the feed of finished editions; empty: there is no feed."""
    oidc: OidcSettings = OidcSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that comes from the environment, `*_FILE` secrets included."""

    workspace: Path
    database_url: str = field(repr=False)
    user_agent: str
    policy: AddressPolicy = AddressPolicy()
    limits: CrawlLimits = CrawlLimits()
    model: ModelSettings = ModelSettings()
    desk: DeskSettings = DeskSettings()
    targets: TargetSettings = TargetSettings()
    engine_workers: int = 2
    learned_order: bool = True
    """Whether what was learned from decisions moves stories in the queue."""
    prefilter: bool = True
    chromium: str = ""

    @property
    def warc_dir(self) -> Path:
        return self.workspace / "warc"

    @property
    def spool_dir(self) -> Path:
        return self.workspace / "spool"

    @property
    def hosts_dir(self) -> Path:
        return self.workspace / "hosts"

    @property
    def export_dir(self) -> Path:
        return self.workspace / "exports"
