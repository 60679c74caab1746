"""Words in an article that are meant for a machine: who finds them tells the editor."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from core.article import Article, ArticleFlag
from core.find import Check, CheckLevel, Sentence
from core.text import Span, sentences
from summarizer.passages import longest_run

ECHOED_WORDS = 4
"""So many words in a row from an order, or from what stands beside it, are an echo."""
SHOWN = 160


def orders(text: str) -> tuple[Span, ...]:
    """The sentences of a text that speak to a machine."""
    return tuple(span for span in sentences(text) if _rule().search(span.text))


def check_orders(found: Sequence[Sentence], story: Sequence[Article]) -> Iterable[Check]:
    """A flag on the whole for each article with orders or hidden text, and one on each sentence
    that repeats what stands in or beside an order."""
    for article in story:
        given = orders(f"{article.title}\n\n{article.text}")
        if given:
            quote = given[0].text[:SHOWN]
            reason = (
                f"{article.outlet}'s article holds words meant for a machine: “{quote}” "
                "Check that the draft took nothing from them."
            )
            yield Check(rule="orders", level=CheckLevel.FLAG, reason=reason)
        if ArticleFlag.HIDDEN_TEXT in article.flags:
            reason = (
                f"{article.outlet}'s page hides text from its readers. It was cut out before "
                "drafting; look at the page before you trust it."
            )
            yield Check(rule="hidden", level=CheckLevel.FLAG, reason=reason)
        yield from _echoes(found, article)


def _echoes(found: Sequence[Sentence], article: Article) -> Iterable[Check]:
    around = [p for p in (article.title, *article.text.split("\n\n")) if orders(p)]
    for index, sentence in enumerate(found):
        count, run = max((longest_run(sentence.text, text) for text in around), default=(0, ""))
        if count >= ECHOED_WORDS:
            reason = "This repeats a paragraph that holds words meant for a machine."
            yield Check(
                rule="echo", level=CheckLevel.BLOCK, reason=reason, sentence=index, quote=run
            )


@lru_cache(maxsize=1)
def _rule() -> re.Pattern[str]:
    data = yaml.safe_load((Path(__file__).parent / "orders.yaml").read_text("utf8"))
    return re.compile(
        "|".join(f"(?:{rule})" for rule in data["orders"]), re.IGNORECASE | re.MULTILINE
    )
