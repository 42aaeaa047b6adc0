import pytest
from neo4j import Driver
from neo4j.exceptions import Neo4jError

from graph_schema.ddl import constraints
from graph_schema.spec import Schema
from pipelines.graph.schema import apply_schema, check_schema, show


def test_applying_twice_is_the_same_as_once(graph: Driver, schema: Schema) -> None:
    first = apply_schema(graph, "neo4j", schema)
    second = apply_schema(graph, "neo4j", schema)
    assert first.edition == "community"
    assert first.version.startswith("5.26.")
    assert set(first.created) == {s.name for s in constraints(schema) if not s.enterprise}
    assert (second.created, second.replaced, second.unchanged) == ((), (), len(first.created))
    assert check_schema(graph, "neo4j", schema) == []


def test_what_needs_enterprise_is_written_out_and_not_run(graph: Driver, schema: Schema) -> None:
    applied = apply_schema(graph, "neo4j", schema)
    assert applied.written_out == tuple(s for s in constraints(schema) if s.enterprise)


@pytest.mark.parametrize("prefix", ["exists_Claim_sentence", "type_Entity_aliases", "type_SANCTIONS_first_stated", "exists_MENTIONS_count"])
def test_what_needs_enterprise_is_sound_cypher(graph: Driver, schema: Schema, prefix: str) -> None:
    statement = next(s for s in constraints(schema) if s.name == prefix)
    with pytest.raises(Neo4jError, match="Enterprise"):
        graph.execute_query(statement.cypher, database_="neo4j")


def test_an_index_declared_otherwise_before_is_replaced(empty: Driver, schema: Schema) -> None:
    empty.execute_query("DROP INDEX text_Entity")
    empty.execute_query("CREATE FULLTEXT INDEX text_Entity FOR (x:Entity) ON EACH [x.name]")
    found = check_schema(empty, "neo4j", schema)
    assert found == ["index text_Entity stands on Entity (name), declared on Entity (name, aliases); run `newsgraph schema apply`."]
    assert apply_schema(empty, "neo4j", schema).replaced == ("text_Entity",)
    assert check_schema(empty, "neo4j", schema) == []


def test_missing_and_unexpected_ones_are_found_and_a_strangers_stay(empty: Driver, schema: Schema) -> None:
    empty.execute_query("DROP CONSTRAINT unique_Claim_claim_id")
    empty.execute_query("CREATE INDEX theirs FOR (x:Entity) ON (x.lucky)")
    found = check_schema(empty, "neo4j", schema)
    assert found == [
        "constraint unique_Claim_claim_id is missing; run `newsgraph schema apply`.",
        "index theirs on Entity (lucky) is not declared.",
    ]
    apply_schema(empty, "neo4j", schema)
    assert check_schema(empty, "neo4j", schema) == found[1:]


def test_the_script_holds_every_statement(schema: Schema) -> None:
    script = show(schema)
    assert all(f"{s.cypher};" in script for s in constraints(schema))
    assert script.index("IS UNIQUE") < script.index("Enterprise") < script.index("IS NOT NULL")
