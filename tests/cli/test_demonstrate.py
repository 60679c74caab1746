"""Where the demonstration goes."""

from pathlib import Path

import pytest

from cli.demonstrate import DemoWriter, demo_session, with_writer
from cli.session import Session
from config.load import load
from core.errors import Refused


def test_demo_goes_to_the_named_workspace_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert demo_session(Session(Path("workspace"))).workspace == Path("workspace")
    unnamed = demo_session(Session(None)).workspace
    assert unnamed.parent == Path("demo-workspace")


SHIPPED = load(Path("no-such-folder"), {"DESK_OPENAI_API_KEY": "sk-from-the-environment"})


def test_with_writer_extract_asks_no_model_although_a_key_is_set() -> None:
    model = with_writer(SHIPPED, DemoWriter.EXTRACT, 1).settings.model
    assert (model.api_key, model.base_url) == ("", "")


def test_with_writer_recorded_asks_this_machine_alone_and_costs_nothing() -> None:
    chosen = with_writer(SHIPPED, DemoWriter.RECORDED, 4321)
    model = chosen.settings.model
    assert (model.api_key, model.base_url) == ("", "http://127.0.0.1:4321/v1")
    price = chosen.prices.of(model.model)
    assert price is not None
    assert price.cost(input_tokens=9, cached_tokens=0, output_tokens=9) == 0


def test_with_writer_openai_needs_a_model() -> None:
    assert with_writer(SHIPPED, DemoWriter.OPENAI, 1) is SHIPPED
    with pytest.raises(Refused, match="No model is configured"):
        with_writer(load(Path("no-such-folder"), {}), DemoWriter.OPENAI, 1)
