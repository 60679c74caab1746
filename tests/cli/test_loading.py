"""How the commands are found, and what is loaded for one."""

import subprocess
import sys

from tests.cli.conftest import Desk

HEAVY = ("alembic", "openai", "scrapy", "sklearn")


def test_a_command_loads_no_more_than_it_needs() -> None:
    # In a process of its own: in this one everything is loaded.
    asked = f"import sys, cli.main; print([name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], check=False, capture_output=True, text=True
    )
    assert loaded.stdout.strip() == "['alembic']", loaded.stderr


def test_a_command_that_is_none_names_the_one_that_was_meant(desk: Desk) -> None:
    done = desk("souces", "list")
    assert done.exit_code == 2
    assert "sources" in done.output
