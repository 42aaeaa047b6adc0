"""Which sentences are worth the judge's time: a linear model over the words of a sentence, a thousand times cheaper.

Belongs here: how likely does a sentence state anything at all, whoever takes part. Does not: of whom (`judge`).
"""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from pipelines.language.pieces import Pieces

SIZE = 1 << 17  # places for features; those that share one are told apart by none, which costs little
_UNIT, _NEXT, _GAP = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35  # large odd numbers, to scatter
_NAMED = 1 << 20  # above every word piece: what stands for a party is its kind and not its words


class Gate:
    """Tells sentences that may state something from those that hardly do. Raises KeyError or ValueError for any other file."""

    def __init__(self, file: bytes) -> None:
        with np.load(BytesIO(file)) as numbers:
            self._weights: NDArray[np.float32] = numbers["weights"].astype(np.float32)
            self._bias = float(numbers["bias"])
        if self._weights.shape != (SIZE,):
            raise ValueError(f"the gate's weights have the shape {self._weights.shape}, not {(SIZE,)}")

    def likelihood(self, piece: Pieces) -> float:
        """Of the sentence stating anything, from 0 to 1."""
        return likelihood(piece, self._weights, self._bias)


def likelihood(piece: Pieces, weights: NDArray[np.float32], bias: float) -> float:
    """What a gate of these numbers says of a sentence."""
    return float(1 / (1 + np.exp(-bias - weights[features(piece)].sum())))


def features(piece: Pieces) -> NDArray[np.int64]:
    """The places of a sentence's words, pairs of words and number of parties, each once; names count by their kind."""
    words = _words(piece)
    pairs = [(words[:-1] * _NEXT + words[1:]) % SIZE, (words[:-2] * _GAP + words[2:]) % SIZE]
    parties = {party for party, _, _ in piece.places}
    return np.unique(np.concatenate([(words * _UNIT) % SIZE, *pairs, [min(len(parties), 4)]]))


def _words(piece: Pieces) -> NDArray[np.int64]:
    """The sentence's pieces in order; of a name, however long, one for its kind."""
    words: list[int] = []
    for id_, mark in zip(piece.ids, piece.marks, strict=True):
        word = _NAMED + mark if mark else id_
        if not (mark and words and words[-1] == word):
            words.append(word)
    return np.array(words, dtype=np.int64)
