"""A number that near-copies of a text share but for a few bits: SimHash (Charikar, 2002)."""

from hashlib import blake2b

import numpy as np

from core.text import fold, words

BITS = 64
NEAR_BITS = 3
"""Two texts whose fingerprints differ in no more bits than this are near-copies."""
_SHINGLE = 2


def fingerprint(text: str) -> int:
    """64 bits over folded word pairs; the same in every process; 0 for no text.

    It is signed as a database keeps it: between -2**63 and 2**63 - 1.
    """
    tokens = words(fold(text))
    if not tokens:
        return 0
    size = min(_SHINGLE, len(tokens))
    features = [" ".join(tokens[i : i + size]) for i in range(len(tokens) - size + 1)]
    digests = b"".join(blake2b(f.encode("utf8"), digest_size=8).digest() for f in features)
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8).reshape(-1, 8), axis=1)
    majority = bits.sum(axis=0, dtype=np.int64) * 2 > len(features)
    value = int.from_bytes(np.packbits(majority).tobytes(), "big", signed=True)
    return value or 1


def distance(a: int, b: int) -> int:
    """In how many of the 64 bits two fingerprints differ."""
    return ((a ^ b) & (2**64 - 1)).bit_count()


def near_duplicate(a: int, b: int, *, within: int = NEAR_BITS) -> bool:
    """Whether two fingerprints are of near-copies; a text without words is like none."""
    return a != 0 and b != 0 and distance(a, b) <= within
