"""One draft at one platform: look when it may be there, send when it is not, say what is known.

A payload is never sent twice without a look in between, and a look that gets no clear answer ends
the attempt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.delivery import DeliveryState
from core.text import clean_line
from newsletter.targets.base import Answer, Ask, Platform, Remote, Trouble, entries_of, field_of

_LONGEST_REASON = 200
_LOOK_FIRST = "The next try looks there before it sends anything."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What is known after an attempt; `note` is a sentence for an editor."""

    state: DeliveryState
    note: str
    remote_id: str = ""
    url: str = ""


def send_draft(
    platform: Platform, ask: Ask, payload: Mapping[str, Any], key: str, *, look_first: bool
) -> Sent:
    """`look_first` after an attempt whose end is not known: the draft may be there already."""
    if look_first:
        answer = ask(platform.look(key))
        if not answer.ok:
            return _unsure(platform, answer)
        remote = platform.looked(answer, key)
        if remote:
            return _finish(platform, ask, payload, remote, found=True)
    return _send(platform, ask, payload, key)


def _send(platform: Platform, ask: Ask, payload: Mapping[str, Any], key: str) -> Sent:
    answer = ask(platform.create(payload))
    if answer.ok:
        remote = platform.created(answer)
        if remote:
            return _finish(platform, ask, payload, remote, found=False)
    elif _made_nothing(answer):
        return Sent(state=DeliveryState.REFUSED, note=_refusal(platform, answer))
    # It may have arrived all the same.
    looked = ask(platform.look(key))
    remote = platform.looked(looked, key) if looked.ok else None
    if remote:
        return _finish(platform, ask, payload, remote, found=True)
    return _unsure(platform, answer)


def _finish(
    platform: Platform, ask: Ask, payload: Mapping[str, Any], remote: Remote, *, found: bool
) -> Sent:
    label = platform.target.label
    if not remote.is_draft:
        note = f"{label} says that this is no draft. Open it there at once and look."
        return _sent(DeliveryState.UNKNOWN, note, remote)
    second = platform.fill(remote, payload)
    answer = ask(second) if second else None
    if answer and not answer.ok:
        why = _refusal(platform, answer) if answer.status else f"{label} did not answer."
        note = f"The draft is there, but without its text. {why} {_LOOK_FIRST}"
        return _sent(DeliveryState.UNKNOWN, note, remote)
    note = f"A draft was there already at {label}." if found else f"A draft is at {label}."
    return _sent(DeliveryState.DRAFTED, note, remote)


def _sent(state: DeliveryState, note: str, remote: Remote) -> Sent:
    return Sent(state=state, note=note, remote_id=remote.remote_id, url=remote.url)


def _made_nothing(answer: Answer) -> bool:
    """Whether the platform got nothing, or read it and said no."""
    if answer.trouble is Trouble.NOT_SENT:
        return True
    return 300 <= answer.status < 500 and not _is_duplicate(answer)


def _is_duplicate(answer: Answer) -> bool:
    """The platform says that it has such a post already."""
    return "duplicate" in str(field_of(answer.data, "code") or "")


def _unsure(platform: Platform, answer: Answer) -> Sent:
    label = platform.target.label
    if answer.trouble is not Trouble.NONE:
        what = f"{label} gave no answer ({answer.reason})."
    elif answer.ok:
        what = f"{label} answered, but named no draft."
    elif _made_nothing(answer):
        what = _refusal(platform, answer)
    else:
        what = f"{label} has a trouble of its own ({answer.status})."
    note = f"{what} Whether a draft is there is not known. {_LOOK_FIRST}"
    return Sent(state=DeliveryState.UNKNOWN, note=note)


def _refusal(platform: Platform, answer: Answer) -> str:
    label, said = platform.target.label, _said(platform, answer)
    match answer.status:
        case 0:
            return f"{label} could not be reached: {answer.reason}"
        case 401 | 403:
            return f"{label} does not accept the key ({answer.status}): check the settings.{said}"
        case 404:
            return f"{label} knows no such address (404): check the settings.{said}"
        case 429:
            wait = f" in {answer.retry_after} seconds" if answer.retry_after else " later"
            return f"{label} asks to wait (429). Try again{wait}."
        case status if 300 <= status < 400:
            return f"{label} sends on to another address ({status}). Name that one in the settings."
        case status:
            return f"{label} refuses the draft ({status}).{said}"


def _said(platform: Platform, answer: Answer) -> str:
    """The platform's own words, where it gives some, on one line, cut, and without our key."""
    data = answer.data
    texts = [field_of(data, name) for name in ("message", "detail", "title", "error")]
    for name in ("errors", "detail"):
        texts += [
            field_of(one, "message") or field_of(one, "msg") for one in entries_of(data, name)
        ]
    for text in texts:
        if isinstance(text, str) and clean_line(text):
            for secret in filter(None, platform.secrets):
                text = text.replace(secret, "…")
            return f" It says: “{clean_line(text)[:_LONGEST_REASON]}”"
    return ""
