"""The demo's questions are those of the library, and every answer has its proof."""

from pathlib import Path

import pytest
from neo4j import Driver

from graph_schema.queries import load_queries
from pipelines.cli.demo import QUESTIONS
from tests.cli.conftest import Shell

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "articles"


@pytest.mark.parametrize(("name", "given", "columns"), [(name, given, columns) for name, _, given, columns in QUESTIONS])
def test_each_question_is_in_the_library_with_its_columns(name: str, given: dict[str, str], columns: tuple[str, ...]) -> None:
    question = load_queries()[name]
    question.bind(given)
    assert {*columns, "sentence", "title"} <= {*question.columns}


def test_the_demo_ends_with_answers_and_the_way_on(connected_shell: Shell, untouched: Driver) -> None:
    assert untouched
    done = connected_shell.program("demo", str(SAMPLES), "--source", "samples")
    assert done.returncode == 0, done.stderr
    for words in ("In the graph", "SoftBank, Ampere, $6,500,000,000, planned", "AMD, 1 article", "newsgraph query investments", "Next"):
        assert words in done.stdout
