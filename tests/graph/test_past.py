"""A question about the past is answered from the graph of then, and the graph of today is as it was."""

from dataclasses import replace

import pytest
from neo4j import Driver
from neo4j.exceptions import CypherSyntaxError

from graph_schema.queries import load_queries
from graph_schema.spec import Schema
from pipelines.errors import WriteError
from pipelines.graph.canonical import graph_hash
from pipelines.graph.past import ask_as_of
from pipelines.graph.projection import Projection
from pipelines.graph.reconcile import reconcile
from pipelines.graph.server import Server
from tests.graph.sample import MAY, Sample, sample

QUESTION = load_queries()["competitors"]
ACME = QUESTION.bind({"entity": "acme"})


def then() -> Sample:
    """Acme had another rival."""
    graph = Sample()
    ends = graph.entity("Company", "e-acme", "Acme"), graph.entity("Company", "e-cog", "Cog Works")
    graph.claim(graph.article("a-0", MAY, "The Sample Post"), "COMPETES_WITH", ends, "f-cog", "Acme's rival is Cog Works.")
    graph.fact(("COMPETES_WITH", "Company", "Company"), ends, "f-cog")
    return graph


def projection(graph: Sample, schema: Schema) -> Projection:
    return Projection(*graph.frames(schema))


@pytest.fixture
def today(empty: Driver, schema: Schema) -> Server:
    reconcile(empty, "neo4j", schema, *sample().frames(schema))
    return Server(empty, "neo4j")


def test_the_answer_is_that_of_the_other_graph_and_nothing_of_it_stays(today: Server, schema: Schema) -> None:
    before = graph_hash(today.driver, "neo4j", schema)
    answer = ask_as_of(today, schema, projection(then(), schema), QUESTION, ACME)
    assert answer["rival"].tolist() == ["Cog Works"]
    assert tuple(answer.columns) == QUESTION.columns
    assert graph_hash(today.driver, "neo4j", schema) == before
    assert ask_as_of(today, schema, projection(sample(), schema), QUESTION, ACME)["rival"].tolist() == ["Bolt & Sons"]
    assert ask_as_of(today, schema, Projection(), QUESTION, ACME).empty


def test_nothing_stays_when_the_question_or_the_projection_fails(today: Server, schema: Schema) -> None:
    before = graph_hash(today.driver, "neo4j", schema)
    with pytest.raises(CypherSyntaxError):
        ask_as_of(today, schema, projection(then(), schema), replace(QUESTION, statement="MATCH", finds=()), ACME)
    broken = projection(then(), schema)
    del broken.nodes["Company"]
    with pytest.raises(WriteError, match="not in the graph"):
        ask_as_of(today, schema, broken, QUESTION, ACME)
    assert graph_hash(today.driver, "neo4j", schema) == before


def test_a_question_that_writes_leaves_nothing_either(today: Server, schema: Schema) -> None:
    before = graph_hash(today.driver, "neo4j", schema)
    writes = replace(QUESTION, statement="CREATE (n:Planet) RETURN n.name AS name", finds=())
    ask_as_of(today, schema, projection(then(), schema), writes, {})
    assert graph_hash(today.driver, "neo4j", schema) == before


@pytest.mark.parametrize("name", [name for name, query in load_queries().items() if "fulltext" in query.cypher])
def test_no_question_about_the_past_trusts_the_full_text_index(name: str) -> None:
    asked = load_queries()[name].by_scan
    assert "fulltext" not in asked
    assert asked.startswith("MATCH (e:Entity)")
