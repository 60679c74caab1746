"""The editors' Markdown as paragraphs of a Word document: lists, quotes, emphasis, links."""

from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from markdown_it.tree import SyntaxTreeNode

from core.text import strip_invisible
from newsletter.merge_tags import disarm
from newsletter.prose import prose_tree

_LINK_COLOUR = "0B5394"
_DEEPEST_LIST = 3


def add_text(
    paragraph: Paragraph, text: str, *, emphasis: bool = False, strong: bool = False
) -> Run:
    run = paragraph.add_run(_plain(text))
    run.italic, run.bold = emphasis or None, strong or None
    return run


def add_link(paragraph: Paragraph, text: str, address: str) -> None:
    """A link that Word knows as one: the address stands in the document's relations."""
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run = paragraph.add_run(_plain(text))
    run.underline = True
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), _LINK_COLOUR)
    run._r.get_or_add_rPr().append(colour)  # noqa: SLF001  python-docx has no call for it
    link.append(run._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


class ProseWriter:
    """Writes Markdown at the end of a document."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word

    def write(self, markdown: str, *, top: int) -> None:
        for node in prose_tree(markdown, top=top).children:
            self._block(node, style="", depth=1)

    def _block(self, node: SyntaxTreeNode, *, style: str, depth: int) -> None:
        match node.type:
            case "heading":
                self._inline(self._word.add_heading(level=int(node.tag[1:])), node)
            case "bullet_list" | "ordered_list":
                self._list(node, depth)
            case "blockquote":
                for child in node.children:
                    self._block(child, style="Quote", depth=depth)
            case "fence" | "code_block":
                run = add_text(self._word.add_paragraph(), node.content.rstrip("\n"))
                run.font.name, run.font.size = "Consolas", Pt(10)
            case "hr":
                add_text(self._word.add_paragraph(), "* * *")
            case _:
                self._inline(self._word.add_paragraph(style=style or None), node)

    def _list(self, node: SyntaxTreeNode, depth: int) -> None:
        ordered = node.type == "ordered_list"
        name = "List Number" if ordered else "List Bullet"
        style = name if depth == 1 else f"{name} {min(depth, _DEEPEST_LIST)}"
        number = self._new_count(style, int(node.attrs.get("start", 1))) if ordered else None
        for item in node.children:
            for child in item.children:
                if child.type in ("bullet_list", "ordered_list"):
                    self._list(child, depth + 1)
                    continue
                paragraph = self._word.add_paragraph(style=style)
                if number is not None:
                    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number  # noqa: SLF001
                self._inline(paragraph, child)

    def _new_count(self, style: str, start: int) -> int:
        """Each list counts anew; with the style alone, Word would count on from the last one."""
        numbering = self._word.part.numbering_part.element
        own = self._word.styles[style].element.pPr.numPr.numId.val
        like = next(num for num in numbering.num_lst if num.numId == own)
        number = numbering.add_num(like.abstractNumId.val)
        number.add_lvlOverride(0).add_startOverride(start)
        return int(number.numId)

    def _inline(
        self,
        paragraph: Paragraph,
        node: SyntaxTreeNode,
        *,
        emphasis: bool = False,
        strong: bool = False,
    ) -> None:
        for child in node.children:
            match child.type:
                case "text":
                    add_text(paragraph, child.content, emphasis=emphasis, strong=strong)
                case "code_inline":
                    add_text(paragraph, child.content).font.name = "Consolas"
                case "softbreak":
                    add_text(paragraph, " ")
                case "hardbreak":
                    paragraph.add_run().add_break(WD_BREAK.LINE)
                case "link":
                    add_link(paragraph, _text_of(child), str(child.attrs["href"]))
                case "em":
                    self._inline(paragraph, child, emphasis=True, strong=strong)
                case "strong":
                    self._inline(paragraph, child, emphasis=emphasis, strong=True)
                case _:
                    self._inline(paragraph, child, emphasis=emphasis, strong=strong)


def _text_of(node: SyntaxTreeNode) -> str:
    return "".join(
        child.content or _text_of(child) if child.type != "softbreak" else " "
        for child in node.children
    )


def _plain(text: str) -> str:
    """Word refuses control characters; a lone half of a surrogate pair cannot be written."""
    return disarm(strip_invisible(text)).encode("utf8", "replace").decode()
