"""Whose projection is this graph? A run from one record must not replace the graph of another by mistake."""

from neo4j import Driver, RoutingControl

from pipelines.errors import WriteError

_OWNER = "MATCH (r:Record) WHERE r.record_id <> $record_id RETURN r.record_id AS owner LIMIT 1"


def claim_ownership(driver: Driver, database: str, record_id: str, *, adopt: bool) -> None:
    """Raise WriteError when the graph was written from another record, unless `adopt` allows to replace it."""
    found = driver.execute_query(_OWNER, record_id=record_id, database_=database, routing_=RoutingControl.READ).records
    if found and not adopt:
        raise WriteError(
            f"the graph in database {database} is that of record {found[0]['owner']}, and this is record {record_id}",
            fix="Use the NEWSGRAPH_HOME that wrote it, or another NEO4J_DATABASE; --adopt replaces that graph by this record's.",
        )
