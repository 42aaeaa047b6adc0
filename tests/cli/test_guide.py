"""The guide's queries give the answers that it shows, on the sample articles."""

import re
from pathlib import Path

import pandas as pd
import pytest
from neo4j import Driver

from tests.cli.conftest import Shell

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```cypher\n(.*?)```\n\n((?:\|[^\n]*\n)+)", re.DOTALL)


@pytest.fixture
def demonstrated(connected_shell: Shell, graph: Driver) -> Driver:
    done = connected_shell("run", str(ROOT / "samples" / "articles"), "--source", "samples")
    assert done.returncode == 0, done.stderr
    return graph


def as_table(frame: pd.DataFrame) -> str:
    lines = [list(frame.columns), ["---"] * len(frame.columns), *frame.astype(object).where(frame.notna(), "").to_numpy().tolist()]
    return "".join(f"| {' | '.join(' '.join(str(cell).split()) for cell in line)} |\n" for line in lines)


def test_each_query_of_the_guide_answers_as_it_says(demonstrated: Driver) -> None:
    shown = EXAMPLE.findall(GUIDE)
    assert len(shown) == GUIDE.count("```cypher") == 10
    for cypher, table in shown:
        frame = demonstrated.execute_query(cypher, result_transformer_=lambda result: result.to_df())
        assert as_table(frame) == table, cypher
