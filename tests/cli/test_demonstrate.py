"""Where the demonstration goes."""

from pathlib import Path

import pytest

from cli.demonstrate import demo_session
from cli.session import Session


def test_demo_goes_to_the_named_workspace_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert demo_session(Session(Path("workspace"))).workspace == Path("workspace")
    unnamed = demo_session(Session(None)).workspace
    assert unnamed.parent == Path("demo-workspace")
