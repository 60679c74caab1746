"""Where the news of an article starts: the first sentence that says who did what."""

import re
from collections.abc import Sequence

from core.text import words
from summarizer.names import names

LOOKED_AT = 8
"""Sentences from the beginning; an article that has not come to its news by then has none."""

# Finite forms by which a body makes news; "opening" and "to open" make none.
_ACTS = re.compile(
    r"(?<!\bto )(?<!-)\b(?:announce[sd]|approve[sd]|adopt(?:s|ed)|launche[sd]|open(?:s|ed)|"
    r"unveil(?:s|ed)|introduce[sd]|publishe[sd]|release[sd]|report(?:s|ed)|propose[sd]|"
    r"voted|signed|ordered|award(?:s|ed)|chosen?|chooses|select(?:s|ed)|picked|beg[au]n|begins|"
    r"start(?:s|ed)|switched|install(?:s|ed)|complete[sd]|deliver(?:s|ed)|passe[sd]|agree[sd]|"
    r"file[sd]|initiate[sd]?|grant(?:s|ed)|lease[sd]|bought|buys|achieve[sd]|listed|won|ruled|"
    r"raise[sd]|issue[sd]|placed|sent|connect(?:s|ed)|enroll?ed|joined|added|decide[sd]|"
    r"replace[sd]|will (?:pay|lease|replace|supply|open|start|begin|launch|build|"
    r"install|buy|sell|require))\b"
)
# Attribution before the news, and what points back to people in the scene.
_NO_OPENING = re.compile(
    r"^according to\b|\blike (?:theirs|his|hers|this|that|these|those)\b", re.IGNORECASE
)


def news_start(quotes: Sequence[str], text: str, terms: Sequence[str]) -> int | None:
    """The index of the first sentence that names somebody and says what was done, or has a term
    of the beat. `text` is the whole article, whose words in small letters are no names."""
    ordinary = frozenset(word for word in words(text) if word.islower())
    spoken = tuple(_plain(term.rstrip("*")) for term in terms)
    for number, quote in enumerate(quotes[:LOOKED_AT]):
        told = _ACTS.search(quote) or any(term in _plain(quote) for term in spoken)
        if not told or _NO_OPENING.search(quote):
            continue
        # `V2G` or `AL-60` is a name and nobody.
        if any(re.search("[a-z]", name.text) for name in names(quote, ordinary)):
            return number
    return None


def _plain(text: str) -> str:
    return text.lower().replace("-", " ")
