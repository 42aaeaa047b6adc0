"""A question as the models take it: word pieces, and where among them the parties stand.

Belongs here: cutting, and what the numbers of a model stand for. Does not: the models (`judge`, `gate`).
"""

import json
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from pipelines.language.questions import Party, Question

LONGEST = 110  # word pieces of a sentence that are read


@dataclass(frozen=True, slots=True)
class Labels:
    """What the numbers of the model stand for."""

    kinds: tuple[str, ...]
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    values: tuple[str, ...]  # RelationshipType.telling_values of the types
    weights: str = ""  # SHA-256 of the files that hold the numbers

    def attributes(self) -> list[tuple[int, ...]]:
        """The places in `values` of each attribute: these are weighed against each other only."""
        places: dict[str, list[int]] = {}
        for place, label in enumerate(self.values):
            places.setdefault(label.rpartition(".")[0], []).append(place)
        return [tuple(of_one) for of_one in places.values()]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A question as the model takes it: word pieces, the kind at each, and each party's places by their pieces."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    marks: tuple[int, ...]
    places: tuple[tuple[int, tuple[int, ...], bool], ...]

    def answerable(self, question: Question) -> list[tuple[int, int]]:
        """The pairs of the question of which both stand in the part of the sentence that is read."""
        there = {party for party, _, _ in self.places}
        return [pair for pair in question.pairs if there.issuperset(pair)]


def read_labels(folder: Path) -> Labels:
    """The labels of a model. Raises ValueError for one of an older version."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    if "values" not in labels:
        raise ValueError("labels.json has no `values`: it was trained by an older version")
    said = {name: tuple(labels[name]) for name in ("kinds", "types", "statuses", "values")}
    return Labels(**said, weights=labels["weights"])


def read_tokenizer(folder: Path) -> Tokenizer:
    """The model's word pieces."""
    text = (folder / "tokenizer.json").read_text(encoding="utf-8")
    try:
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:
        raise ValueError(f"tokenizer.json: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def pieces(question: Question, tokenizer: Tokenizer, labels: Labels) -> Pieces:
    """The question cut into word pieces; training and use go through here, so that the model sees the same in both."""
    encoding = tokenizer.encode(question.text)
    offsets = tuple(encoding.offsets[:LONGEST])
    marks = [0] * len(offsets)
    places = []
    for number, party in enumerate(question.parties):
        for start, end, is_reference in party.places:
            at = tuple(n for n, (a, b) in enumerate(offsets) if n and a < b and a < end and b > start)
            if at:
                places.append((number, at, is_reference))
                for n in at:
                    marks[n] = _mark(party, labels, is_reference=is_reference)
    return Pieces(tuple(encoding.ids[:LONGEST]), offsets, tuple(marks), tuple(places))


def _mark(party: Party, labels: Labels, *, is_reference: bool) -> int:
    return 1 + (len(labels.kinds) if is_reference else labels.kinds.index(party.kinds[0]))
