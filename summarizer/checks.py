"""All checks on a Find together, for drafts and for texts that people have edited."""

from collections.abc import Iterable, Mapping, Sequence

from config.beat import HouseStyle
from core.article import Article, ArticleFlag, Completeness
from core.coverage import Coverage
from core.find import Check, CheckLevel, Sentence
from core.text import words
from core.version import gone_passage
from summarizer.align import align_text
from summarizer.delta import check_delta
from summarizer.grounding import check_grounding
from summarizer.orders import check_orders
from summarizer.passages import as_sequence, longest_run
from summarizer.speech import without_quoted
from summarizer.style import check_style

EXTRACT_REASON = (
    "This is an extract in the source's own words: rewrite it before it can be published."
)

WHOLE_SENTENCE_WORDS = 6
"""From this length on, a sentence of an extract that is the source's word for word has not been
rewritten; a shorter one may come out the same by chance."""

__all__ = ["EXTRACT_REASON", "align_text", "check_find"]


def check_find(
    sentences: Sequence[Sentence],
    articles: Mapping[str, Article] | Sequence[Article],
    style: HouseStyle,
    *,
    verbatim: bool = False,
    past: Sequence[Coverage] = (),
) -> tuple[Check, ...]:
    """Grounding, house style, and the source's own words.

    `verbatim` says that the text began as an extract: as long as one run of more than
    `style.max_verbatim_words` words is still the source's, or one whole sentence of at least
    `WHOLE_SENTENCE_WORDS`, the Find is blocked. `past` is what ran
    before about the story.
    """
    story = as_sequence(articles)
    return (
        *check_grounding(sentences, story),
        *check_style(sentences, style),
        *_verbatim(sentences, story, style, extract=verbatim),
        *_material(sentences, story),
        *check_orders(sentences, story),
        *check_delta(sentences, past),
        *_gone(sentences, story),
    )


def _verbatim(
    sentences: Sequence[Sentence], story: Sequence[Article], style: HouseStyle, *, extract: bool
) -> Iterable[Check]:
    for index, sentence in enumerate(sentences):
        plain = without_quoted(sentence.text)
        count, run = max((longest_run(plain, a.text) for a in story), default=(0, ""))
        whole = extract and count >= WHOLE_SENTENCE_WORDS and count == len(words(plain))
        if count <= style.max_verbatim_words and not whole:
            continue
        if extract:
            yield Check(rule="verbatim", level=CheckLevel.BLOCK, reason=EXTRACT_REASON, quote=run)
            return
        reason = f"{count} words in a row are the source's own: rewrite them or quote them."
        yield Check(
            rule="verbatim", level=CheckLevel.FLAG, reason=reason, sentence=index, quote=run
        )


def _gone(sentences: Sequence[Sentence], story: Sequence[Article]) -> Iterable[Check]:
    """Sentences whose passage went when its article was corrected."""
    outlets = {article.article_id: article.outlet for article in story}
    for index, sentence in enumerate(sentences):
        lost = (e.article_id for e in sentence.evidence if e.version is not None)
        article_id = next(lost, None)
        if article_id is not None:
            yield gone_passage(index, outlets.get(article_id, "A source"))


def _material(sentences: Sequence[Sentence], story: Sequence[Article]) -> Iterable[Check]:
    """What an editor should know about the articles before trusting the draft."""
    if not story:
        return
    lead = story[0]
    if lead.completeness is Completeness.PARTIAL:
        why = lead.partial_reason or "The page could not be read."
        reason = f"Only a part of the lead article is known. {why}"
        yield Check(rule="partial", level=CheckLevel.FLAG, reason=reason)
    elif ArticleFlag.PAYWALL in lead.flags:
        reason = "Only a part of the lead article may be known: the page asks readers to pay."
        yield Check(rule="partial", level=CheckLevel.FLAG, reason=reason)
    rests_on = {e.article_id for sentence in sentences for e in sentence.evidence}
    read = [article for article in story if article.article_id in rests_on] or [lead]
    foreign = [article for article in read if not article.is_english]
    if foreign:
        which = "The lead article" if foreign[0] is lead else f"{foreign[0].outlet}'s article"
        reason = f"{which} is not in English (language: {_language(foreign[0])})."
        yield Check(rule="language", level=CheckLevel.FLAG, reason=reason)


def _language(article: Article) -> str:
    return article.language.partition("-")[0].lower()
