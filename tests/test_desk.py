"""What a notebook calls answers as the commands do, with typed columns."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from neo4j import Driver

from graph_schema.errors import SchemaError
from graph_schema.load import load_schema
from graph_schema.queries import load_queries
from pipelines.desk import answer, questions
from pipelines.errors import UnreachableError
from pipelines.graph.reconcile import reconcile
from pipelines.settings import Neo4jAddress
from tests.graph.newsroom import newsroom


@pytest.fixture
def notebook(cleared: Driver, neo4j_address: Neo4jAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a notebook on the newsroom's graph."""
    schema = load_schema()
    reconcile(cleared, "neo4j", schema, *newsroom().frames(schema))
    for name, value in (("URI", neo4j_address.uri), ("USERNAME", neo4j_address.user), ("PASSWORD", neo4j_address.password)):
        monkeypatch.setenv(f"NEO4J_{name}", value)


@pytest.mark.usefixtures("notebook")
def test_an_answer_has_the_columns_of_the_question_and_their_types() -> None:
    found = answer("sanctions_on", entity="acme")
    assert tuple(found.columns) == load_queries()["sanctions_on"].columns
    assert found["source"].tolist() == ["Norland"]
    assert (str(found["articles"].dtype), str(found["status"].dtype)) == ("Int64", "category")
    assert answer("published", since=pd.Timestamp("2024-06-01"), limit=np.int64(1))["published"].tolist() == ["2024-07"]
    learnt = answer("learnt", since=date(2026, 2, 1), limit=1)
    assert (len(learnt), str(learnt["learnt_at"].dtype)) == (1, "datetime64[us, UTC]")
    assert answer("most_mentioned", kind=None)["name"].tolist() == answer("most_mentioned")["name"].tolist()


def test_what_cannot_be_asked_is_told() -> None:
    with pytest.raises(SchemaError, match="there is no question 'nonsense'"):
        answer("nonsense")
    with pytest.raises(SchemaError, match="`entity` is missing"):
        answer("sanctions_on")
    with pytest.raises(SchemaError, match="`limit` is 'many'"):
        answer("planned", limit="many")
    with pytest.raises(SchemaError, match="`as_of` is '2025'"):
        answer("planned", as_of="2025")  # type: ignore[arg-type]
    with pytest.raises(SchemaError, match="`limit` is"):
        answer("planned", limit={1})


def test_without_a_server_it_says_how_to_start_one(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSGRAPH_HOME", str(tmp_path))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    with pytest.raises(UnreachableError, match="newsgraph db start"):
        answer("planned")


def test_the_library_is_a_table() -> None:
    found = questions()
    assert list(found.index) == list(load_queries())
    assert found.loc["sanctions_on", "parameters"]["limit"] == "integer, else 50"
    assert isinstance(found, pd.DataFrame)
