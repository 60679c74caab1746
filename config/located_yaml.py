"""YAML read together with the line of every key, so that a problem can name its place."""

from dataclasses import dataclass
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from core.errors import Problem

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """`data` as plain values; `lines` gives for each path in it the line, counted from 1."""

    file: str
    data: Any
    lines: dict[KeyPath, int]
    problems: tuple[Problem, ...] = ()

    def line(self, path: KeyPath) -> int:
        """The line of the path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str, file: str) -> Located:
    """Never raises on bad YAML: what is wrong comes as problems, and `data` is then None."""
    try:
        loader = yaml.CSafeLoader(text)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        return Located(file, None, {}, (_syntax_problem(error, file),))
    if root is None:
        return Located(file, None, {}, (Problem(file, 1, "The file is empty."),))
    lines: dict[KeyPath, int] = {}
    problems: list[Problem] = []
    _walk(root, (), lines, problems, file)
    try:
        data = loader.construct_document(root)
    except yaml.YAMLError as error:
        return Located(file, None, lines, (_syntax_problem(error, file),))
    return Located(file, data, lines, tuple(problems))


def _walk(
    node: Node, path: KeyPath, lines: dict[KeyPath, int], problems: list[Problem], file: str
) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            _walk(item, (*path, index), lines, problems, file)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            below = (*path, str(key.value))
            line = key.start_mark.line + 1
            if below in lines:
                text = f"“{key.value}” stands twice; the first is in line {lines[below]}."
                problems.append(Problem(file, line, text))
            lines[below] = line
            _walk(value, below, lines, problems, file)


def _syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    what = getattr(error, "problem", None) or "cannot be read"
    return Problem(file, line, f"This is not YAML: {what}.")
