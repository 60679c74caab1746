"""What the process that fetches loads."""

import subprocess
import sys

READ = ("crawler.reading", "feedparser", "playwright", "pypdf", "tldextract", "trafilatura")


def test_the_process_that_fetches_loads_nothing_that_reads() -> None:
    # In a process of its own: in this one everything is loaded.
    asked = (
        f"import sys, crawler.child.run; print([name for name in {READ} if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", asked], check=False, capture_output=True, text=True
    )
    assert loaded.stdout.strip() == "[]", loaded.stderr
