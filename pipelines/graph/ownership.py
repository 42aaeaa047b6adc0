"""Whose projection is this graph, and is it whole? What the node `Record` says, and who may change it.

A run from one record must not replace the graph of another by mistake. While a write that spans
transactions is under way, the node has no `projection`: the next run sees that it must finish it.
"""

from neo4j import Driver, ManagedTransaction, RoutingControl, Transaction

from pipelines.errors import WriteError

RECORD = "Record"
_OWNERS = (
    "MATCH (r:Record) WHERE r.record_id IS NOT NULL AND r.row_hash IS NOT NULL"  # a stranger may use the label too
    " RETURN r.record_id AS owner, r.projection AS projection ORDER BY owner"
)
_OTHERS = "MATCH (r:Record) WHERE r.row_hash IS NOT NULL AND NOT r.record_id IN $record_ids DETACH DELETE r"
_UNFINISHED = "UNWIND $record_ids AS id MERGE (r:Record {record_id: id}) SET r.row_hash = '' REMOVE r.projection"

_NOT_WHOLE = "MATCH (r:Record) WHERE r.row_hash IS NOT NULL SET r.row_hash = '' REMOVE r.projection"


def claim_ownership(driver: Driver, database: str, record_id: str, *, adopt: bool) -> None:
    """Raise WriteError when the graph was written from another record, unless `adopt` allows to replace it.

    Where two records are named, a run that should replace one by the other was killed: either may go on.
    """
    named = owners(driver, database)
    if named and record_id not in named and not adopt:
        fix = "Use the NEWSGRAPH_HOME that wrote it, or another NEO4J_DATABASE; `newsgraph run --adopt` puts this record's in its place."
        raise WriteError(f"the graph in database {database} is that of record {named[0]}, and this is record {record_id}", fix=fix)


def written_projection(driver: Driver, database: str) -> tuple[str, str] | None:
    """The record that the graph was written from, and `projection` as it was given; None for a graph that is empty or not whole."""
    found = _records(driver, database)
    if len(found) != 1 or found[0][1] is None:
        return None
    return found[0][0], found[0][1]


def owners(driver: Driver, database: str) -> list[str]:
    """Ids of the records that the graph names as its own; several while one takes it over from another."""
    return [owner for owner, _ in _records(driver, database)]


def begin(tx: ManagedTransaction | Transaction, record_ids: list[str]) -> None:
    """Say that a write of these records' graph is under way; no other record owns it from here on."""
    tx.run(_OTHERS, record_ids=record_ids).consume()
    tx.run(_UNFINISHED, record_ids=record_ids).consume()


def reopen(tx: ManagedTransaction) -> None:
    """Say that the graph is not whole, whoever owns it."""
    tx.run(_NOT_WHOLE).consume()


def doubt(driver: Driver, database: str) -> None:
    """As `reopen`: the next write compares everything, whatever it was made from."""
    with driver.session(database=database) as session:
        session.execute_write(reopen)


def _records(driver: Driver, database: str) -> list[tuple[str, str | None]]:
    found = driver.execute_query(_OWNERS, database_=database, routing_=RoutingControl.READ).records
    return [(str(row["owner"]), row["projection"]) for row in found]
