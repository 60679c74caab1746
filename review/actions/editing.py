"""Changing what a find says: its text, its region, its date, and what may stand unproved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from config.beat import HouseStyle
from core.article import Article
from core.coverage import Coverage
from core.errors import NotFound, Refused
from core.find import Author, AuthorKind, Check, CheckLevel, Find, Sentence, join_sentences
from core.people import Role, User
from core.place import Region
from core.text import clean_line, clean_text, count_words
from core.version import SOURCE_CHANGED
from core.workflow import FindState
from review.actions.permissions import require
from storage.unit import Unit
from summarizer.checks import align_text, check_find

ACCEPTABLE = frozenset(
    {"unproved", "number", "name", "date", "quote", "new_fact", "place", SOURCE_CHANGED}
)
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
    saved = save_sentences(
        unit, find, sentences, articles, seen=seen, headline=headline, author=_human(user),
        note=clean_line(note), style=style, now=now,
        extract=untouched or find.revision.verbatim, untouched=untouched,
    )  # fmt: skip
    unit.working_copies.drop(find_id, user.user_id)
    return saved


def mend_sentence(
    unit: Unit,
    user: User,
    find_id: int,
    *,
    seen: int,
    sentence: int,
    text: str,
    style: HouseStyle,
    now: datetime,
) -> Find:
    """The find with other words in the place of one sentence; without words, without it."""
    require(user, Role.EDITOR, "edit finds")
    find = unit.finds.get(find_id)
    sentences = list(find.revision.sentences)
    _refuse_no_sentence(find_id, sentence, len(sentences))
    words = clean_line(text)
    old = sentences[sentence]
    articles = articles_of(unit, find)
    mended = [replace(one, paragraph=old.paragraph) for one in align_text(words, [old], articles)]
    sentences[sentence : sentence + 1] = mended
    _refuse_empty(find.revision.headline, join_sentences(tuple(sentences)))
    return save_sentences(
        unit, find, sentences, articles, seen=seen, headline=find.revision.headline,
        author=_human(user), note=f"Sentence {sentence + 1} mended.", style=style, now=now,
        extract=find.revision.verbatim, untouched=False,
    )  # fmt: skip


def restore_revision(
    unit: Unit,
    user: User,
    find_id: int,
    *,
    seen: int,
    number: int,
    style: HouseStyle,
    now: datetime,
) -> Find:
    """The find with an older text as its next revision, its evidence as it was, checked anew.

    Raises `NotFound` when there is no such revision.
    """
    require(user, Role.EDITOR, "edit finds")
    find = unit.finds.get(find_id)
    older = next((r for r in unit.finds.revisions(find_id) if r.number == number), None)
    if older is None:
        raise NotFound(f"revision of find {find_id}", number)
    if older.number == find.revision.number:
        raise Refused(f"Revision {number} is the present text.", ["There is nothing to restore."])
    return save_sentences(
        unit, find, older.sentences, articles_of(unit, find), seen=seen, headline=older.headline,
        author=_human(user), note=f"Restored from revision {number}.", style=style, now=now,
        extract=older.verbatim, untouched=older.verbatim,
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
    _refuse_no_sentence(find_id, sentence, len(sentences))
    sentences[sentence] = replace(sentences[sentence], accepted=reason)
    return save_sentences(
        unit, find, sentences, articles_of(unit, find), seen=seen, author=_human(user),
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


def checks_of(
    text: str,
    find: Find,
    articles: Sequence[Article],
    style: HouseStyle,
    past: Sequence[Coverage],
) -> tuple[Check, ...]:
    """What the rules would say of this text if it were saved now."""
    sentences = align_text(text, find.revision.sentences, articles)
    extract = find.revision.verbatim
    checks = check_find(sentences, articles, style, verbatim=extract, past=past)
    return settle(checks, sentences)


def settle(checks: Sequence[Check], sentences: Sequence[Sentence]) -> tuple[Check, ...]:
    """The checks, with those of a sentence that an editor let stand as in order."""
    return tuple(_settled(check, sentences) for check in checks)


def save_sentences(
    unit: Unit,
    find: Find,
    sentences: Sequence[Sentence],
    articles: Sequence[Article],
    *,
    seen: int,
    headline: str,
    author: Author,
    note: str,
    style: HouseStyle,
    now: datetime,
    extract: bool,
    untouched: bool,
) -> Find:
    """The find with these sentences as its next revision, checked anew. `extract` says that the
    text began as one, `untouched` that nobody has rewritten it since."""
    past = unit.coverage.of_story(find.story_id)
    checks = check_find(sentences, articles, style, verbatim=extract, past=past)
    blocked = any(c.rule == "verbatim" and c.level is CheckLevel.BLOCK for c in checks)
    return unit.finds.save_revision(
        find.find_id,
        seen=seen,
        headline=headline,
        sentences=sentences,
        checks=settle(checks, sentences),
        author=author,
        now=now,
        verbatim=extract and (untouched or blocked),
        note=note[:300],
    )


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


def _refuse_no_sentence(find_id: int, sentence: int, count: int) -> None:
    if not 0 <= sentence < count:
        raise Refused(f"Find {find_id} has no sentence {sentence + 1}.", ["Open it again."])


def _human(user: User) -> Author:
    return Author(kind=AuthorKind.HUMAN, name=user.name)


def _refuse_finished(find: Find) -> None:
    if find.state not in CHANGEABLE:
        raise Refused(f"Find {find.find_id} is {find.state}: it cannot be changed.", [])
