"""A claim's sentence in pieces, each with what its words are for the claim, by the evidence's offsets."""

from collections.abc import Sequence
from itertools import pairwise

from pipelines.records import Role

Piece = tuple[str, str]  # text and its role; "" where it has none
# What lies on the same words: the first of these wins.
_MARKED = (Role.SUBJECT, Role.OBJECT, Role.TRIGGER, Role.ANTECEDENT)


def pieces(sentence: str, start: int, evidence: Sequence[str]) -> list[Piece]:
    """The sentence cut where marks begin and end; together the texts are the sentence.

    `start` is the sentence's offset in its text, `evidence` role:start:end in code points of that text. Marks
    outside of the sentence, as of what `it` stands for, are left out; ends beyond it are cut.
    """
    marks = [(role, begin - start, end - start) for role, begin, end in map(_mark, evidence) if role in _MARKED]
    inside = [(role, max(0, begin), min(end, len(sentence))) for role, begin, end in marks if begin < len(sentence) and end > 0]
    cuts = sorted({0, len(sentence), *(cut for _, *span in inside for cut in span)})
    found: list[Piece] = []
    for begin, end in pairwise(cuts):
        there = [role for role, first, last in inside if first <= begin and end <= last]
        found.append((sentence[begin:end], min(there, key=_MARKED.index).value if there else ""))
    return found


def _mark(text: str) -> tuple[Role, int, int]:
    role, begin, end = text.split(":")
    return Role(role), int(begin), int(end)
