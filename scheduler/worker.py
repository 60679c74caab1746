"""Takes waiting runs and executes them, one batch at a time, with a lease that it renews."""

import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from core.delivery import Target
from core.errors import DeskError, StorageError
from core.log import Log
from core.run import Job, Run, RunState
from scheduler.context import Context
from scheduler.jobs.check_links import check_links
from scheduler.jobs.collect import CollectRequest, collect
from scheduler.jobs.deliver import deliver
from scheduler.jobs.discover_sources import discover_sources
from scheduler.jobs.draft import draft
from scheduler.jobs.group import group
from scheduler.jobs.introduce import introduce
from scheduler.jobs.learn import learn
from scheduler.jobs.maintain import maintain
from scheduler.jobs.publish import publish
from scheduler.jobs.redraft import redraft
from scheduler.writers import writer_for

log = Log(__name__)

LEASE_SECONDS = 90
SOURCES_IN_A_BATCH = 50
NEXT = {Job.COLLECT: Job.GROUP, Job.GROUP: Job.DRAFT}


class Worker:
    """`step` does one batch and says whether there was any; `run` goes on until it is stopped."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._holder = f"{socket.gethostname()}:{os.getpid()}"
        self._jobs: dict[Job, Callable[[Run], dict[str, int]]] = {
            Job.GROUP: self._group,
            Job.DRAFT: self._draft,
            Job.PUBLISH: self._publish,
            Job.MAINTAIN: self._maintain,
            Job.INTRODUCE: self._introduce,
            Job.CHECK_LINKS: self._check_links,
            Job.LEARN: self._learn,
            Job.DISCOVER: self._discover,
        }

    def run(self, stop: threading.Event, *, idle_seconds: float = 2.0) -> None:
        while not stop.is_set():
            try:
                worked = self.step()
            except Exception as error:  # one bad run must not end the timetable
                log.exception("work failed", reason=error)
                worked = False
            if not worked:
                stop.wait(idle_seconds)

    def step(self) -> bool:
        runs = self._claim()
        if not runs:
            return False
        with self._lease(runs):
            self._execute(runs)
        return True

    def _claim(self) -> list[Run]:
        """One run; or, for collecting, as many sources as one crawl process takes."""
        first = self._claim_one(tuple(Job))
        if first is None:
            return []
        runs = [first]
        while first.job is Job.COLLECT and len(runs) < SOURCES_IN_A_BATCH:
            more = self._claim_one((Job.COLLECT,))
            if more is None:
                break
            runs.append(more)
        return runs

    def _claim_one(self, jobs: tuple[Job, ...]) -> Run | None:
        with self._context.database.unit() as unit:
            return unit.runs.claim(
                jobs,
                now=self._context.clock.now(),
                lease_seconds=LEASE_SECONDS,
                holder=self._holder,
            )

    def _execute(self, runs: Sequence[Run]) -> None:
        log.info("run started", job=runs[0].job, runs=len(runs))
        try:
            result, error = self._do(runs), ""
        except DeskError as failure:
            result, error = {}, str(failure)
            log.error("run failed", job=runs[0].job, reason=error)
        except Exception as failure:
            # A bug must not leave runs that look alive: they are marked, then it passes through.
            self._finish(runs, {}, f"{type(failure).__name__}: {failure}")
            raise
        self._finish(runs, result, error)

    def _do(self, runs: Sequence[Run]) -> dict[str, int]:
        run = runs[0]
        if run.job is Job.COLLECT:
            return collect(self._context, self._collect_request(runs))
        return self._jobs[run.job](run)

    def _collect_request(self, runs: Sequence[Run]) -> CollectRequest:
        """An argument is the address of a page to fetch; a run without one polls its source."""
        with self._context.database.read() as unit:
            known = {source.slug: source for source in unit.sources.all()}
        polls = [known[run.subject] for run in runs if not run.argument and run.subject in known]
        pages = [run.argument for run in runs if run.argument]
        everything = any(not run.subject and not run.argument for run in runs)
        return CollectRequest(
            sources=() if everything else tuple(polls), pages=tuple(pages), polls=everything
        )

    def _group(self, _run: Run) -> dict[str, int]:
        return group(self._context)

    def _draft(self, run: Run) -> dict[str, int]:
        opener = writer_for(self._context)
        if not run.subject:
            return draft(self._context, opener, run_id=run.run_id)
        return redraft(
            self._context, opener, int(run.subject), instruction=run.argument, run_id=run.run_id
        )

    def _publish(self, run: Run) -> dict[str, int]:
        """An argument names the platform that gets a draft; without one, files are written."""
        edition_id = int(run.subject)
        if run.argument:
            target, _, actor = run.argument.partition(" ")
            delivery = deliver(self._context, edition_id, Target(target), actor=actor)
            return {f"{delivery.target} {delivery.state}": 1}
        return {"files": len(publish(self._context, edition_id))}

    def _learn(self, _run: Run) -> dict[str, int]:
        return learn(self._context)

    def _discover(self, run: Run) -> dict[str, int]:
        """An argument is the address; what was found there stays with the run."""
        found = discover_sources(self._context, run.argument)
        with self._context.database.unit() as unit:
            unit.runs.keep_found(run.run_id, found)
        usable = sum(offer.usable for offer in found.offers)
        return {"candidates": len(found.offers), "usable": usable}

    def _introduce(self, run: Run) -> dict[str, int]:
        return introduce(self._context, int(run.subject), run_id=run.run_id)

    def _check_links(self, run: Run) -> dict[str, int]:
        return check_links(self._context, int(run.subject))

    def _maintain(self, _run: Run) -> dict[str, int]:
        return maintain(self._context)

    def _finish(self, runs: Sequence[Run], result: dict[str, int], error: str) -> None:
        now = self._context.clock.now()
        state = RunState.FAILED if error else RunState.DONE
        with self._context.database.unit() as unit:
            for run in runs:
                unit.runs.finish(run.run_id, state, result=result, error=error, now=now)
            following = NEXT.get(runs[0].job)
            if following and not error and not (runs[0].job is Job.DRAFT and runs[0].subject):
                unit.runs.request(
                    following,
                    slot=f"after {runs[-1].run_id}",
                    why=f"after {runs[0].job}",
                    now=now,
                )
        log.info("run ended", job=runs[0].job, state=state, **result)

    def _renew(self, runs: Sequence[Run]) -> None:
        with self._context.database.unit() as unit:
            for run in runs:
                unit.runs.heartbeat(run.run_id, self._context.clock.now(), LEASE_SECONDS)

    @contextmanager
    def _lease(self, runs: Sequence[Run]) -> Iterator[None]:
        """Renews the lease while the work goes on: a process that dies stops renewing."""
        ended = threading.Event()

        def renew() -> None:
            while not ended.wait(LEASE_SECONDS / 6):
                try:
                    self._renew(runs)
                except StorageError as error:
                    log.warning("lease not renewed", reason=error)

        keeper = threading.Thread(target=renew, name="lease", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            ended.set()
            keeper.join()
