"""Every command is documented, every documented command exists, and each shows an example."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf8")


def commands(command: object, words: tuple[str, ...] = ("desk",)) -> Iterator[tuple[str, str]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield " ".join(words), getattr(command, "help", "") or ""
        return
    for name, one in below.items():
        yield from commands(one, (*words, name))


COMMANDS = dict(commands(get_command(app)))


def test_page_lists_exactly_the_commands_there_are() -> None:
    documented = set(re.findall(r"^\| `(desk [a-z -]+)` \|", PAGE, re.MULTILINE))
    assert documented == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str) -> None:
    help_text = COMMANDS[name]
    assert "Example: `desk " in help_text
    assert name.split(" ", 1)[1].split(" ")[0] in help_text
