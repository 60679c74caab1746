"""Past Finds nearest in subject: examples of the voice."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

MOST = 4
LEAST_WORDS = 50
"""A shorter text is a note, not a Find to learn from."""
TOO_NEAR = 0.8
"""Nearer than this it is the same story: its facts would find their way into the draft."""


def nearest_finds(about: str, past: Sequence[str], *, most: int = MOST) -> tuple[str, ...]:
    """The past Finds most alike (cosine of TF-IDF vectors), the nearest first; a Find about the
    same thing is left out, and so is one that repeats another."""
    texts = tuple(dict.fromkeys(text for text in past if len(text.split()) >= LEAST_WORDS))
    if not texts or not about.strip():
        return ()
    vectorizer, vectors = _shelf(texts)
    alike = np.asarray((vectors @ vectorizer.transform([about]).T).todense()).ravel()
    order = [int(place) for place in np.argsort(-alike, kind="stable") if alike[place] < TOO_NEAR]
    return tuple(texts[place] for place in order[:most])


@lru_cache(maxsize=2)
def _shelf(texts: tuple[str, ...]) -> tuple[Any, Any]:
    """Reading the archive takes longer than asking it: once a run is enough."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    return vectorizer, vectorizer.fit_transform(texts)
