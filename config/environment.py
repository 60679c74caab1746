"""Settings from environment variables; `NAME_FILE` names a file that holds a secret instead."""

import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from config.oidc import OIDC_VARIABLES, oidc_settings, unsafe_oidc
from config.settings import DeskSettings, ModelSettings, Settings
from config.target_environment import TARGET_VARIABLES, target_settings, unsafe_targets
from config.variables import Variable as Variable
from config.variables import read_text as _text
from core.crawl import CrawlLimits
from core.errors import Problem
from core.guard import AddressPolicy
from core.spend import Caps

DEFAULT_USER_AGENT = "FindsDesk/0.1 (+newsletter research; contact: {contact})"


def _whole(raw: str) -> int:
    value = int(raw)
    if value < 0:
        raise ValueError("is below 0")
    return value


def _at_least_one(raw: str) -> int:
    value = int(raw)
    if value < 1:
        raise ValueError("is below 1")
    return value


def _brief(raw: str) -> int:
    value = int(raw)
    if value < 500:
        raise ValueError("is below 500, which no article fits in")
    return value


def _number(raw: str) -> float:
    value = float(raw)
    if not 0 <= value < float("inf"):
        raise ValueError("is not a number from 0 up")
    return value


def _port(raw: str) -> int:
    value = int(raw)
    if not 0 < value < 65536:
        raise ValueError("is not a port (1 to 65535)")
    return value


def _yes_no(raw: str) -> bool:
    known = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    if raw.strip().lower() not in known:
        raise ValueError("is neither yes nor no")
    return known[raw.strip().lower()]


def _networks(raw: str) -> tuple[str, ...]:
    nets = tuple(part.strip() for part in raw.split(",") if part.strip())
    for net in nets:
        ip_network(net)
    return nets


def _ports(raw: str) -> tuple[int, ...]:
    return tuple(_port(part) for part in raw.split(",") if part.strip())


def _names(raw: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in raw.split(",") if part.strip())


def _token(raw: str) -> str:
    token = raw.strip()
    if token and not re.fullmatch(r"[A-Za-z0-9_-]{16,128}", token):
        raise ValueError("is not 16 to 128 letters, digits, - or _")
    return token


def _folder(raw: str) -> Path | None:
    return Path(raw).expanduser() if raw.strip() else None


VARIABLES: tuple[Variable, ...] = (
    Variable(name="DESK_DATABASE_URL", read=_text, default="", secret=True,
             about="Database; empty: desk.sqlite3 in the workspace. A team: postgresql+psycopg://…"),
    Variable(name="DESK_CONTACT", read=_text, default="not given",
             about="Address in the user agent, for publishers who want to reach you."),
    Variable(name="DESK_USER_AGENT", read=_text, default="",
             about="The whole user agent, instead."),
    Variable(name="DESK_ALLOW_PRIVATE_NETWORKS", read=_networks, default=(),
             about="Networks (CIDR, comma between) that may be asked though not public."),
    Variable(name="DESK_PORTS", read=_ports, default=(),
             about="Ports that may be asked besides 80, 443, 8080 and 8443."),
    Variable(name="DESK_ALLOW_PROXY", read=_yes_no, default=False,
             about="Crawl through the proxy of HTTP_PROXY, which must refuse private addresses."),
    Variable(name="DESK_DELAY_SECONDS", read=_number, default=2.0,
             about="Pause between two requests to one host, give or take half; never less than its"
                   " crawl-delay."),
    Variable(name="DESK_TIMEOUT_SECONDS", read=_number, default=30.0,
             about="Longest wait for one response."),
    Variable(name="DESK_EXTRACT_WORKERS", read=_whole, default=2,
             about="Processes that extract pages."),
    Variable(name="DESK_PREFILTER", read=_yes_no, default=True,
             about="Drop pages of broad sources that hold no word of the beat, unread."),
    Variable(name="DESK_CHROMIUM", read=_text, default="",
             about="Chromium for sources that need a browser; empty: Playwright's own."),
    Variable(name="DESK_ENGINE_WORKERS", read=_whole, default=2,
             about="Processes the jobs may use on this machine."),
    Variable(name="DESK_OPENAI_API_KEY", read=_text, default="", secret=True,
             about="Key for the model. Without key and base URL the embedded extract writes."),
    Variable(name="DESK_BASE_URL", read=_text, default="",
             about="A server that speaks the OpenAI protocol; empty: OpenAI itself."),
    Variable(name="DESK_MODEL", read=_text, default="gpt-5-mini",
             about="The model's name there."),
    Variable(name="DESK_MODEL_TIMEOUT_SECONDS", read=_number, default=60.0,
             about="Longest wait for one answer of the model."),
    Variable(name="DESK_MODEL_ATTEMPTS", read=_whole, default=3,
             about="Attempts for one draft, all counted."),
    Variable(name="DESK_BUDGET_USD", read=_number, default=2.0,
             about="Most that models may cost in 24 hours, in US dollars."),
    Variable(name="DESK_BUDGET_RUN_USD", read=_number, default=1.0,
             about="Most that models may cost in one run of a job, in US dollars."),
    Variable(name="DESK_BUDGET_EDITION_USD", read=_number, default=15.0,
             about="Most that models may cost for one edition, in US dollars."),
    Variable(name="DESK_MODEL_WORKERS", read=_at_least_one, default=4,
             about="Stories drafted by a model at once."),
    Variable(name="DESK_BRIEF_TOKENS", read=_brief, default=6000,
             about="How much of a story's articles a model sees, in tokens."),
    Variable(name="DESK_SECOND_READER", read=_text, default="",
             about="A model at the same endpoint that reads every draft against its articles."),
    Variable(name="DESK_MODEL_REPAIRS", read=_yes_no, default=True,
             about="Put what the checks find to the model once."),
    Variable(name="DESK_MODEL_BATCH", read=_yes_no, default=False,
             about="Draft through the Batch API: half the price, within a day."),
    Variable(name="DESK_HOST", read=_text, default="127.0.0.1",
             about="Address the desk listens on."),
    Variable(name="DESK_PORT", read=_port, default=8765, about="Port the desk listens on."),
    Variable(name="DESK_PUBLIC_HOSTS", read=_names, default=(),
             about="Host names editors may use besides loopback ones, comma between."),
    Variable(name="DESK_SECURE_COOKIES", read=_yes_no, default=None,
             about="Cookies over https only; on with public hosts, and wherever not on loopback."),
    Variable(name="DESK_SESSION_HOURS", read=_whole, default=12,
             about="Hours until a sign-in ends."),
    Variable(name="DESK_LEARNED_ORDER", read=_yes_no, default=True,
             about="Let what was learned from editors' decisions move stories in the queue."),
    Variable(name="DESK_CORPORA", read=_folder, default=None,
             about="Folder with data to measure on; only the gates use it."),
    Variable(name="DESK_FEED_TOKEN", read=_token, default="", secret=True,
             about="Opens the feed of finished editions at /feeds/TOKEN/rss.xml; empty: none."),
    *OIDC_VARIABLES,
    *TARGET_VARIABLES,
)  # fmt: skip


def read_settings(
    workspace: Path, environ: Mapping[str, str]
) -> tuple[Settings | None, list[Problem]]:
    problems: list[Problem] = []
    values = {v.name: _value(v, environ, problems) for v in VARIABLES}
    if not problems:
        problems.extend(_unsafe(values))
    return (None if problems else _settings(workspace, values)), problems


def _value(variable: Variable, environ: Mapping[str, str], problems: list[Problem]) -> Any:
    raw = environ.get(variable.name)
    if raw is None and variable.secret and (file := environ.get(f"{variable.name}_FILE")):
        try:
            raw = Path(file).read_text(encoding="utf8")
        except (OSError, UnicodeDecodeError):
            text = f"{variable.name}_FILE names a file that cannot be read: {file}"
            problems.append(Problem("environment", 0, text))
            return variable.default
    if raw is None or (not raw.strip() and not variable.secret):
        return variable.default
    try:
        return variable.read(raw)
    except ValueError as error:
        shown = "its value" if variable.secret else f"“{raw}”"
        problems.append(Problem("environment", 0, f"{variable.name}: {shown}: {error}."))
        return variable.default


def _unsafe(values: Mapping[str, Any]) -> list[Problem]:
    return [*_unsafe_cookies(values), *unsafe_targets(values), *unsafe_oidc(values)]


def _unsafe_cookies(values: Mapping[str, Any]) -> list[Problem]:
    if values["DESK_SECURE_COOKIES"] is not False:
        return []
    host, public = values["DESK_HOST"], ", ".join(values["DESK_PUBLIC_HOSTS"])
    reasons = {
        f"while the desk listens on {host}": not _is_loopback(host),
        f"while DESK_PUBLIC_HOSTS names {public}": bool(public),
    }
    return [
        Problem("environment", 0, f"DESK_SECURE_COOKIES cannot be off {reason}.")
        for reason, holds in reasons.items()
        if holds
    ]


def _is_loopback(host: str) -> bool:
    return host == "localhost" or host == "::1" or host.startswith("127.")


def _is_reached_from_elsewhere(values: Mapping[str, Any]) -> bool:
    """A desk on loopback has public names when a proxy stands in front of it."""
    return bool(values["DESK_PUBLIC_HOSTS"]) or not _is_loopback(values["DESK_HOST"])


def _settings(workspace: Path, values: Mapping[str, Any]) -> Settings:
    secure = values["DESK_SECURE_COOKIES"]
    url = values["DESK_DATABASE_URL"] or f"sqlite:///{(workspace / 'desk.sqlite3').resolve()}"
    agent = values["DESK_USER_AGENT"] or DEFAULT_USER_AGENT.format(contact=values["DESK_CONTACT"])
    return Settings(
        workspace=workspace,
        database_url=url,
        user_agent=agent,
        policy=AddressPolicy(
            allow_private=values["DESK_ALLOW_PRIVATE_NETWORKS"],
            ports=values["DESK_PORTS"],
            allow_proxy=values["DESK_ALLOW_PROXY"],
        ),
        limits=CrawlLimits(
            delay_seconds=values["DESK_DELAY_SECONDS"],
            timeout_seconds=values["DESK_TIMEOUT_SECONDS"],
            extract_workers=values["DESK_EXTRACT_WORKERS"],
        ),
        model=ModelSettings(
            api_key=values["DESK_OPENAI_API_KEY"],
            base_url=values["DESK_BASE_URL"],
            model=values["DESK_MODEL"],
            timeout_seconds=values["DESK_MODEL_TIMEOUT_SECONDS"],
            max_attempts=values["DESK_MODEL_ATTEMPTS"],
            caps=Caps(
                run=round(values["DESK_BUDGET_RUN_USD"] * 1_000_000),
                day=round(values["DESK_BUDGET_USD"] * 1_000_000),
                edition=round(values["DESK_BUDGET_EDITION_USD"] * 1_000_000),
            ),
            workers=values["DESK_MODEL_WORKERS"],
            brief_tokens=values["DESK_BRIEF_TOKENS"],
            repairs=values["DESK_MODEL_REPAIRS"],
            second_reader=values["DESK_SECOND_READER"],
            batch=values["DESK_MODEL_BATCH"],
        ),
        desk=DeskSettings(
            host=values["DESK_HOST"],
            port=values["DESK_PORT"],
            public_hosts=values["DESK_PUBLIC_HOSTS"],
            secure_cookies=_is_reached_from_elsewhere(values) if secure is None else secure,
            session_hours=values["DESK_SESSION_HOURS"],
            feed_token=values["DESK_FEED_TOKEN"],
            oidc=oidc_settings(values),
        ),
        targets=target_settings(values),
        engine_workers=values["DESK_ENGINE_WORKERS"],
        learned_order=values["DESK_LEARNED_ORDER"],
        prefilter=values["DESK_PREFILTER"],
        chromium=values["DESK_CHROMIUM"],
    )
