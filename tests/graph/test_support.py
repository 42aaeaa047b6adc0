"""Edges without proof and claims out of place are found on a damaged graph; a graph of another record is left alone."""

import pytest
from neo4j import Driver

from graph_schema.spec import Schema
from pipelines.errors import WriteError
from pipelines.graph.ownership import claim_ownership, written_projection
from pipelines.graph.reconcile import reconcile
from pipelines.graph.support import miscounted, unsupported
from tests.graph.newsroom import newsroom


def test_a_sound_graph_has_no_fault(written: Driver, schema: Schema) -> None:
    assert unsupported(written, "neo4j", schema) == []
    assert [fault for fault in miscounted(written, "neo4j", schema) if "e-ada" not in fault] == []


def test_a_relationship_without_a_claim_is_found(written: Driver, schema: Schema) -> None:
    written.execute_query("MATCH ()-[r:SANCTIONS]->() WITH r LIMIT 1 MATCH (c:Claim {fact_id: r.fact_id}) DETACH DELETE c")
    assert [fault.partition(" ")[0] for fault in unsupported(written, "neo4j", schema)] == ["SANCTIONS"]


@pytest.mark.parametrize("type_", ["STATED_IN", "SUBJECT", "OBJECT"])
def test_a_claim_out_of_place_is_found(written: Driver, schema: Schema, type_: str) -> None:
    written.execute_query(f"MATCH (c:Claim)-[r:{type_}]->() WITH r LIMIT 1 DELETE r")
    faults = unsupported(written, "neo4j", schema)
    assert len(faults) == 1
    assert "lacks its article, subject or object" in faults[0]


def test_what_was_taken_back_supports_and_mentions_nothing(written: Driver, schema: Schema) -> None:
    written.execute_query("MATCH (c:Claim {fact_id: 'f-plant'}) SET c:Withdrawn")
    written.execute_query("MATCH (a:Article {article_id: 'a-3'}) SET a:Withdrawn")
    found = unsupported(written, "neo4j", schema)
    assert found[:2] == [
        "INVESTS_IN from Bolt & Sons to Norland has no claim",
        "claim c-a-3-f-plant was taken back and still supports a fact or a deal",
    ]
    assert sorted(found[2:]) == [
        'article a-3 was taken back and still mentions Acme "Quoted" \\ Corp',
        "article a-3 was taken back and still mentions Bolt & Sons",
    ]


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        (
            "MATCH ()-[r {fact_id: 'f-plant'}]->() SET r.claim_count = 3",
            "INVESTS_IN from Bolt & Sons to Norland says 3 claims in 1 articles; there are 1 in 1",
        ),
        (
            "MATCH (c:Claim {fact_id: 'f-tariff'}) SET c.fact_id = 'f-plant'",
            "INVESTS_IN from Bolt & Sons to Norland says 1 claims in 1 articles; there are 2 in 2",
        ),
        ("CREATE (:Deal {deal_id: 'd-1', claim_count: 0, article_count: 0})", "deal d-1 says 0 claims in 0 articles; there are 0 in 0"),
        ("CREATE (:Entity:Place {entity_id: 'e-1', name: 'Nowhere', row_hash: 'x'})", "Nowhere (e-1) has no relationship"),
    ],
)
def test_wrong_counts_and_orphans_are_found(written: Driver, schema: Schema, damage: str, finding: str) -> None:
    written.execute_query(damage)
    assert finding in miscounted(written, "neo4j", schema)


def test_a_wrong_count_of_deals_is_found(empty: Driver, schema: Schema) -> None:
    reconcile(empty, "neo4j", schema, *newsroom().frames(schema))
    assert [fault for fault in miscounted(empty, "neo4j", schema) if "deals" in fault] == []
    empty.execute_query("MATCH ()-[r {fact_id: 'f-plant'}]->() SET r.deal_count = 2")
    told = "INVESTS_IN from Bolt & Sons to Norland says 1 claims in 1 articles about 2 deals; there are 1 in 1 about 1"
    assert told in miscounted(empty, "neo4j", schema)


def test_a_graph_of_another_record_is_left_alone_unless_adopted(empty: Driver) -> None:
    claim_ownership(empty, "neo4j", "mine", adopt=False)
    empty.execute_query("CREATE (:Record {record_id: 'theirs', row_hash: 'h'})")
    with pytest.raises(WriteError, match=r"that of record theirs, and this is record mine.*--adopt"):
        claim_ownership(empty, "neo4j", "mine", adopt=False)
    claim_ownership(empty, "neo4j", "mine", adopt=True)
    claim_ownership(empty, "neo4j", "theirs", adopt=False)


def test_a_record_node_of_somebody_elses_owns_nothing(empty: Driver) -> None:
    empty.execute_query("CREATE (:Record {record_id: 'a collection of vinyl'})")
    claim_ownership(empty, "neo4j", "mine", adopt=False)
    assert written_projection(empty, "neo4j") is None


def test_a_graph_that_two_records_own_since_a_run_was_killed_may_be_mended_by_either(empty: Driver) -> None:
    empty.execute_query("CREATE (:Record {record_id: 'mine', row_hash: 'h'}), (:Record {record_id: 'theirs', row_hash: 'h'})")
    for owner in ("mine", "theirs"):
        claim_ownership(empty, "neo4j", owner, adopt=False)
    with pytest.raises(WriteError, match=r"--adopt"):
        claim_ownership(empty, "neo4j", "somebody's", adopt=False)
