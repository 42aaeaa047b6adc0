"""Ask the graph: the library's questions, and how many of each label and type there are.

Read access is the client's choice; on Community every user could write. Nothing here does.
"""

from collections.abc import Iterable, Mapping

import pandas as pd
from neo4j import Driver, Record, RoutingControl, Transaction
from neo4j.time import Date, DateTime

from graph_schema.cypher import quoted
from graph_schema.queries import Query
from graph_schema.spec import WITHDRAWN, NodeType, Schema


def ask(driver: Driver, database: str, query: Query, params: Mapping[str, object]) -> pd.DataFrame:
    """The answer to a question, a column per declared column; `params` as `Query.bind` gives them."""
    records, _, keys = driver.execute_query(query.cypher, dict(params), database_=database, routing_=RoutingControl.READ)
    return _frame(records, keys)


def ask_in(tx: Transaction, cypher: str, params: Mapping[str, object]) -> pd.DataFrame:
    """As `ask`, of what a transaction sees, with a `Query.cypher` or `Query.by_scan`."""
    result = tx.run(cypher, dict(params))
    return _frame(list(result), result.keys())


def counts(driver: Driver, database: str, schema: Schema) -> dict[str, int]:
    """How many live nodes of each label, nodes taken back (Withdrawn), and relationships of each type there are, in the schema's order."""
    parts = [
        f"MATCH (x:{quoted(node.label)}){_live(node)} RETURN '{node.label}' AS name, count(x) AS count" for node in schema.nodes.values()
    ]
    parts.append(f"MATCH (x:{quoted(WITHDRAWN)}) RETURN '{WITHDRAWN}' AS name, count(x) AS count")
    parts += [f"MATCH ()-[x:{quoted(type_)}]->() RETURN '{type_}' AS name, count(x) AS count" for type_ in schema.relationships]
    records = driver.execute_query("\nUNION ALL\n".join(parts), database_=database, routing_=RoutingControl.READ).records
    found = {str(record["name"]): int(record["count"]) for record in records}
    return {name: found.get(name, 0) for name in (*schema.nodes, WITHDRAWN, *schema.relationships)}


def _live(node: NodeType) -> str:
    return f" WHERE NOT x:{quoted(WITHDRAWN)}" if node.withdrawable else ""


def _frame(records: Iterable[Record], columns: Iterable[str]) -> pd.DataFrame:
    rows = [[plain(value) for value in record.values()] for record in records]
    return pd.DataFrame(rows, columns=list(columns), dtype=object)


def plain(value: object) -> object:
    """A value of the driver's as Python has it."""
    if isinstance(value, Date | DateTime):
        return value.to_native()
    return [plain(item) for item in value] if isinstance(value, list) else value
