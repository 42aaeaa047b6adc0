"""The gate weighs a sentence by its words, whoever takes part."""

import json
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest

from pipelines.language.gate import SIZE, Gate, features
from pipelines.language.judge import Judge
from pipelines.language.pieces import Pieces, pieces, read_labels, read_tokenizer
from pipelines.language.questions import Party, Question
from tests.language.test_judge import FILES, question

ASKED = [question(one["question"]) for one in json.loads((FILES / "said.json").read_text(encoding="utf-8"))]


def cut(asked: Question) -> Pieces:
    return pieces(asked, read_tokenizer(FILES), read_labels(FILES))


def about(first: str, second: str, verb: str = "sanctioned") -> Pieces:
    text = f"{first} {verb} {second}."
    at = [(text.index(name), text.index(name) + len(name), False) for name in (first, second)]
    return cut(Question(text, tuple(Party(("Company",), (place,)) for place in at), ((0, 1),)))


def written(weights: np.ndarray, bias: float = 0.0) -> bytes:
    file = BytesIO()
    np.savez(file, weights=weights, bias=np.float32(bias))
    return file.getvalue()


def test_other_names_of_the_same_kind_change_nothing() -> None:
    same = [about("Nvidia", "AMD"), about("SoftBank", "Huawei")]
    assert len({tuple(features(one)) for one in same}) == 1
    assert tuple(features(about("Nvidia", "AMD", verb="bought"))) != tuple(features(same[0]))


def test_a_word_that_weighs_much_makes_the_sentence_likely() -> None:
    weights = np.zeros(SIZE, dtype=np.float32)
    weights[np.setdiff1d(features(about("Nvidia", "AMD", verb="bought")), features(about("Nvidia", "AMD")))] = 2.0
    gate = Gate(written(weights, bias=-1.0))
    assert gate.likelihood(about("Nvidia", "AMD", verb="bought")) > 0.9
    assert gate.likelihood(about("Nvidia", "AMD")) == pytest.approx(1 / (1 + np.e))


def test_numbers_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        Gate(written(np.zeros(9, dtype=np.float32)))


def test_the_judge_does_not_read_what_the_gate_gives_too_little() -> None:
    judge = Judge(FILES)  # its gate gives every sentence the same
    assert all(judge.answers(ASKED, least=0.6))
    assert [*judge.answers(ASKED, least=0.63)] == [{}, {}, {}]
    shorter = [replace(one, pairs=one.pairs[:1]) for one in ASKED]
    assert all(len(answers) == 1 for answers in judge.answers(shorter))
