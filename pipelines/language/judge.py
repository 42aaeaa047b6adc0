"""The learned judge: how likely does a sentence state a relation of two who take part in it?

A small transformer reads the sentence once, with the places of the parties marked by kind; for each pair a head weighs
both and what in the sentence bears on them. `pipelines.training` makes its files. Belongs here: running it. Does not:
who is asked about (`questions`), what becomes of the answers (`judged`).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pipelines.errors import ModelError
from pipelines.language.questions import Party, Question

LONGEST = 110  # word pieces of a sentence that are read
WEIGHTS = ("encoder.onnx", "head.npz")
_FIX = "Name the folder that `python -m pipelines.training` wrote."
_AT_ONCE = 16  # sentences; more at once is no faster on one core

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the judge says of one pair: the likelihood of each type, of each status, and the place of the telling word."""

    types: dict[str, float]
    statuses: dict[str, float]
    trigger: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the numbers of the model stand for."""

    kinds: tuple[str, ...]
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    weights: str = ""  # SHA-256 of the files that hold the numbers


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


class Judge:
    """Answers questions. Raises ModelError when the files of the model are missing or damaged, or do not belong together."""

    def __init__(self, folder: Path) -> None:
        try:
            self.labels = read_labels(folder)
            encoder, head = _weights(folder, self.labels)
            self._tokenizer = read_tokenizer(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the judge's model cannot be read ({error})", where=str(folder), fix=_FIX) from error
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same sums in the same order, and one core
        options.add_session_config_entry("session.disable_quant_qdq", "1")  # small numbers are made large once, not for each sentence
        self._session = ort.InferenceSession(encoder, options, providers=["CPUExecutionProvider"])
        with np.load(BytesIO(head)) as matrices:
            self._head: dict[str, Matrix] = {name: matrices[name].astype(np.float32) for name in matrices.files}

    def answers(self, asked: Sequence[Question]) -> Iterator[dict[tuple[int, int], Answer]]:
        """For each question its answers by pair, in the questions' order; a pair beyond the part that is read has none."""
        cut = [pieces(question, self._tokenizer, self.labels) for question in asked]
        order = sorted(range(len(cut)), key=lambda n: len(cut[n].ids))
        states: dict[int, Matrix] = {}
        for start in range(0, len(order), _AT_ONCE):
            states |= self._read({n: cut[n] for n in order[start : start + _AT_ONCE]})
        for number, question in enumerate(asked):
            yield self._weigh(question, cut[number], states[number])

    def _read(self, batch: dict[int, Pieces]) -> dict[int, Matrix]:
        longest = max(len(piece.ids) for piece in batch.values())
        ids, marks, mask = (np.zeros((len(batch), longest), dtype=np.int64) for _ in range(3))
        for row, piece in enumerate(batch.values()):
            length = len(piece.ids)
            ids[row, :length], marks[row, :length], mask[row, :length] = piece.ids, piece.marks, 1
        (states,) = self._session.run(None, {"ids": ids, "kinds": marks, "mask": mask})
        return {n: states[row, : len(piece.ids)] for row, (n, piece) in enumerate(batch.items())}

    def _weigh(self, question: Question, piece: Pieces, states: Matrix) -> dict[tuple[int, int], Answer]:
        pairs = piece.answerable(question)
        if not pairs:
            return {}
        parties = self._parties(question, piece, states)
        first, second = (np.tanh(self._linear(name, parties)) for name in ("subject", "object"))
        subject, object_ = (side[[pair[end] for pair in pairs]] for end, side in enumerate((first, second)))
        scores = self._linear("asks", np.concatenate([subject, object_], axis=1)) @ states.T / np.sqrt(states.shape[1])
        weights = _softmax(scores)
        context = np.tanh(self._linear("context", weights @ states))
        joined = np.maximum(self._linear("joined", np.concatenate([subject, object_, subject * object_, context], axis=1)), 0)
        types, statuses = _softmax(self._linear("of_type", joined)), _softmax(self._linear("of_status", joined))
        return {
            pair: Answer(
                dict(zip(self.labels.types, map(float, types[n, 1:]), strict=True)),
                dict(zip(self.labels.statuses, map(float, statuses[n, 1:]), strict=True)),
                _telling(piece, weights[n]),
            )
            for n, pair in enumerate(pairs)
        }

    def _parties(self, question: Question, piece: Pieces, states: Matrix) -> Matrix:
        """One row for each party: its places added up, and its kinds."""
        sums = np.full((len(question.parties), states.shape[1]), 1e-6, dtype=np.float32)
        for party, at, is_reference in piece.places:
            place = states[list(at)].mean(axis=0) + self._head["flags"][1 if is_reference else 0]
            sums[party] += np.exp(np.clip(place, -20, 20))
        kinds = np.array([[kind in party.kinds for kind in self.labels.kinds] for party in question.parties], dtype=np.float32)
        return np.asarray(np.log(sums) + kinds @ self._head["kinds"], dtype=np.float32)

    def _linear(self, name: str, rows: Matrix) -> Matrix:
        return np.asarray(rows @ self._head[f"{name}.weight"].T + self._head[f"{name}.bias"], dtype=np.float32)


def _weights(folder: Path, labels: Labels) -> tuple[bytes, bytes]:
    encoder, head = ((folder / name).read_bytes() for name in WEIGHTS)
    if fingerprint(encoder, head) != labels.weights:
        raise ValueError(f"{' and '.join(WEIGHTS)} are not those that labels.json was written with")
    return encoder, head


def fingerprint(encoder: bytes, head: bytes) -> str:
    """By what labels.json knows the files that belong to it."""
    return sha256(encoder + head).hexdigest()


def read_labels(folder: Path) -> Labels:
    """The labels of a model."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    return Labels(tuple(labels["kinds"]), tuple(labels["types"]), tuple(labels["statuses"]), labels["weights"])


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


def _telling(piece: Pieces, weights: Matrix) -> tuple[int, int]:
    """Where the word stands, outside the parties, that bears most on the pair."""
    free = [n for n, (start, end) in enumerate(piece.offsets) if end > start and not piece.marks[n]]
    return piece.offsets[max(free, key=lambda n: float(weights[n]))] if free else piece.offsets[-1]


def _softmax(rows: Matrix) -> Matrix:
    exponents = np.exp(rows - rows.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True), dtype=np.float32)
