"""Ask the graph: the library's questions, and how many of each label and type there are.

Read access is the client's choice; on Community every user could write. Nothing here does.
"""

from collections.abc import Mapping

import pandas as pd
from neo4j import Driver, RoutingControl
from neo4j.time import Date, DateTime

from graph_schema.cypher import quoted
from graph_schema.queries import Query
from graph_schema.spec import Schema


def ask(driver: Driver, database: str, query: Query, params: Mapping[str, object]) -> pd.DataFrame:
    """The answer to a question, a column per declared column; `params` as `Query.bind` gives them."""
    records, _, keys = driver.execute_query(query.cypher, dict(params), database_=database, routing_=RoutingControl.READ)
    rows = [[_plain(value) for value in record.values()] for record in records]
    return pd.DataFrame(rows, columns=list(keys), dtype=object)


def counts(driver: Driver, database: str, schema: Schema) -> dict[str, int]:
    """How many nodes of each label and relationships of each type there are, in the schema's order."""
    parts = [f"MATCH (x:{quoted(label)}) RETURN '{label}' AS name, count(x) AS count" for label in schema.nodes]
    parts += [f"MATCH ()-[x:{quoted(type_)}]->() RETURN '{type_}' AS name, count(x) AS count" for type_ in schema.relationships]
    records = driver.execute_query("\nUNION ALL\n".join(parts), database_=database, routing_=RoutingControl.READ).records
    found = {str(record["name"]): int(record["count"]) for record in records}
    return {name: found.get(name, 0) for name in (*schema.nodes, *schema.relationships)}


def _plain(value: object) -> object:
    if isinstance(value, Date | DateTime):
        return value.to_native()
    return [_plain(item) for item in value] if isinstance(value, list) else value
