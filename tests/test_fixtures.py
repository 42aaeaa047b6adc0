"""What the shared fixtures promise to every other test."""

from pathlib import Path

import pytest
from neo4j import Driver

from graph_schema.load import load_schema
from pipelines.graph.schema import check_schema
from pipelines.settings import Neo4jAddress
from tests.conftest import settings_in

SCHEMA = (
    "CREATE CONSTRAINT `odd ``name` FOR (n:Left) REQUIRE n.key IS UNIQUE",
    "CREATE INDEX FOR (n:Left) ON (n.other)",
    "CREATE FULLTEXT INDEX words FOR (n:Left) ON EACH [n.text]",
)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_the_graph_empty_whatever_the_last_one_left(graph: Driver, turn: int) -> None:
    def ask(text: str) -> list[object]:
        return [record[0] for record in graph.execute_query(text).records]

    assert ask("MATCH (n) RETURN count(n)") == [0]
    assert ask("SHOW CONSTRAINTS YIELD name") == []
    assert ask("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name") == []
    for statement in SCHEMA:
        graph.execute_query(statement)
    graph.execute_query("CREATE (:Left {key: $turn})-[:TO]->(:Left)", turn=turn)


def test_a_cleared_graph_has_what_is_declared_whatever_the_last_test_left(graph: Driver, request: pytest.FixtureRequest) -> None:
    graph.execute_query("CREATE (:Left)")
    cleared = request.getfixturevalue("cleared")
    assert cleared.execute_query("MATCH (n) RETURN count(n)").records[0][0] == 0
    assert check_schema(cleared, "neo4j", load_schema()) == []


def test_a_server_of_the_users_own_is_never_tested_on(tmp_path: Path, neo4j_address: Neo4jAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://db.example:7687")
    assert settings_in(tmp_path).neo4j is None
    assert neo4j_address.uri.startswith("bolt://127.0.0.1:")
