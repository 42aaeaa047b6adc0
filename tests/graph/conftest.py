"""The sample graph, written."""

import pytest
from neo4j import Driver

from graph_schema.load import load_schema
from graph_schema.spec import Schema
from pipelines.graph.reconcile import reconcile
from pipelines.graph.schema import apply_schema
from tests.graph.sample import sample


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture
def empty(graph: Driver, schema: Schema) -> Driver:
    """The emptied database with constraints and indexes."""
    apply_schema(graph, "neo4j", schema)
    return graph


@pytest.fixture
def written(empty: Driver, schema: Schema) -> Driver:
    """The sample graph."""
    reconcile(empty, "neo4j", schema, *sample().frames(schema))
    return empty
