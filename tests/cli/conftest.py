"""A desk's command line in this process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app

Desk = Callable[..., Any]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """`desk("sources", "list")` on a new workspace, `tmp_path / "desk"`."""

    def run(*words: str, answers: str = "") -> Any:
        given = ["--workspace", str(tmp_path / "desk"), *words]
        return CliRunner().invoke(app, given, input=answers)

    return run
