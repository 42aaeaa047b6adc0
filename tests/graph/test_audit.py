import pytest
from neo4j import Driver

from graph_schema.spec import Schema
from pipelines.graph.audit import audit


def test_a_sound_graph_has_no_findings(written: Driver, schema: Schema) -> None:
    assert audit(written, "neo4j", schema) == []


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("CREATE (:Planet), (:Planet)", "2 nodes carry the undeclared label Planet."),
        ("MATCH (a:Person), (b:Country) CREATE (a)-[:RULES {row_hash: 'x'}]->(b)", "1 relationships have the undeclared type RULES."),
        ("MATCH (n:Company) SET n.mood = 'good'", "3 Company have the undeclared property mood."),
        ("MATCH (n:Company) REMOVE n.name", "3 Company lack the required property name."),
        ("MATCH ()-[r:MENTIONS]->() SET r.tone = 1", "6 MENTIONS have the undeclared property tone."),
        ("MATCH ()-[r:MENTIONS]->() REMOVE r.count", "6 MENTIONS lack the required property count."),
        ("MATCH (a:Claim), (b:Article) WITH a, b LIMIT 1 CREATE (b)-[:STATED_IN {row_hash: 'x'}]->(a)", "1 relationships STATED_IN join"),
        ("MATCH (n:Person) REMOVE n:Person", "1 Entity nodes carry none or several of"),
        ("MATCH (n:Person) SET n:Place", "1 Entity nodes carry none or several of"),
        ("MATCH (n:Person) SET n:Withdrawn", "1 Entity nodes carry the label Withdrawn without withdrawn_why"),
        ("MATCH (n:Article) SET n.withdrawn_why = 'x'", "3 Article nodes carry the label Withdrawn without withdrawn_why, or that without"),
        ("CREATE (:Withdrawn {withdrawn_why: 'x'})", "1 nodes carry the label Withdrawn, which is not for theirs."),
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
