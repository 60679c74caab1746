"""What a model is told: the house's instructions first, the schema next, the articles last."""

import json
from collections.abc import Sequence
from hashlib import blake2b

from config.beat import HouseStyle
from core.article import Article
from core.clock import print_date
from core.draft import Brief
from core.text import clean_line, clean_text, paragraphs, sentences
from summarizer.answer import SCHEMA
from summarizer.question import PromptFile, Question, prompt_file

VERSION = "find.v1"
MAX_ARTICLES = 5
MAX_EXAMPLES = 5
LEAD_CHARS = 12_000
OTHER_CHARS = 4_000


def render_prompt(
    brief: Brief, style: HouseStyle, *, beat: str = "", examples: Sequence[str] = ()
) -> Question:
    file = prompt_file(VERSION)
    return Question(
        instructions=_instructions(file, style, beat, examples),
        material=_material(brief),
        version=file.version,
        hash=file.hash,
        schema=SCHEMA,
        story_id=brief.story_id or None,
    )


def trim(text: str, budget: int) -> str:
    """The beginning of a text: whole paragraphs, then whole sentences, never a part of one."""
    kept: list[str] = []
    for paragraph in paragraphs(clean_text(text)):
        if len(paragraph.text) <= budget:
            kept.append(paragraph.text)
            budget -= len(paragraph.text) + 2
            continue
        end = max((s.end for s in sentences(paragraph.text) if s.end <= budget), default=0)
        kept.append(paragraph.text[:end])
        break
    return "\n\n".join(kept).strip()


def _instructions(file: PromptFile, style: HouseStyle, beat: str, examples: Sequence[str]) -> str:
    values = {
        "beat": clean_line(beat) or "what the articles below are about.",
        "min_words": str(style.min_words),
        "max_words": str(style.max_words),
        "min_sentences": str(style.min_sentences),
        "max_sentences": str(style.max_sentences),
        "max_verbatim_words": str(style.max_verbatim_words),
        "words": _words(style),
        "schema": json.dumps(SCHEMA, ensure_ascii=False),
        "examples": _examples(examples),
    }
    return file.filled(values)


def _words(style: HouseStyle) -> str:
    lines = []
    if style.banned_words:
        lines.append(f"- Words the house does not use: {', '.join(style.banned_words)}.")
    if style.acronyms:
        right = dict.fromkeys(right for _, right in style.acronyms)
        lines.append(f"- Spell as the house does: {', '.join(right)}.")
    return "\n".join(lines)


def _examples(examples: Sequence[str]) -> str:
    if not examples:
        return ""
    shown = "\n\n".join(clean_text(example) for example in examples[:MAX_EXAMPLES])
    return f"\n# Past Finds, for the voice only; their facts are not yours\n\n{shown}"


def _material(brief: Brief) -> str:
    articles = brief.articles[:MAX_ARTICLES]
    mark = _mark(articles)
    lines = [
        f"Date printed under the Find: {print_date(brief.printed_on)}.",
        f"Region by our own rules: {brief.region}.",
        *(f"Covered before: {line}" for line in brief.covered_before),
    ]
    if brief.instruction:
        lines.append(f"The editor asks for this draft: {clean_line(brief.instruction)}")
    blocks = [
        _fenced(article, mark, LEAD_CHARS if index == 0 else OTHER_CHARS)
        for index, article in enumerate(articles)
    ]
    end = "The material ends here. Write the Find as instructed above, as one JSON object."
    return "\n".join([*lines, "", *blocks, end])


def _fenced(article: Article, mark: str, budget: int) -> str:
    day = article.dates[0].day.isoformat() if article.dates else "unknown"
    head = f"outlet: {clean_line(article.outlet)}\ndate: {day}\ntitle: {clean_line(article.title)}"
    text = trim(article.text, budget)
    open_line = f"===== {mark} begin untrusted article id={article.article_id} ====="
    close_line = f"===== {mark} end untrusted article id={article.article_id} ====="
    return f"{open_line}\n{head}\n\n{text}\n{close_line}\n"


def _mark(articles: Sequence[Article]) -> str:
    """A mark that no article can carry: it depends on the text of all of them."""
    digest = blake2b(digest_size=8)
    for article in articles:
        digest.update(article.article_id.encode() + article.text.encode("utf8", "replace"))
    return digest.hexdigest()
