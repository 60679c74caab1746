"""What can never leave the house. `assemble` refuses it, `lint` shows it: one list for both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.article import Article
from core.edition import Edition
from core.find import AuthorKind, CheckLevel, Find
from core.place import Region
from core.workflow import FindState
from newsletter.addresses import print_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to look at before an edition leaves; `BLOCK` keeps it in the house.

    `rule` is stable, `text` a sentence for an editor, `find_id` None when it is about the whole
    edition. `sentence` is the index in the find it is about; `part` names the place on the
    edition's page otherwise: `introduction`, `feature-1`, `section-US`, `date`.
    """

    level: CheckLevel
    find_id: int | None
    rule: str
    text: str
    sentence: int | None = None
    part: str = ""


def obstacles(
    edition: Edition, finds: Sequence[Find], lead_articles: Mapping[int, Article]
) -> tuple[Finding, ...]:
    """Every reason why the edition cannot leave, in print order. `lead_articles` is keyed by
    `find_id`."""
    found = {find.find_id: find for find in finds}
    return tuple(
        Finding(level=CheckLevel.BLOCK, find_id=find_id, rule=rule, text=text, sentence=sentence)
        for find_id in edition.find_ids
        for rule, text, sentence in _against(edition, find_id, found.get(find_id), lead_articles)
    )


def _against(
    edition: Edition, find_id: int, find: Find | None, lead_articles: Mapping[int, Article]
) -> Iterator[tuple[str, str, int | None]]:
    if find is None:
        yield "missing", f"Find {find_id} is placed here, but it no longer exists.", None
        return
    yield from _against_state(edition, find)
    yield from _against_text(find)
    if find.region is Region.UNCLEAR:
        yield "region", f"Find {find_id} has no section: choose US or Global.", None
    article = lead_articles.get(find_id)
    if article is None or not print_address(article.url):
        yield "source", f"Find {find_id} has no source link that can be printed.", None


def _against_state(edition: Edition, find: Find) -> Iterator[tuple[str, str, int | None]]:
    if find.state not in (FindState.APPROVED, FindState.PUBLISHED):
        yield "state", f"Find {find.find_id} is {find.state}, not approved.", None
    if find.edition_id not in (None, edition.edition_id):
        yield "elsewhere", f"Find {find.find_id} stands in another edition already.", None


def _against_text(find: Find) -> Iterator[tuple[str, str, int | None]]:
    revision = find.revision
    if revision.verbatim or revision.author.kind is AuthorKind.EXTRACT:
        yield "verbatim", f"Find {find.find_id} is a verbatim extract: rewrite it first.", None
    if not revision.text.strip():
        yield "empty", f"Find {find.find_id} has no text.", None
    for check in revision.checks:
        if check.level is CheckLevel.BLOCK:
            yield check.rule, f"Find {find.find_id} is blocked: {check.reason}", check.sentence
