"""Other collectors to measure beside ours, each installed in an environment of its own."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.log import Log
from evaluation.measure import ratio

log = Log(__name__)

_READY = ".ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """`scripts` holds a script of its name, which reads addresses from stdin and prints how many
    it had; `environments` is where it is installed."""

    name: str
    requirement: str
    scripts: Path = Path(__file__).parent / "peer_scripts"
    environments: Path = Path(tempfile.gettempdir(), "finds-desk-bench")


PEERS = (
    Peer(name="news_please", requirement="news-please==1.6.16"),
    Peer(name="newspaper4k", requirement="newspaper4k[all]==0.9.6"),
)


def pages_per_second(peer: Peer, urls: Sequence[str], *, most_seconds: float) -> float:
    """From the start of its process to its end; 0 when it did not come to a good end in time."""
    python = str(environment(peer))
    begun = time.perf_counter()
    try:
        done = subprocess.run(  # noqa: S603
            [python, str(peer.scripts / f"{peer.name}.py")],
            input="\n".join(urls),
            capture_output=True,
            text=True,
            check=True,
            timeout=most_seconds,
        )
    except subprocess.TimeoutExpired:
        return 0.0
    except subprocess.CalledProcessError as error:
        log.warning("peer failed", peer=peer.name, said=error.stderr.strip()[-500:])
        return 0.0
    seconds = time.perf_counter() - begun
    return ratio(json.loads(done.stdout.splitlines()[-1])["pages"], seconds)


def environment(peer: Peer) -> Path:
    """The Python that has it; made on the first call, and kept among the machine's temporary
    files. Raises `CalledProcessError` when it cannot be installed."""
    folder = peer.environments / peer.requirement
    python = folder / "bin" / "python"
    if not (folder / _READY).exists():
        log.info("installing what to measure beside", requirement=peer.requirement)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)  # noqa: S603
        install = [str(python), "-m", "pip", "install", "--quiet", peer.requirement]
        subprocess.run(install, check=True, capture_output=True)  # noqa: S603
        (folder / _READY).touch()
    return python
