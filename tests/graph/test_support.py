"""Edges without proof and claims out of place are found on a damaged graph; a graph of another record is left alone."""

import pytest
from neo4j import Driver

from graph_schema.spec import Schema
from pipelines.errors import WriteError
from pipelines.graph.ownership import claim_ownership
from pipelines.graph.support import unsupported


def test_a_sound_graph_has_no_fault(written: Driver, schema: Schema) -> None:
    assert unsupported(written, "neo4j", schema) == []


def test_a_relationship_without_a_claim_is_found(written: Driver, schema: Schema) -> None:
    written.execute_query("MATCH ()-[r:SANCTIONS]->() WITH r LIMIT 1 MATCH (c:Claim {fact_id: r.fact_id}) DETACH DELETE c")
    assert [fault.partition(" ")[0] for fault in unsupported(written, "neo4j", schema)] == ["SANCTIONS"]


@pytest.mark.parametrize("type_", ["STATED_IN", "SUBJECT", "OBJECT"])
def test_a_claim_out_of_place_is_found(written: Driver, schema: Schema, type_: str) -> None:
    written.execute_query(f"MATCH (c:Claim)-[r:{type_}]->() WITH r LIMIT 1 DELETE r")
    faults = unsupported(written, "neo4j", schema)
    assert len(faults) == 1
    assert "lacks its article, subject or object" in faults[0]


def test_a_graph_of_another_record_is_left_alone_unless_adopted(empty: Driver) -> None:
    claim_ownership(empty, "neo4j", "mine", adopt=False)
    empty.execute_query("CREATE (:Record {record_id: 'theirs'})")
    with pytest.raises(WriteError, match=r"that of record theirs, and this is record mine.*--adopt"):
        claim_ownership(empty, "neo4j", "mine", adopt=False)
    claim_ownership(empty, "neo4j", "mine", adopt=True)
    claim_ownership(empty, "neo4j", "theirs", adopt=False)
