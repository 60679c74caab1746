"""Asking for a run: the desk never crawls and never calls a model, the scheduler does."""

from datetime import datetime

from core.errors import Refused
from core.guard import check_url
from core.people import Role, User
from core.run import Job, Run
from core.source import BY_HAND
from core.text import clean_line
from core.url import url_key
from review.actions.permissions import require
from storage.unit import Unit

ASKABLE = (Job.COLLECT, Job.GROUP, Job.DRAFT)


def ask_for_run(unit: Unit, user: User, job: Job, now: datetime) -> Run:
    """One of the jobs for everything, as soon as the scheduler gets to it."""
    require(user, Role.EDITOR, "ask for runs")
    if job not in ASKABLE:
        raise Refused(f"“{job}” runs by itself.", ["Nobody needs to ask for it."])
    return _ask(unit, user, job, now, why=f"{user.name} asked for it")


def poll_source(unit: Unit, user: User, slug: str, now: datetime) -> Run:
    """A poll of one source. Raises `NotFound`, and `Refused` while it is paused."""
    require(user, Role.EDITOR, "ask for runs")
    source = unit.sources.get(slug)
    if source.paused:
        raise Refused(f"{source.name} is paused.", ["Let it go on first."])
    return _ask(unit, user, Job.COLLECT, now, why=f"{user.name} asked for a poll", subject=slug)


def pause_source(unit: Unit, user: User, slug: str, *, paused: bool, now: datetime) -> None:
    require(user, Role.EDITOR, "change sources")
    unit.sources.get(slug)
    unit.sources.set_paused(slug, paused)
    action = "paused" if paused else "let go on"
    unit.audit.note(f"source {slug}", action, user.name, now)


def ask_for_draft(unit: Unit, user: User, find_id: int, *, instruction: str, now: datetime) -> Run:
    """Another draft of one find; what an editor wrote is never replaced by it."""
    require(user, Role.EDITOR, "ask for runs")
    find = unit.finds.get(find_id)
    return _ask(
        unit,
        user,
        Job.DRAFT,
        now,
        why=f"{user.name} asked for another draft",
        subject=str(find.find_id),
        argument=clean_line(instruction)[:200],
    )


def ask_for_page(unit: Unit, user: User, address: str, now: datetime) -> Run:
    """One page by its address, fetched as every other. Raises `Refused` when no page can be at
    such an address; what the crawl makes of it is in the run, the articles and the dropped."""
    require(user, Role.EDITOR, "ask for runs")
    url = readable_address(address)
    return _ask(
        unit,
        user,
        Job.COLLECT,
        now,
        why=f"{user.name} gave its address",
        subject=BY_HAND,
        argument=url,
        mark=url_key(url),
    )


def ask_for_sources(unit: Unit, user: User, address: str, now: datetime) -> Run:
    """What could be polled at an address; nothing becomes a source by it. Raises `Refused` when
    no page can be at such an address."""
    require(user, Role.EDITOR, "add sources")
    url = readable_address(address)
    return _ask(
        unit,
        user,
        Job.DISCOVER,
        now,
        why=f"{user.name} looks for sources",
        argument=url,
        mark=url_key(url),
    )


def ask_for_introduction(unit: Unit, user: User, edition_id: int, now: datetime) -> Run:
    """A drafted introduction, to be laid beside the present one."""
    return _ask_about_edition(unit, user, Job.INTRODUCE, edition_id, now)


def ask_links(unit: Unit, user: User, edition_id: int, now: datetime) -> Run:
    """Whether every address that the edition prints answers."""
    return _ask_about_edition(unit, user, Job.CHECK_LINKS, edition_id, now)


def _ask_about_edition(unit: Unit, user: User, job: Job, edition_id: int, now: datetime) -> Run:
    require(user, Role.EDITOR, "ask for runs")
    edition = unit.editions.get(edition_id)
    why = f"{user.name} asked for it, for {edition.number}"
    return _ask(unit, user, job, now, why=why, subject=str(edition_id))


def readable_address(address: str) -> str:
    """The address as it will be asked for. Raises `Refused` with the reason when it is none."""
    typed = "".join(address.split())
    # Typed as one reads it, a host has a dot and a scheme has none.
    if "://" not in typed and "." in typed.partition(":")[0]:
        typed = f"https://{typed}"
    verdict = check_url(typed)
    # Which ports and networks are open is for the crawler to say, that knows the settings.
    if verdict.code == "bad_port":
        return typed
    if not verdict.ok:
        raise Refused("No page can be fetched from this.", [verdict.sentence()])
    return verdict.url


def _ask(
    unit: Unit,
    user: User,
    job: Job,
    now: datetime,
    *,
    why: str,
    subject: str = "",
    argument: str = "",
    mark: str = "",
) -> Run:
    # One request a minute for the same thing: pressing twice asks once.
    slot = f"desk {now:%Y-%m-%dT%H:%M} {mark}".rstrip()
    run = unit.runs.request(job, slot=slot, why=why, subject=subject, argument=argument, now=now)
    if run is None:
        raise Refused("This was asked for a moment ago.", ["It waits for its turn: see Runs."])
    unit.audit.note(f"run {run.run_id}", f"asked for {job}", user.name, now)
    return run
