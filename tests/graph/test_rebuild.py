"""Dropping takes everything of ours and nothing else, and leaves a graph that says it is not whole."""

import pytest
from neo4j import Driver

from graph_schema.spec import Schema
from pipelines.errors import WriteError
from pipelines.graph import rebuild
from pipelines.graph.canonical import graph_hash
from pipelines.graph.local.progress import Silent
from pipelines.graph.ownership import claim_ownership, written_projection
from pipelines.graph.rebuild import drop
from pipelines.graph.reconcile import reconcile
from pipelines.graph.support import unsupported
from tests.graph.sample import Sample, sample


def marked() -> Sample:
    graph = sample()
    graph.nodes["Record"] = [{"record_id": "r-1", "projection": "p-1"}]
    return graph


def write(driver: Driver, schema: Schema) -> None:
    reconcile(driver, "neo4j", schema, *marked().frames(schema))


def labels(driver: Driver) -> list[list[str]]:
    return [record["labels"] for record in driver.execute_query("MATCH (n) RETURN labels(n) AS labels ORDER BY labels").records]


def test_a_graph_written_again_is_the_same_graph(empty: Driver, schema: Schema) -> None:
    write(empty, schema)
    before = graph_hash(empty, "neo4j", schema)
    drop(empty, "neo4j", schema)
    assert labels(empty) == [["Record"]]
    assert written_projection(empty, "neo4j") is None
    write(empty, schema)
    assert graph_hash(empty, "neo4j", schema) == before
    assert written_projection(empty, "neo4j") == ("r-1", "p-1")


def test_strangers_nodes_stay_and_their_relationships_on_ours_are_not_lost_unasked(empty: Driver, schema: Schema) -> None:
    write(empty, schema)
    empty.execute_query("MATCH (e:Person) CREATE (e)<-[:ABOUT]-(:Note)-[:BY]->(:Author)")
    before = graph_hash(empty, "neo4j", schema)
    with pytest.raises(WriteError, match="1 relationships that newsgraph did not write"):
        drop(empty, "neo4j", schema)
    assert graph_hash(empty, "neo4j", schema) == before
    drop(empty, "neo4j", schema, force=True)
    assert labels(empty) == [["Author"], ["Note"], ["Record"]]
    assert empty.execute_query("MATCH ()-[r]->() RETURN type(r) AS type").records[0]["type"] == "BY"


def test_relationships_that_only_pass_for_ours_are_no_strangers(empty: Driver, schema: Schema) -> None:
    write(empty, schema)
    empty.execute_query("MATCH (e:Person), (c:Country) CREATE (c)-[:SANCTIONS {fact_id: 'f-forged'}]->(e)<-[:MENTIONS]-(:Note)")
    with pytest.raises(WriteError, match="1 relationships that newsgraph did not write"):
        drop(empty, "neo4j", schema)
    empty.execute_query("MATCH (n:Note) DETACH DELETE n")
    drop(empty, "neo4j", schema)
    assert labels(empty) == [["Record"]]


class Killed(Silent):
    """Ends the run after some batches, having looked whether every fact still had its proof."""

    def __init__(self, driver: Driver, schema: Schema, batches: int) -> None:
        self.driver, self.schema, self.left = driver, schema, batches

    def advance(self, done: int, total: int, what: str) -> None:
        assert unsupported(self.driver, "neo4j", self.schema) == []
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


@pytest.mark.parametrize("batches", [1, 4, 9])
def test_a_drop_that_is_killed_is_finished_by_the_next_write(
    empty: Driver, schema: Schema, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 3)
    write(empty, schema)
    before = graph_hash(empty, "neo4j", schema)
    with pytest.raises(KeyboardInterrupt):
        drop(empty, "neo4j", schema, Killed(empty, schema, batches))
    assert written_projection(empty, "neo4j") is None
    claim_ownership(empty, "neo4j", "r-1", adopt=False)
    write(empty, schema)
    assert graph_hash(empty, "neo4j", schema) == before
