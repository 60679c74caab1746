"""What a model is told: the house's instructions first, the schema next, the articles last."""

import json
from collections.abc import Sequence
from hashlib import blake2b

from config.beat import HouseStyle
from core.article import Article
from core.clock import print_date
from core.draft import Brief
from core.text import clean_line, clean_text
from summarizer.answer import SCHEMA
from summarizer.delta import delta_line
from summarizer.question import PromptFile, Question, prompt_file
from summarizer.trimming import share_out, trim

VERSION = "find.v2"
MAX_ARTICLES = 5
MAX_EXAMPLES = 5
PAST_CHARS = 700


def render_prompt(
    brief: Brief,
    style: HouseStyle,
    *,
    beat: str = "",
    newsletter: str = "V2G News",
    tokens: int = 6_000,
) -> Question:
    """`tokens` is how much of the articles the model sees, all together."""
    file = prompt_file(VERSION)
    return Question(
        instructions=_instructions(file, style, beat, newsletter),
        material=_material(brief, tokens),
        version=file.version,
        hash=file.hash,
        schema=SCHEMA,
        story_id=brief.story_id or None,
    )


def _instructions(file: PromptFile, style: HouseStyle, beat: str, newsletter: str) -> str:
    values = {
        "beat": clean_line(beat) or "what the articles below are about.",
        "min_words": str(style.min_words),
        "max_words": str(style.max_words),
        "min_sentences": str(style.min_sentences),
        "max_sentences": str(style.max_sentences),
        "max_verbatim_words": str(style.max_verbatim_words),
        "words": _words(style),
        "schema": json.dumps(SCHEMA, ensure_ascii=False),
        "newsletter": clean_line(newsletter),
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


def _material(brief: Brief, tokens: int) -> str:
    articles = brief.articles[:MAX_ARTICLES]
    mark = _mark(articles)
    places = dict(brief.places)
    lines = [
        *_past_finds(brief.examples),
        f"Date printed under the Find: {print_date(brief.printed_on)}.",
        f"Region by our own rules: {brief.region}.",
        *(f"Told before: {clean_line(line)[:PAST_CHARS]}" for line in brief.covered_before),
        *filter(None, [delta_line(brief.past)]),
        *(f"Long piece of the same edition: {clean_line(line)}" for line in brief.features),
    ]
    if brief.instruction:
        lines.append(f"The editor asks for this draft: {clean_line(brief.instruction)}")
    blocks = [
        _fenced(article, mark, share, places.get(article.article_id, ""), about=brief.title)
        for article, share in zip(articles, share_out(articles, tokens), strict=True)
    ]
    end = "The material ends here. Write the Find as instructed above, as one JSON object."
    return "\n".join([*lines, "", *blocks, end])


def _past_finds(examples: Sequence[str]) -> list[str]:
    """Near in subject, so they differ from story to story: they come behind the instructions."""
    shown = [clean_text(example) for example in examples[:MAX_EXAMPLES]]
    return ["# Past Finds, for the voice only", "", *shown, ""] if shown else []


def _fenced(article: Article, mark: str, tokens: int, place: str, *, about: str) -> str:
    day = article.dates[0].day.isoformat() if article.dates else "unknown"
    head = [
        f"outlet: {clean_line(article.outlet)}",
        f"date: {day}",
        f"place: {clean_line(place) or 'unknown'}",
        f"language: {clean_line(article.language) or 'unknown'}",
        f"title: {clean_line(article.title)}",
    ]
    text = trim(article.text, tokens, about)
    open_line = f"===== {mark} begin untrusted article id={article.article_id} ====="
    close_line = f"===== {mark} end untrusted article id={article.article_id} ====="
    return "\n".join([open_line, *head, "", text, close_line, ""])


def _mark(articles: Sequence[Article]) -> str:
    """A mark that no article can carry: it depends on the text of all of them."""
    digest = blake2b(digest_size=8)
    for article in articles:
        digest.update(article.article_id.encode() + article.text.encode("utf8", "replace"))
    return digest.hexdigest()
