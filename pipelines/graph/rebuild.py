"""Take everything of ours out of a database, so that it can be written anew; strangers' nodes stay.

What is written then is the caller's business. A drop that is killed leaves a graph that says it is not
whole, and the next run writes what is missing.
"""

from neo4j import Driver, RoutingControl

from graph_schema.cypher import quoted
from graph_schema.spec import CLAIM, DEAL, Schema
from pipelines.errors import WriteError
from pipelines.graph import ownership
from pipelines.graph.edited import forged
from pipelines.graph.local.progress import SILENT, Progress

BATCH = 10_000
_STRANGERS = "MATCH (a)-[x]->(b) WHERE x.row_hash IS NULL AND (a.row_hash IS NOT NULL OR b.row_hash IS NOT NULL)"


def drop(driver: Driver, database: str, schema: Schema, progress: Progress = SILENT, *, force: bool = False) -> None:
    """Delete every node and relationship that carries `row_hash`, in batches.

    The node `Record` stays and says that the graph is not whole. Typed relationships go first, then
    claims and deals, so that nothing stands without proof wherever it stops. Raises WriteError when
    relationships of others hang on our nodes, which would go with them, unless `force` allows it;
    what only passes for ours does not count.
    """
    others = f"{_STRANGERS} AND NOT {forged(schema)} RETURN count(x) AS count"
    strangers = driver.execute_query(others, database_=database, routing_=RoutingControl.READ).records[0]["count"]
    if strangers and not force:
        raise WriteError(
            f"{strangers} relationships that newsgraph did not write hang on its nodes and would be deleted with them",
            where=f"database {database}",
            fix="Save them first, or use --force. `newsgraph check --fix` mends a graph without deleting what is right.",
        )
    with driver.session(database=database) as session:
        session.execute_write(ownership.reopen)
        done = 0
        for statement in _deletions(schema):
            deleted = 1
            while deleted:
                deleted = session.execute_write(lambda tx, cypher: int(tx.run(cypher, size=BATCH).single(strict=True)[0]), statement)
                done += deleted
                progress.advance(done, 0, "deleted")


def _deletions(schema: Schema) -> list[str]:
    """Statements that each delete up to `$size` and return how many, in their order."""
    kept = " AND ".join(f"NOT x:{quoted(node.label)}" for node in schema.nodes.values() if node.bookkeeping) or "true"
    patterns = [
        *((f"()-[x:{quoted(type_)}]->()", "true", "DELETE") for type_ in schema.claim_types),
        *((f"(x:{quoted(label)})", "true", "DETACH DELETE") for label in (CLAIM, DEAL)),
        ("()-[x]->()", "true", "DELETE"),
        ("(x)", kept, "DETACH DELETE"),
    ]
    return [
        f"MATCH {pattern} WHERE x.row_hash IS NOT NULL AND {condition} WITH x LIMIT $size {delete} x RETURN count(*) AS deleted"
        for pattern, condition, delete in patterns
    ]
