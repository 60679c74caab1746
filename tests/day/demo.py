"""The demonstration, filled once and opened as often as one likes: each desk on its own copy."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from rich.console import Console

from cli.demonstrate import (
    PORT_FILE,
    DemoWriter,
    demo_configuration,
    run_once,
    with_writer,
)
from cli.session import Session
from config.load import Configuration
from core.clock import SystemClock
from newsletter.targets import ready_targets
from review.web.app import create_app
from sampleweb.model import serve_model
from sampleweb.server import SampleWeb, serve
from scheduler.worker import Worker
from tests.platform_server import Platforms
from tests.review.live import served

UNLISTED = "/local/petersburg-spare-ambulance-sends-power-back.html"
"""A page of the beat that no feed names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The sample web and the model that replays, both running, and a workspace filled by them."""

    web: SampleWeb
    model_port: int
    workspace: Path

    @property
    def unlisted(self) -> str:
        return self.web.url("prairie-ledger", UNLISTED)

    def configure(self, configuration: Configuration) -> Configuration:
        made = demo_configuration(configuration, self.web, 0)
        return with_writer(made, DemoWriter.RECORDED, self.model_port)


@contextmanager
def filled_demo(workspace: Path) -> Iterator[Demo]:
    """Collects, groups and drafts once, as `desk demo --writer recorded` does."""
    today = SystemClock().now().date()
    with serve(today=today) as web, serve_model() as model_port:
        demo = Demo(web=web, model_port=model_port, workspace=workspace)
        workspace.mkdir(parents=True, exist_ok=True)
        (workspace / PORT_FILE).write_text(str(web.port))
        session = _session(workspace, demo)
        run_once(session, lambda *_: None)
        session.close()
        yield demo


@contextmanager
def opened_desk(demo: Demo, workspace: Path, platforms: Platforms | None = None) -> Iterator[str]:
    """The address of a desk on a copy of the filled workspace, with a worker for what is asked;
    where `platforms` are given, all of them are set up."""
    shutil.copytree(demo.workspace, workspace)
    session = _session(workspace, demo)
    if platforms is not None:
        session.configuration = _set_up(session.configuration, platforms)
    settings = session.configuration.settings
    app = create_app(
        session.database,
        beat=session.configuration.beat,
        newsletter=session.configuration.newsletter,
        settings=settings.desk,
        clock=session.clock,
        targets=ready_targets(settings.targets, session.clock.now()),
        caps=settings.model.caps,
    )
    stop = threading.Event()
    work = Worker(session.context).run
    worker = threading.Thread(target=work, args=[stop], kwargs={"idle_seconds": 0.2}, daemon=True)
    worker.start()
    try:
        with served(app) as address:
            yield address
    finally:
        stop.set()
        worker.join(timeout=60)
        session.close()


def _session(workspace: Path, demo: Demo) -> Session:
    session = Session(workspace, out=Console(file=StringIO()))
    session.configuration = demo.configure(session.configuration)
    return session


def _set_up(configuration: Configuration, platforms: Platforms) -> Configuration:
    settings = configuration.settings
    policy = replace(
        settings.policy, ports=(*settings.policy.ports, int(platforms.address.rpartition(":")[2]))
    )
    return replace(
        configuration, settings=replace(settings, targets=platforms.settings(), policy=policy)
    )
