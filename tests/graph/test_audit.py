import pytest
from neo4j import Driver

from graph_schema.spec import Schema
from pipelines.graph.audit import audit


def test_a_sound_graph_has_no_findings(written: Driver, schema: Schema) -> None:
    assert audit(written, "neo4j", schema) == []


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("CREATE (:Planet), (:Planet)", "Nodes with the undeclared label Planet: 2."),
        ("MATCH (a:Person), (b:Country) CREATE (a)-[:RULES {row_hash: 'x'}]->(b)", "Relationships of the undeclared type RULES: 1."),
        ("MATCH (n:Company) SET n.mood = 'good'", "Company with the undeclared property mood: 3."),
        ("MATCH (n:Company) REMOVE n.name", "Company without the required property name: 3."),
        ("MATCH ()-[r:MENTIONS]->() SET r.tone = 1", "MENTIONS with the undeclared property tone: 6."),
        ("MATCH ()-[r:MENTIONS]->() REMOVE r.count", "MENTIONS without the required property count: 6."),
        ("MATCH (a:Claim), (b:Article) WITH a, b LIMIT 1 CREATE (b)-[:STATED_IN {row_hash: 'x'}]->(a)", "STATED_IN between"),
        ("MATCH (n:Person) REMOVE n:Person", "Entity with none or several of the labels"),
        ("MATCH (n:Person) SET n:Place", "Entity with none or several of the labels"),
        ("MATCH (n:Person) SET n:Withdrawn", "Entity with the label Withdrawn but without withdrawn_why, or the other way round: 1."),
        (
            "MATCH (n:Article) SET n.withdrawn_why = 'x'",
            "Article with the label Withdrawn but without withdrawn_why, or the other way round: 3.",
        ),
        ("CREATE (:Withdrawn {withdrawn_why: 'x'})", "Nodes of other labels with the label Withdrawn: 1."),
    ],
)
def test_damage_is_found_and_counted(written: Driver, schema: Schema, damage: str, finding: str) -> None:
    written.execute_query(damage)
    found = audit(written, "neo4j", schema)
    assert len(found) == 1
    assert found[0].startswith(finding)


def test_blooms_own_labels_are_let_be(written: Driver, schema: Schema) -> None:
    written.execute_query("CREATE (:_Bloom_Perspective_ {id: 1})")
    assert audit(written, "neo4j", schema) == []
