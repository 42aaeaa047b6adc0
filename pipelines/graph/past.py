"""A question asked of the graph as it would have been at another moment, without changing the graph.

The graph is made equal to the projection of that moment inside one transaction, the question is asked
in it, and the transaction is rolled back: nobody else sees any of it, and nothing of it stays.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from neo4j.exceptions import TransientError

from graph_schema.queries import Query
from graph_schema.spec import Schema
from pipelines.errors import ServerError
from pipelines.graph.ask import ask_in
from pipelines.graph.projection import Projection
from pipelines.graph.reconcile import reconcile_in
from pipelines.graph.server import Server

_OUT_OF_MEMORY = "OutOfMemory"
_BY_INDEX = re.compile(r"CALL db\.index\.fulltext\.queryNodes\('text_(\w+)',.*\) YIELD node AS (\w+)")


def ask_as_of(server: Server, schema: Schema, projection: Projection, query: Query, params: Mapping[str, object]) -> pd.DataFrame:
    """The answer of a graph equal to `projection`; `params` as `Query.bind` gives them.

    Nobody else may write meanwhile: hold the record's lock. Raises ServerError when the difference to the
    graph of today is more than the server can hold in one transaction.
    """
    try:
        with server.driver.session(database=server.database) as session, session.begin_transaction() as tx:
            reconcile_in(tx, schema, projection.nodes, projection.relationships)
            answer = ask_in(tx, without_index(query), params)
            tx.rollback()
    except TransientError as error:
        if _OUT_OF_MEMORY not in (error.code or ""):
            raise
        fix = "Give it more (dbms.memory.transaction.total.max, heap), or ask `newsgraph query facts_as_of`, which needs none."
        raise ServerError("the server has too little memory for that day's graph", where="--as-of", fix=fix) from error
    return answer


def without_index(query: Query) -> Query:
    """The same question, which compares the names of all nodes of the label.

    Inside a transaction that deleted a relationship, Neo4j 5.26 leaves the node with the same internal
    number out of a full-text answer. The questions check the names that the index gives them anyway.
    """
    return replace(query, cypher=_BY_INDEX.sub(r"MATCH (\2:\1)", query.cypher))
