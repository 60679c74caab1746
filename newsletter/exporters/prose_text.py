"""The editors' Markdown as plain text: marks gone, lists kept, a link's address behind it."""

from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from newsletter.prose import prose_tree


def prose_text(markdown: str) -> str:
    return "\n\n".join(_block(node) for node in prose_tree(markdown).children)


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "bullet_list" | "ordered_list":
            return "\n".join(_items(node))
        case "blockquote":
            return _indented("\n\n".join(map(_block, node.children)), "> ")
        case "fence" | "code_block":
            return _indented(node.content.rstrip("\n"), "    ")
        case "hr":
            return "* * *"
        case _:
            return "".join(_inline(child) for child in node.children)


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    start = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start):
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        text = _indented("\n".join(map(_block, item.children)), " " * len(mark))
        yield mark + text.lstrip(" ")


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            return _link(node)
        case _:
            return "".join(_inline(child) for child in node.children)


def _link(node: SyntaxTreeNode) -> str:
    text = "".join(_inline(child) for child in node.children)
    address = str(node.attrs["href"])
    return address if text.strip() in ("", address) else f"{text} ({address})"


def _indented(text: str, mark: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))
