"""check links: the addresses an edition prints → asked one by one, politely → kept."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urljoin

import httpx2

from core.links import LinkAnswer
from core.url import host_of
from newsletter.links import edition_links
from scheduler.context import Context, Progress, silent
from scheduler.jobs.publish import read_placed
from summarizer.endpoint import (
    AddressBlocked,
    AnswerRefused,
    Resolve,
    guarded_client,
    resolve_host,
)

HOPS = 5
MOVED = frozenset({301, 302, 303, 307, 308})
_REFUSED_TO_MACHINES = frozenset({401, 403, 429})


def check_links(
    context: Context,
    edition_id: int,
    *,
    progress: Progress = silent,
    sleep: Callable[[float], None] = time.sleep,
    resolve: Resolve = resolve_host,
) -> dict[str, int]:
    """Counts: asked, answered. A page is asked for its head; where that is refused, for itself,
    of which nothing is read. Two requests to one host lie the crawler's delay apart."""
    settings = context.configuration.settings
    with context.database.read() as unit:
        placed = read_placed(unit, edition_id)
    links = edition_links(placed.edition, placed.leads)
    answers: list[LinkAnswer] = []
    asked = Counter[str]()
    with closing(
        guarded_client(
            settings.policy, timeout_seconds=settings.limits.timeout_seconds, resolve=resolve
        )
    ) as client:
        for done, (url, _) in enumerate(links, 1):
            if asked[host_of(url)]:
                sleep(settings.limits.delay_seconds)
            asked[host_of(url)] += 1
            client.headers["User-Agent"] = settings.user_agent
            answers.append(_ask(context, client, url))
            progress("links asked", done, len(links))
    with context.database.unit() as unit:
        unit.links.save(answers)
    return {"asked": len(answers), "answered": sum(answer.ok for answer in answers)}


def _ask(context: Context, client: httpx2.Client, url: str) -> LinkAnswer:
    now = context.clock.now()
    try:
        status, where = _follow(client, "HEAD", url)
        if status >= 400:  # many servers answer a head otherwise than the page
            status, where = _follow(client, "GET", url)
    except AddressBlocked as blocked:
        return LinkAnswer(url=url, asked_at=now, ok=False, reason=str(blocked))
    except (httpx2.HTTPError, httpx2.InvalidURL, AnswerRefused) as error:
        why = "It took too long." if isinstance(error, httpx2.TimeoutException) else "No answer."
        return LinkAnswer(url=url, asked_at=now, ok=False, reason=why)
    return LinkAnswer(
        url=url,
        asked_at=now,
        ok=200 <= status < 300,
        status=status,
        reason=_why(status),
        moved_to="" if where == url else where,
    )


def _follow(client: httpx2.Client, method: str, url: str) -> tuple[int, str]:
    """The status at the end of the redirects, and where that is; each hop passes the guard."""
    for _ in range(HOPS):
        with client.stream(method, url) as response:
            to = response.headers.get("location", "")
            if response.status_code not in MOVED or not to:
                return response.status_code, url
            url = urljoin(url, to)
    raise httpx2.TooManyRedirects(f"{url} leads on and on")


def _why(status: int) -> str:
    if status < 300:
        return ""
    if status in _REFUSED_TO_MACHINES:
        return f"It answered {status}: it may refuse programs only. Look at it."
    return f"It answered {status}."
