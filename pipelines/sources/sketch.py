"""Sketches of texts, by which copies are known: syndicated, slightly edited or shortened ones.

A bottom-k sketch (Broder 1997; Cohen and Kaplan 2007): the k smallest hashes of a text's word shingles.
Two sketches estimate how much of two texts is the same without the texts. Our own lines, since
`datasketch` brings scipy (about 100 MB) for them.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

SIZE = 64
SHINGLE = 5  # words
ALIKE = 0.5  # Jaccard similarity from which two texts are copies
CONTAINED = 0.8  # share of a text that stands in a longer one, from which it is a shortened copy
FEWEST = 16  # shingles seen of a text, from which that share is reliable

_WORD = re.compile(r"\w+")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))  # splitmix64
_LAST_SHIFT = np.uint64(31)
_SIGN = np.uint64(1)

Hashes = npt.NDArray[np.uint64]


def sketch(text: str) -> list[int]:
    """The 64 smallest hashes (63 bits, ascending) of the text's runs of five words, regardless of case and punctuation.

    A text of fewer runs has fewer hashes, one without words none. The same on every machine.
    """
    words = np.array([_hash(word) for word in _WORD.findall(text.casefold())], dtype=np.uint64)
    if not words.size:
        return []
    length = min(SHINGLE, words.size)
    runs = np.zeros(words.size - length + 1, dtype=np.uint64)
    for place in range(length):
        runs = runs * _MULTIPLIER + words[place : place + runs.size]
    return [int(value) for value in np.unique(_mixed(runs))[:SIZE]]


def near(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two sketches are of one text: copies with small changes, or one a shortened copy of the other."""
    if not len(a) or not len(b):
        return False
    ours, theirs = set(a), set(b)
    both = ours & theirs
    if not both:
        return False
    of_union = sorted(ours | theirs)[:SIZE]
    if sum(value in both for value in of_union) >= ALIKE * len(of_union):
        return True
    return _contained(ours, theirs)


def _contained(a: set[int], b: set[int]) -> bool:
    """Whether most of the shorter text stands in the other, as far as both sketches reach."""
    reach = min(max(values) for values in (a, b) if len(values) == SIZE) if SIZE in (len(a), len(b)) else max(a | b)
    seen = sorted(([value for value in values if value <= reach] for values in (a, b)), key=len)[0]
    return len(seen) >= FEWEST and len(a & b & set(seen)) >= CONTAINED * len(seen)


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _mixed(values: Hashes) -> Hashes:
    """Spread evenly over 63 bits, so that the smallest are a fair sample."""
    for shift, factor in _MIX:
        values = (values ^ (values >> shift)) * factor
    return (values ^ (values >> _LAST_SHIFT)) >> _SIGN
