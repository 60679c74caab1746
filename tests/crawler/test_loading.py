"""What the process that fetches loads, and what those that read have loaded before."""

import os
import subprocess
import sys
from pathlib import Path

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


def test_what_cannot_be_loaded_before_fails_with_the_page_that_needs_it(tmp_path: Path) -> None:
    (tmp_path / "py3langid.py").write_text("def classify(text): raise FileNotFoundError('model')")
    loaded = subprocess.run(
        [sys.executable, "-c", "import crawler.preloaded"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )
    assert loaded.returncode == 0, loaded.stderr
