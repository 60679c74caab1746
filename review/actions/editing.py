"""Changing what a find says: its text, its region, its date, and what may stand unproved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from config.beat import HouseStyle
from core.article import Article
from core.errors import Refused
from core.find import Author, AuthorKind, Check, CheckLevel, Find, Sentence
from core.people import Role, User
from core.place import Region
from core.text import clean_line, clean_text, count_words
from core.workflow import FindState
from review.actions.permissions import require
from storage.unit import Unit
from summarizer.checks import align_text, check_find

ACCEPTABLE = frozenset({"unproved", "number", "name", "date", "quote", "new_fact", "place"})
"""The rules whose flag an editor may let stand, with a reason. A block never may."""

CHANGEABLE = frozenset({FindState.DRAFTED, FindState.HELD, FindState.APPROVED})

MAX_CHARACTERS = 6000


def save_text(
    unit: Unit,
    user: User,
    find_id: int,
    *,
    seen: int,
    headline: str,
    text: str,
    note: str,
    style: HouseStyle,
    now: datetime,
) -> Find:
    """The find with the edited text as its next revision, its evidence and checks made anew.

    Raises `StaleRevision` when someone saved since `seen`, `Refused` when there is no text.
    """
    require(user, Role.EDITOR, "edit finds")
    headline, text = clean_line(headline), clean_text(text)
    _refuse_empty(headline, text)
    find = unit.finds.get(find_id)
    articles = articles_of(unit, find)
    sentences = align_text(text, find.revision.sentences, articles)
    untouched = _is_last_extract(unit, find_id, text)
    return _save(
        unit, user, find, sentences, articles, seen=seen, headline=headline, note=clean_line(note),
        style=style, now=now, extract=untouched or find.revision.verbatim, untouched=untouched,
    )  # fmt: skip


def accept_sentence(
    unit: Unit,
    user: User,
    find_id: int,
    *,
    seen: int,
    sentence: int,
    reason: str,
    style: HouseStyle,
    now: datetime,
) -> Find:
    """The find with that sentence let stand for this reason, as its next revision."""
    require(user, Role.EDITOR, "edit finds")
    reason = needed_reason(reason)
    find = unit.finds.get(find_id)
    sentences = list(find.revision.sentences)
    if not 0 <= sentence < len(sentences):
        raise Refused(f"Find {find_id} has no sentence {sentence + 1}.", ["Open it again."])
    sentences[sentence] = replace(sentences[sentence], accepted=reason)
    return _save(
        unit, user, find, sentences, articles_of(unit, find), seen=seen,
        headline=find.revision.headline, note=f"Sentence {sentence + 1} may stand: {reason}",
        style=style, now=now, extract=find.revision.verbatim, untouched=True,
    )  # fmt: skip


def set_region(
    unit: Unit, user: User, find_id: int, *, region: Region, reason: str, now: datetime
) -> Find:
    """The find in the other section; the flip is remembered with its reason."""
    require(user, Role.EDITOR, "edit finds")
    reason = needed_reason(reason)
    if region is Region.UNCLEAR:
        raise Refused("A find goes into one of the two sections.", ["Choose US or Global."])
    _refuse_finished(unit.finds.get(find_id))
    return unit.finds.set_region(find_id, region, reason, actor=user.name, now=now)


def set_date(
    unit: Unit, user: User, find_id: int, *, day: date, reason: str, now: datetime
) -> Find:
    """The find with another date to print under it. Raises `Refused` for a day to come."""
    require(user, Role.EDITOR, "edit finds")
    reason = needed_reason(reason)
    # In other time zones it may be tomorrow already.
    if day > now.date() + timedelta(days=1):
        raise Refused("This date lies ahead.", ["News has happened: choose today or a day before."])
    _refuse_finished(unit.finds.get(find_id))
    return unit.finds.set_printed_on(find_id, day, reason, actor=user.name, now=now)


def articles_of(unit: Unit, find: Find) -> tuple[Article, ...]:
    """The articles of the find's story, the lead first."""
    return unit.articles.many(unit.stories.get(find.story_id).article_ids)


def settle(checks: Sequence[Check], sentences: Sequence[Sentence]) -> tuple[Check, ...]:
    """The checks, with those of a sentence that an editor let stand as in order."""
    return tuple(_settled(check, sentences) for check in checks)


def needed_reason(reason: str) -> str:
    clean = clean_line(reason)
    if not clean:
        raise Refused("This needs a reason.", ["One short sentence will do."])
    return clean[:300]


def _settled(check: Check, sentences: Sequence[Sentence]) -> Check:
    if check.level is not CheckLevel.FLAG or check.sentence is None:
        return check
    accepted = sentences[check.sentence].accepted
    if not accepted or check.rule not in ACCEPTABLE:
        return check
    return replace(check, level=CheckLevel.OK, reason=f"{check.reason} Let stand: {accepted}")


def _save(
    unit: Unit,
    user: User,
    find: Find,
    sentences: Sequence[Sentence],
    articles: Sequence[Article],
    *,
    seen: int,
    headline: str,
    note: str,
    style: HouseStyle,
    now: datetime,
    extract: bool,
    untouched: bool,
) -> Find:
    checks = check_find(sentences, articles, style, verbatim=extract)
    blocked = any(c.rule == "verbatim" and c.level is CheckLevel.BLOCK for c in checks)
    return unit.finds.save_revision(
        find.find_id,
        seen=seen,
        headline=headline,
        sentences=sentences,
        checks=settle(checks, sentences),
        author=Author(kind=AuthorKind.HUMAN, name=user.name),
        now=now,
        verbatim=extract and (untouched or blocked),
        note=note[:300],
    )


def _is_last_extract(unit: Unit, find_id: int, text: str) -> bool:
    """Whether the text is, apart from white space, what the extract last wrote for this find."""
    extracts = (r for r in unit.finds.revisions(find_id) if r.author.kind is AuthorKind.EXTRACT)
    last = next(extracts, None)
    return last is not None and last.text.split() == text.split()


def _refuse_empty(headline: str, text: str) -> None:
    if not headline or not count_words(text):
        raise Refused("A find needs a headline and a text.", ["To drop it, reject it."])
    if len(text) > MAX_CHARACTERS:
        raise Refused("This text is too long.", [f"At most {MAX_CHARACTERS:,} characters."])


def _refuse_finished(find: Find) -> None:
    if find.state not in CHANGEABLE:
        raise Refused(f"Find {find.find_id} is {find.state}: it cannot be changed.", [])
