"""The judge says what the network that was trained says, of any pair and in any company, and tells which files are missing."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import ModelError
from pipelines.language.judge import Judge
from pipelines.language.pieces import pieces, read_labels, read_tokenizer
from pipelines.language.questions import Party, Question

FILES = Path(__file__).parent / "judge"


def question(given: dict[str, Any]) -> Question:
    parties = tuple(Party(tuple(p["kinds"]), tuple(map(tuple, p["places"]))) for p in given["parties"])
    return Question(given["text"], parties, tuple(map(tuple, given["pairs"])))


SAID = json.loads((FILES / "said.json").read_text(encoding="utf-8"))
QUESTIONS = [question(one["question"]) for one in SAID]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(FILES)


def test_it_says_what_torch_says(judge: Judge) -> None:
    for asked, answers, said in zip(QUESTIONS, judge.answers(QUESTIONS), SAID, strict=True):
        for pair, types, statuses, values in zip(asked.pairs, said["types"], said["statuses"], said["values"], strict=True):
            assert list(answers[pair].types.values()) == pytest.approx(types[1:], abs=2e-5)
            assert list(answers[pair].statuses.values()) == pytest.approx(statuses[1:], abs=2e-5)
            assert list(answers[pair].values.values()) == pytest.approx(values, abs=2e-5)


def test_the_answer_does_not_hang_on_what_else_is_asked(judge: Judge) -> None:
    together = list(judge.answers(QUESTIONS * 9))
    for number, asked in enumerate(QUESTIONS):
        (alone,) = judge.answers([asked])
        for answers in together[number :: len(QUESTIONS)]:
            assert {pair: answer.types for pair, answer in answers.items()} == {
                pair: pytest.approx(answer.types, abs=1e-5) for pair, answer in alone.items()
            }


def test_the_telling_word_is_none_of_the_parties(judge: Judge) -> None:
    for asked, answers in zip(QUESTIONS, judge.answers(QUESTIONS), strict=True):
        for answer in answers.values():
            start, end = answer.trigger
            assert start < end <= len(asked.text)
            assert not any(start < b and end > a for party in asked.parties for a, b, _ in party.places)


def test_a_pair_beyond_the_part_that_is_read_has_no_answer(judge: Judge) -> None:
    text = "Nvidia said so. " + "It said so, and it said so again. " * 12 + "AMD did not."
    far = Question(
        text, (Party(("Company",), ((0, 6, False),)), Party(("Company",), ((text.index("AMD"), text.index("AMD") + 3, False),))), ((0, 1),)
    )
    assert list(judge.answers([far])) == [{}]


def test_places_are_marked_by_kind_and_references_by_their_own_mark() -> None:
    labels = read_labels(FILES)
    cut = pieces(QUESTIONS[1], read_tokenizer(FILES), labels)
    marked = {QUESTIONS[1].text[a:b]: mark for (a, b), mark in zip(cut.offsets, cut.marks, strict=True)}
    country, reference = labels.kinds.index("Country") + 1, len(labels.kinds) + 1
    assert (marked["US"], marked["China"], marked["It"], marked["in"]) == (country, country, reference, 0)


@pytest.mark.parametrize(
    ("name", "written"),
    [("encoder.onnx", b"no model"), ("head.npz", b""), ("tokenizer.json", b"{}"), ("labels.json", b"[]"), ("labels.json", b"{")],
)
def test_a_file_that_is_damaged_or_of_another_judge_is_named_with_the_way_on(name: str, written: bytes, tmp_path: Path) -> None:
    shutil.copytree(FILES, tmp_path / "judge")
    (tmp_path / "judge" / name).write_bytes(written)
    with pytest.raises(ModelError, match=r"(?s)judge.*pipelines\.training"):
        Judge(tmp_path / "judge")


@pytest.mark.parametrize("name", ["encoder.onnx", "head.npz", "labels.json", "tokenizer.json"])
def test_a_folder_without_a_file_is_named_with_the_way_on(name: str, tmp_path: Path) -> None:
    shutil.copytree(FILES, tmp_path / "judge")
    (tmp_path / "judge" / name).unlink()
    with pytest.raises(ModelError, match=r"(?s)judge.*pipelines\.training"):
        Judge(tmp_path / "judge")


def test_a_judge_of_an_older_version_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    shutil.copytree(FILES, tmp_path / "judge")
    (tmp_path / "judge" / "labels.json").write_text('{"kinds": []}', encoding="utf-8")
    with pytest.raises(ModelError, match="older version"):
        Judge(tmp_path / "judge")
