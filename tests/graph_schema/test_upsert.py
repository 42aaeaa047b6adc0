import pytest

from graph_schema import upsert
from graph_schema.errors import SchemaError
from graph_schema.load import load_schema


def test_a_node_is_merged_on_label_and_key_only() -> None:
    cypher = upsert.node_upsert(load_schema(), "Company")
    assert "MERGE (n:`Entity` {`entity_id`: row.`entity_id`})" in cypher
    assert "n:`Company`" in cypher
    assert "n.`entity_id` =" not in cypher


def test_a_kind_takes_the_labels_and_properties_of_its_siblings_off() -> None:
    person = upsert.node_upsert(load_schema(), "Person")
    assert "REMOVE n:`Company`:" in person
    assert "n.`ticker`" in person
    assert ":`Person`" not in person.split("REMOVE")[1]


def test_a_label_without_siblings_removes_nothing() -> None:
    assert "REMOVE" not in upsert.node_upsert(load_schema(), "Article")


@pytest.mark.parametrize("label", ["Entity", "Nobody"])
def test_only_a_label_of_its_own_can_be_written(label: str) -> None:
    with pytest.raises(SchemaError, match="Use one of Article"):
        upsert.node_upsert(load_schema(), label)


def test_a_fact_is_merged_on_its_key_and_a_bookkeeping_relationship_on_its_nodes() -> None:
    schema = load_schema()
    fact = upsert.relationship_upsert(schema, "SANCTIONS", "Country", "Company")
    assert "MERGE (a)-[r:`SANCTIONS` {`fact_id`: row.`fact_id`}]->(b)" in fact
    assert "MATCH (a:`Entity` {`entity_id`: row.start})" in fact
    assert "MERGE (a)-[r:`SUBJECT`]->(b)" in upsert.relationship_upsert(schema, "SUBJECT", "Claim", "Entity")


def test_deletions_spare_what_is_not_ours() -> None:
    schema = load_schema()
    assert "row_hash` IS NOT NULL" in upsert.node_delete(schema, "Entity")
    assert "row_hash` IS NOT NULL" in upsert.relationship_delete(schema, "MENTIONS", "Article", "Entity")
