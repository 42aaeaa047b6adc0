"""What is taught of a pair is what its sentence states, whatever names stand there."""

from pathlib import Path

import pytest

from pipelines.evaluation.gold import read_gold
from pipelines.language.extractor import Extractor, load_extractor
from pipelines.settings import load_settings
from pipelines.training.lessons import Lesson, Taught, of_gold, of_text
from pipelines.training.texts import read_texts

TEXT = """# one-1 | wire
E 1 Company Nvidia
E 2 Company AMD
E 3 Country United States
E 4 Company Huawei
S [Nvidia|1] competes with [AMD|2], though [it|1] also buys from [the firm|2].
C COMPETES_WITH 1 2
S [Nvidia|1] met [AMD|2] again on Monday.
S [Washington|3] has sanctioned [Huawei|4], and it may yet hit [Nvidia|1] too.
C SANCTIONS 3 4 in_force measure=other
C? SANCTIONS 3 1 planned
"""


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load_extractor(load_settings({}).model)


RIVALS = """# two-1 | wire
E 1 Company Nvidia
E 2 Company AMD
E 3 Company Intel
S [Nvidia|1] competes with [AMD|2] and [Intel|3].
C COMPETES_WITH 1 2
C COMPETES_WITH 1 3
C? COMPETES_WITH 2 3
S [AMD|2] and [Intel|3] agreed.
C? COMPETES_WITH 2 3
"""


FORBIDDEN = """# three-1 | wire
E 1 Company Nvidia
E 2 Country China
S [Nvidia|1] competes with [China|2].
C COMPETES_WITH 1 2
"""


def taught(lesson: Lesson) -> dict[tuple[str, str], Taught]:
    return {(lesson.names[i], lesson.names[j]): answer for (i, j), answer in lesson.answers.items()}


def test_a_sentence_teaches_what_it_states_and_nothing_of_what_others_state(tmp_path: Path, extractor: Extractor) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    first, second, third = of_text(read_texts(tmp_path)[0], extractor)
    rivals = Taught("COMPETES_WITH", None, optional=False)
    assert taught(first) == {("Nvidia", "AMD"): rivals, ("AMD", "Nvidia"): rivals}
    assert taught(second) == {}
    assert taught(third) == {
        ("United States", "Huawei"): Taught("SANCTIONS", "in_force", optional=False, attrs={"measure": "other"}),
        ("United States", "Nvidia"): Taught("SANCTIONS", "planned", optional=True),
    }


def test_what_either_of_two_sentences_may_state_is_held_against_neither(tmp_path: Path, extractor: Extractor) -> None:
    line = (
        '{"id": "g1", "text": "SoftBank will invest in OpenAI. SoftBank said OpenAI was promising.", "claims": [{"type": "INVESTS_IN", '
        '"subject": "SoftBank", "object": "OpenAI", "status": "planned"}]}'
    )
    (tmp_path / "gold.jsonl").write_text(line, encoding="utf-8")
    lessons = list(of_gold(read_gold(tmp_path / "gold.jsonl")[0], extractor))
    assert [answer.optional for lesson in lessons for answer in lesson.answers.values()] == [True, True]


def test_gold_teaches_by_its_names(tmp_path: Path, extractor: Extractor) -> None:
    line = (
        '{"id": "g1", "text": "SoftBank will invest $2 billion in OpenAI, it said.", "claims": [{"type": "INVESTS_IN", '
        '"subject": "SoftBank Group", "subject_aliases": ["SoftBank"], "object": "OpenAI", "status": "planned"}]}'
    )
    (tmp_path / "gold.jsonl").write_text(line, encoding="utf-8")
    (lesson,) = of_gold(read_gold(tmp_path / "gold.jsonl")[0], extractor)
    assert [*taught(lesson).values()] == [Taught("INVESTS_IN", "planned", optional=False)]
    assert [pair[1] for pair in taught(lesson)] == ["OpenAI"]


def test_two_rivals_of_a_third_are_not_told_to_be_each_others(tmp_path: Path, extractor: Extractor) -> None:
    (tmp_path / "two.txt").write_text(RIVALS, encoding="utf-8")
    listed, alone = of_text(read_texts(tmp_path)[0], extractor)
    assert {("Nvidia", "AMD"), ("Nvidia", "Intel")} <= set(taught(listed))
    assert ("AMD", "Intel") not in taught(listed)
    assert taught(alone)["AMD", "Intel"].optional


def test_what_the_schema_forbids_of_the_kinds_as_found_is_taught_neither_way(tmp_path: Path, extractor: Extractor) -> None:
    (tmp_path / "three.txt").write_text(FORBIDDEN, encoding="utf-8")
    (lesson,) = of_text(read_texts(tmp_path)[0], extractor)
    assert lesson.answers
    assert all(answer.optional for answer in lesson.answers.values())
