"""The sample graph, written. Constraints stay between tests, so that the server keeps its query plans."""

from collections.abc import Iterator

import pytest
from neo4j import Driver

from graph_schema.load import load_schema
from graph_schema.spec import Schema
from pipelines.graph.connection import connect
from pipelines.graph.reconcile import reconcile
from pipelines.graph.schema import apply_schema
from pipelines.settings import Neo4jAddress
from tests.graph.newsroom import newsroom
from tests.graph.sample import sample


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture(scope="session")
def _connection(neo4j_address: Neo4jAddress) -> Iterator[Driver]:
    with connect(neo4j_address) as driver:
        yield driver


@pytest.fixture
def empty(_connection: Driver, schema: Schema) -> Driver:
    """A database without data, with the declared constraints and indexes."""
    _connection.execute_query("MATCH (n) DETACH DELETE n")
    apply_schema(_connection, "neo4j", schema)
    return _connection


@pytest.fixture(scope="module")
def asked(_connection: Driver, schema: Schema) -> Driver:
    """The newsroom's graph for a module whose tests only read; none of them may use `empty` or `written`."""
    _connection.execute_query("MATCH (n) DETACH DELETE n")
    apply_schema(_connection, "neo4j", schema)
    reconcile(_connection, "neo4j", schema, *newsroom().frames(schema))
    _connection.execute_query("CALL db.prepareForReplanning()")  # plans by what is there now, not by what other tests left
    return _connection


@pytest.fixture
def written(empty: Driver, schema: Schema) -> Driver:
    """The sample graph."""
    reconcile(empty, "neo4j", schema, *sample().frames(schema))
    return empty
