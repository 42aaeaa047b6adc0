"""What somebody changed in Neo4j by hand is found, and after repair and reconcile the graph is the record's again."""

import pytest
from neo4j import Driver

from graph_schema.spec import Schema
from pipelines.graph.audit import audit
from pipelines.graph.canonical import graph_hash
from pipelines.graph.edited import edited, repair
from pipelines.graph.ownership import written_projection
from pipelines.graph.reconcile import reconcile
from tests.graph.sample import SEEN, Sample, sample

PLANT = "MATCH ()-[r:INVESTS_IN {fact_id: 'f-plant'}]->() "


def graph() -> Sample:
    found = sample()
    found.nodes["Article"][0] |= {"withdrawn_at": SEEN, "withdrawn_why": "gone"}
    found.nodes["Record"] = [{"record_id": "r-1", "projection": "p-1"}]
    return found


def write(driver: Driver, schema: Schema) -> int:
    return reconcile(driver, "neo4j", schema, *graph().frames(schema)).changed


def test_a_graph_as_it_was_written_has_no_edits(empty: Driver, schema: Schema) -> None:
    write(empty, schema)
    empty.execute_query("CREATE (:Note {text: 'theirs'})-[:ABOUT]->(:Company {entity_id: 'theirs'})")
    empty.execute_query("MATCH (e:Person) CREATE (e)<-[:ABOUT]-(n:Note)-[:MENTIONS]->(e), (:Company)-[:COMPETES_WITH]->(:Company)")
    assert edited(empty, "neo4j", schema) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("MATCH (n:Person) SET n.name = 'Somebody'", "Person e-ada was changed by hand: its values are not those that were written"),
        ("MATCH (n:Person) SET n.name = point({x: 1, y: 2})", "Person e-ada was changed by hand: its values"),
        ("MATCH (n:Person) REMOVE n.name", "Person e-ada was changed by hand: its values"),
        ("MATCH (n:Person) SET n.mood = 'good'", "Person e-ada was changed by hand: it has the undeclared mood"),
        ("MATCH (n:Person) SET n:Tagged", "Person e-ada was changed by hand: it carries the labels Entity, Person, Tagged"),
        ("MATCH (n:Person) SET n:Place", "Person e-ada was changed by hand: it carries the labels Entity, Person, Place"),
        ("MATCH (n:Person) SET n:Withdrawn", "Person e-ada was changed by hand: it carries the labels Entity, Person, Withdrawn"),
        ("MATCH (n:Person) REMOVE n:Person SET n:Place", "Place e-ada was changed by hand: its values"),
        ("MATCH (n:Person) REMOVE n:Person", "Entity e-ada was changed by hand: its values"),
        ("MATCH (n:Person) REMOVE n:Entity", "Person without key was changed by hand: it lacks the label and key of a node of ours"),
        ("MATCH (n:Person) REMOVE n.entity_id", "Entity:Person without key was changed by hand"),
        ("MATCH (n:Article:Withdrawn) REMOVE n:Withdrawn", "Article a-1 was changed by hand: it carries the labels Article"),
        ("MATCH (n:Article {article_id: 'a-2'}) SET n:Claim", "Article a-2 was changed by hand: it carries the labels Article, Claim"),
        (PLANT + "SET r.confidence = 0.5", "INVESTS_IN from Entity e-bolt to Entity e-norland was changed by hand: its values"),
        (PLANT + "SET r.tone = 1", "INVESTS_IN from Entity e-bolt to Entity e-norland was changed by hand: it has the undeclared tone"),
        (
            "MATCH ()-[r:MENTIONS {count: 4}]->() SET r.count = 5",
            "MENTIONS from Article a-2 to Entity e-acme was changed by hand: its values",
        ),
        (
            "MATCH (a:Article {article_id: 'a-1'}), (p:Person) CREATE (p)-[:MENTIONS {row_hash: 'x'}]->(a)",
            "MENTIONS from Entity e-ada to Article a-1 was changed by hand: nothing like it is declared",
        ),
        (
            "MATCH (p:Person), (c:Country) CREATE (c)-[:SANCTIONS {fact_id: 'f-forged', status: 'in_force'}]->(p)",
            "SANCTIONS from Entity e-norland to Entity e-ada was changed by hand: it has no row_hash",
        ),
        (PLANT + "REMOVE r.row_hash", "INVESTS_IN from Entity e-bolt to Entity e-norland was changed by hand: it has no row_hash"),
        ("MATCH (r:Record) SET r.projection = 'p-2'", "Record r-1 was changed by hand: its values"),
    ],
)
def test_an_edit_is_found_and_repaired(empty: Driver, schema: Schema, damage: str, told: str) -> None:
    write(empty, schema)
    before = graph_hash(empty, "neo4j", schema)
    empty.execute_query(damage)
    found = edited(empty, "neo4j", schema)
    assert [str(edit)[: len(told)] for edit in found] == [told]
    repair(empty, "neo4j", found)
    assert written_projection(empty, "neo4j") is None
    write(empty, schema)
    assert edited(empty, "neo4j", schema) == []
    assert audit(empty, "neo4j", schema) == []
    assert graph_hash(empty, "neo4j", schema) == before
    assert written_projection(empty, "neo4j") == ("r-1", "p-1")


def test_without_edits_nothing_is_marked(empty: Driver, schema: Schema) -> None:
    write(empty, schema)
    repair(empty, "neo4j", [])
    assert written_projection(empty, "neo4j") == ("r-1", "p-1")
    assert write(empty, schema) == 0


def test_a_strangers_node_stays_without_what_it_says_in_our_name(empty: Driver, schema: Schema) -> None:
    write(empty, schema)
    empty.execute_query("MATCH (p:Person) CREATE (:Entity:Company {name: 'theirs'})-[:INVESTS_IN]->(p)")
    found = edited(empty, "neo4j", schema)
    assert [str(edit)[:50] for edit in found] == ["INVESTS_IN from Company:Entity to Entity e-ada was"]
    repair(empty, "neo4j", found)
    left = empty.execute_query("MATCH (n {name: 'theirs'}) RETURN count{(n)--()} AS count").records
    assert [record["count"] for record in left] == [0]
