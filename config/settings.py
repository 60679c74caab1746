"""Settings of one installation: where its data lies, what it may ask, and what it may spend."""

from dataclasses import dataclass, field
from pathlib import Path

from core.crawl import CrawlLimits
from core.guard import AddressPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """`api_key` is empty when there is none: then the embedded extract writes the drafts.
    `budget_microdollars` caps the spend of drafting in 24 hours."""

    api_key: str = field(default="", repr=False)
    base_url: str = ""
    model: str = "gpt-5-mini"
    timeout_seconds: float = 60.0
    max_attempts: int = 3
    budget_microdollars: int = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """`secure_cookies` is refused to be off on any address but loopback, and with `public_hosts`:
    the names under which browsers reach the desk, beyond loopback and `host` itself."""

    host: str = "127.0.0.1"
    port: int = 8765
    secure_cookies: bool = False
    session_hours: int = 12
    public_hosts: tuple[str, ...] = ()


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
    engine_workers: int = 2
    prefilter: bool = True

    @property
    def warc_dir(self) -> Path:
        return self.workspace / "warc"

    @property
    def spool_dir(self) -> Path:
        return self.workspace / "spool"

    @property
    def export_dir(self) -> Path:
        return self.workspace / "exports"
