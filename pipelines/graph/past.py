"""A question asked of the graph as it would have been at another moment, without changing the graph.

The graph is made equal to the projection of that moment inside one transaction, the question is asked
in it, and the transaction is rolled back: nobody else sees any of it, and nothing of it stays.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pandas as pd
from neo4j.exceptions import TransientError

from graph_schema.queries import Query
from graph_schema.spec import Schema
from pipelines.errors import ServerError
from pipelines.graph.projection import Projection
from pipelines.graph.reading import Graph
from pipelines.graph.reconcile import reconcile_in
from pipelines.graph.server import Server

_OUT_OF_MEMORY = "OutOfMemory"


def ask_as_of(server: Server, schema: Schema, projection: Projection, query: Query, params: Mapping[str, object]) -> pd.DataFrame:
    """The answer of a graph equal to `projection`; `params` as `Query.bind` gives them.

    As `graph_as_of`, of which it raises the errors.
    """
    with graph_as_of(server, schema, projection) as graph:
        return graph.answer(query, params)


@contextmanager
def graph_as_of(server: Server, schema: Schema, projection: Projection) -> Iterator[Graph]:
    """A graph equal to `projection`, in a transaction that is rolled back at the end.

    No full-text index is asked: inside a transaction that deleted a relationship, Neo4j 5.26 leaves the
    node with the same internal number out of its answer.
    Nobody else may write meanwhile: hold the record's lock. Raises ServerError when the difference to the
    graph of today is more than the server can hold in one transaction.
    """
    try:
        with server.driver.session(database=server.database) as session, session.begin_transaction() as tx:
            reconcile_in(tx, schema, projection.nodes, projection.relationships)
            yield Graph(tx, schema, indexed=False)
            tx.rollback()
    except TransientError as error:
        if _OUT_OF_MEMORY not in (error.code or ""):
            raise
        fix = "Give it more (dbms.memory.transaction.total.max, heap), or ask `newsgraph query facts_as_of`, which needs none."
        raise ServerError("the server has too little memory for that day's graph", where="--as-of", fix=fix) from error
