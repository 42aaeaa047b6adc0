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
    assert ":`Person`" not in person.partition("REMOVE")[2]


def test_a_label_without_siblings_removes_no_kind() -> None:
    assert "REMOVE" not in upsert.node_upsert(load_schema(), "Deal")


@pytest.mark.parametrize("label", ["Article", "Claim", "Person"])
def test_what_is_taken_back_gets_the_label_and_what_stands_loses_it(label: str) -> None:
    kept, _, taken_off = upsert.node_upsert(load_schema(), label).partition("REMOVE")
    assert "Withdrawn" not in kept
    assert "n:`Withdrawn`" in taken_off
    kept, _, taken_off = upsert.node_upsert(load_schema(), label, withdrawn=True).partition("REMOVE")
    assert ":`Withdrawn`" in kept
    assert "Withdrawn" not in taken_off


def test_what_is_not_withdrawable_never_carries_the_label() -> None:
    assert "Withdrawn" not in upsert.node_upsert(load_schema(), "Record")
    with pytest.raises(SchemaError, match="Deal is not withdrawable"):
        upsert.node_upsert(load_schema(), "Deal", withdrawn=True)


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
