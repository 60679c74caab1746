"""What becomes of a draft that was asked for: kept aside, taken, or taken in part."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from config.beat import HouseStyle
from core.errors import Refused
from core.find import Author, AuthorKind, Find, Sentence
from core.people import Role, User
from core.writing import Offer, OfferState
from review.actions.editing import articles_of, save_sentences
from review.actions.pairing import Pair, pair_sentences
from review.actions.permissions import require
from storage.unit import Unit


def pairs_of(find: Find, offer: Offer) -> tuple[Pair, ...]:
    """The present text and the offered one, sentence beside sentence."""
    return pair_sentences(find.revision.sentences, offer.draft.sentences)


def decline_offer(unit: Unit, user: User, find_id: int, offer_id: int, *, now: datetime) -> None:
    """The present text stays; the offer is put away with who decided so."""
    require(user, Role.EDITOR, "decide about drafts")
    _offer_of(unit, find_id, offer_id)
    unit.offers.settle(offer_id, OfferState.DECLINED, user.name, now)
    unit.audit.note(f"find {find_id}", "kept the text, not the offered draft", user.name, now)


def take_offer(
    unit: Unit,
    user: User,
    find_id: int,
    offer_id: int,
    *,
    seen: int,
    style: HouseStyle,
    now: datetime,
) -> Find:
    """The find with the offered draft as its next revision, written by its writer."""
    require(user, Role.EDITOR, "decide about drafts")
    offer = _offer_of(unit, find_id, offer_id)
    draft = offer.draft
    return _take(
        unit, user, offer, draft.sentences, OfferState.TAKEN, seen=seen, style=style, now=now,
        headline=draft.headline, author=draft.author,
        note=f"Taken by {user.name}{_asked(offer)}.",
    )  # fmt: skip


def take_parts(
    unit: Unit,
    user: User,
    find_id: int,
    offer_id: int,
    *,
    seen: int,
    parts: Collection[int],
    style: HouseStyle,
    now: datetime,
) -> Find:
    """The find with those places as the draft has them (numbers of `pairs_of`), the others as
    they are; it is the editor's text. Raises `Refused` when nothing is chosen."""
    require(user, Role.EDITOR, "decide about drafts")
    offer, find = _offer_of(unit, find_id, offer_id), unit.finds.get(find_id)
    pairs = pairs_of(find, offer)
    chosen = {number for number in parts if 0 <= number < len(pairs)}
    if not chosen:
        raise Refused("No part of the draft was chosen.", ["Tick the sentences to take."])
    mixed = mix(pairs, chosen)
    if not mixed:
        raise Refused("Nothing would be left of the text.", ["Keep at least one sentence."])
    return _take(
        unit, user, offer, mixed, OfferState.PARTLY, seen=seen, style=style, now=now,
        headline=find.revision.headline, author=Author(kind=AuthorKind.HUMAN, name=user.name),
        note=f"Parts of the draft by {offer.draft.author.name}{_asked(offer)}.",
    )  # fmt: skip


def mix(pairs: Sequence[Pair], chosen: Collection[int]) -> tuple[Sentence, ...]:
    """The old sentence of every pair, the new one of those chosen; paragraphs never go back."""
    taken = [pair.new if number in chosen else pair.old for number, pair in enumerate(pairs)]
    sentences: list[Sentence] = []
    for sentence in (one for one in taken if one is not None):
        last = sentences[-1].paragraph if sentences else 0
        sentences.append(replace(sentence, paragraph=max(last, sentence.paragraph)))
    return tuple(sentences)


def _take(
    unit: Unit,
    user: User,
    offer: Offer,
    sentences: Sequence[Sentence],
    state: OfferState,
    *,
    seen: int,
    headline: str,
    author: Author,
    note: str,
    style: HouseStyle,
    now: datetime,
) -> Find:
    unit.offers.settle(offer.offer_id, state, user.name, now)
    find = unit.finds.get(offer.find_id)
    extract = offer.draft.verbatim or find.revision.verbatim
    saved = save_sentences(
        unit, find, sentences, articles_of(unit, find), seen=seen, headline=headline,
        author=author, note=note, style=style, now=now, extract=extract,
        untouched=state is OfferState.TAKEN and offer.draft.verbatim,
    )  # fmt: skip
    what = "took the offered draft" if state is OfferState.TAKEN else "took parts of the draft"
    unit.audit.note(f"find {offer.find_id}", what, user.name, now, reason=offer.instruction)
    return saved


def _offer_of(unit: Unit, find_id: int, offer_id: int) -> Offer:
    offer = unit.offers.get(offer_id)
    if offer.find_id != find_id:
        raise Refused("This draft belongs to another find.", ["Open the find again."])
    return offer


def _asked(offer: Offer) -> str:
    return f", asked for with “{offer.instruction}”" if offer.instruction else ""
