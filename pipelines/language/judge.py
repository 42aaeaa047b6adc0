"""The learned judge: how likely does a sentence state a relation of two who take part in it?

A small transformer reads the sentence once, with the places of the parties marked by kind; for
each pair a head weighs both and what in the sentence bears on them. `pipelines.training` makes its files. Belongs here:
running it. Does not: who is asked about (`questions`), which sentences hardly state anything (`gate`), what becomes of
the answers (`judged`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from pipelines.errors import ModelError
from pipelines.language.gate import Gate
from pipelines.language.pieces import Labels, Pieces, pieces, read_labels, read_tokenizer
from pipelines.language.questions import Question

WEIGHTS = ("encoder.onnx", "head.npz", "gate.npz")
_FIX = "Name the folder that `python -m pipelines.training` of this version wrote."
_AT_ONCE = 16  # sentences; more at once is no faster on one core

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the judge says of one pair: the likelihood of each type, status and attribute's value, and the place of the telling word."""

    types: dict[str, float]
    statuses: dict[str, float]
    values: dict[str, float]
    trigger: tuple[int, int]


class Judge:
    """Answers questions. Raises ModelError when the files of the model are missing or damaged, or do not belong together."""

    def __init__(self, folder: Path) -> None:
        try:
            self.labels = read_labels(folder)
            self._encoder, head, gate = _weights(folder, self.labels)
            self._gate = Gate(gate)
            self._tokenizer = read_tokenizer(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the judge's model cannot be read ({error})", where=str(folder), fix=_FIX) from error
        self._attributes = [list(places) for places in self.labels.attributes()]
        self._threads = ThreadpoolController()
        with np.load(BytesIO(head)) as matrices:
            self._head: dict[str, Matrix] = {name: matrices[name].astype(np.float32) for name in matrices.files}

    @cached_property
    def _session(self) -> ort.InferenceSession:
        """Made when the first sentence is read: it takes time, and a process that is forked with one in it waits for ever."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same sums in the same order, and one core
        options.add_session_config_entry("session.disable_quant_qdq", "1")  # small numbers are made large once, not for each sentence
        return ort.InferenceSession(self._encoder, options, providers=["CPUExecutionProvider"])

    def answers(self, asked: Sequence[Question], least: float = 0.0) -> Iterator[dict[tuple[int, int], Answer]]:
        """For each question its answers by pair, in the questions' order; a pair beyond the part that is read has none.

        Nor has a sentence that the gate gives less than `least`: it is not read.
        """
        cut = [pieces(question, self._tokenizer, self.labels) for question in asked]
        order = sorted((n for n, piece in enumerate(cut) if self._gate.likelihood(piece) >= least), key=lambda n: len(cut[n].ids))
        states: dict[int, Matrix] = {}
        for start in range(0, len(order), _AT_ONCE):
            states |= self._read({n: cut[n] for n in order[start : start + _AT_ONCE]})
        for number, question in enumerate(asked):
            if number not in states:
                yield {}
                continue
            with self._threads.limit(limits=1, user_api="blas"):  # on matrices this small more threads wait for each other
                weighed = self._weigh(question, cut[number], states[number])
            yield weighed

    def _read(self, batch: dict[int, Pieces]) -> dict[int, Matrix]:
        longest = max(len(piece.ids) for piece in batch.values())
        given = {name: np.zeros((len(batch), longest), dtype=np.int64) for name in ("ids", "kinds", "mask")}
        for row, piece in enumerate(batch.values()):
            for name, values in zip(given, (piece.ids, piece.marks, [1] * len(piece.ids)), strict=True):
                given[name][row, : len(piece.ids)] = values
        (states,) = self._session.run(None, given)
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
        values = self._linear("of_value", joined)
        for places in self._attributes:
            values[:, places] = _softmax(values[:, places])
        return {
            pair: Answer(
                dict(zip(self.labels.types, map(float, types[n, 1:]), strict=True)),
                dict(zip(self.labels.statuses, map(float, statuses[n, 1:]), strict=True)),
                dict(zip(self.labels.values, map(float, values[n]), strict=True)),
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


def _weights(folder: Path, labels: Labels) -> list[bytes]:
    if fingerprint(folder) != labels.weights:
        raise ValueError(f"{', '.join(WEIGHTS)} are not those that labels.json was written with")
    return [(folder / name).read_bytes() for name in WEIGHTS]


def fingerprint(folder: Path) -> str:
    """By what labels.json knows the files that belong to it."""
    return sha256(b"".join((folder / name).read_bytes() for name in WEIGHTS)).hexdigest()


def _telling(piece: Pieces, weights: Matrix) -> tuple[int, int]:
    """Where the word stands, outside the parties, that bears most on the pair."""
    free = [n for n, (start, end) in enumerate(piece.offsets) if end > start and not piece.marks[n]]
    return piece.offsets[max(free, key=lambda n: float(weights[n]))] if free else piece.offsets[-1]


def _softmax(rows: Matrix) -> Matrix:
    exponents = np.exp(rows - rows.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True), dtype=np.float32)
