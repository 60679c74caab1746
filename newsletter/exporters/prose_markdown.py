"""The editors' Markdown written anew, and plain text escaped so that it cannot become markup.

Writing the parsed text anew, instead of passing it on, means that whatever reads the file next
finds only what was understood here: no raw HTML, no address that may not be printed.
"""

import re
from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from newsletter.merge_tags import disarm
from newsletter.prose import prose_tree

_MARKS = re.compile(r"[\\`*_\[\]~|]")
# An entity would be decoded, an address or a mail address turned into a link.
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SELF_LINKING = re.compile(r"(?<=\w)(:)(?=//)|(?<=\bwww)(\.)|(?<=\bmailto)(:)|(@)(?=\w)", re.I)
_LINE_START = re.compile(r"^([-+#=]|\d+(?=[.)]))", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")


def prose_markdown(markdown: str, *, top: int = 3) -> str:
    return "\n\n".join(_blocks(prose_tree(markdown, top=top)))


def escape_markdown(text: str) -> str:
    """Plain text that every Markdown reader shows as it is, and none takes for markup.

    `<` and `>` become entities, since not every dialect lets a backslash stand before them.
    """
    text = _MARKS.sub(r"\\\g<0>", text)
    text = _ENTITY.sub(r"&amp;", text)
    text = _SELF_LINKING.sub(r"\\\g<0>", text)
    return text.replace("<", "&lt;").replace(">", "&gt;")


def escape_block(text: str) -> str:
    """`escape_markdown`, and no line of it starts a heading, a list or a rule."""
    return _guard_lines(escape_markdown(disarm(text)))


def markdown_link(text: str, url: str) -> str:
    return f"[{escape_markdown(disarm(text))}]({url})"


def _blocks(node: SyntaxTreeNode) -> Iterator[str]:
    """The blocks inside a node. Two lists in a row need a mark between them to stay two."""
    before = ""
    for child in node.children:
        if child.type in ("bullet_list", "ordered_list") and child.type == before:
            yield "<!-- -->"
        before = child.type
        yield _block(child)


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "heading":
            return f"{'#' * int(node.tag[1:])} {_line(node)}"
        case "bullet_list" | "ordered_list":
            return "\n".join(_items(node))
        case "blockquote":
            return _marked("\n\n".join(_blocks(node)), "> ", "> ")
        case "fence" | "code_block":
            return _fence(node.content)
        case "hr":
            return "* * *"
        case _:
            return _guard_lines(_line(node))


def _guard_lines(text: str) -> str:
    return _LINE_START.sub(lambda m: m[0] + "\\" if m[0].isdigit() else "\\" + m[0], text)


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    start = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start):
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        yield _marked("\n\n".join(_blocks(item)), mark, " " * len(mark))


def _line(node: SyntaxTreeNode) -> str:
    return "".join(_inline(child) for child in node.children)


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return escape_markdown(disarm(node.content))
        case "code_inline":
            return _code(disarm(node.content))
        case "softbreak":
            return " "
        case "hardbreak":
            return "\\\n"
        case "em":
            return f"*{_line(node)}*"
        case "strong":
            return f"**{_line(node)}**"
        case "link":
            return f"[{_line(node)}]({node.attrs['href']})"
        case _:
            return _line(node)


def _code(text: str) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _fence(text: str) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{disarm(text).rstrip(chr(10))}\n{fence}"


def _marked(text: str, first: str, rest: str) -> str:
    head, *tail = text.split("\n")
    return "\n".join([f"{first}{head}".rstrip(), *(f"{rest}{line}".rstrip() for line in tail)])
