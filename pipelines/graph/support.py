"""Is every relationship of the graph supported, and every claim in its place? Asked of the database itself.

What the data may look like is `pipelines.graph.audit`'s business; here stands that edges have proof.
"""

from neo4j import Driver, RoutingControl

from graph_schema.spec import Schema

# A typed relationship exists exactly as long as a claim between its two ends supports it.
_UNSUPPORTED = """
MATCH (a:Entity)-[r]->(b:Entity)
WHERE type(r) IN $types
  AND NOT EXISTS { MATCH (:Claim {fact_id: r.fact_id}) }
RETURN type(r) AS type, a.name AS start, b.name AS end LIMIT 20
"""
_MISPLACED = """
MATCH (c:Claim)
WHERE NOT EXISTS { (c)-[:STATED_IN]->(:Article) } OR NOT EXISTS { (c)-[:SUBJECT]->(:Entity) } OR NOT EXISTS { (c)-[:OBJECT]->(:Entity) }
RETURN c.claim_id AS claim LIMIT 20
"""


def unsupported(driver: Driver, database: str, schema: Schema) -> list[str]:
    """Relationships without a claim, and claims without an article, subject or object; the first 20 of each."""
    types = list(schema.claim_types)
    edges = driver.execute_query(_UNSUPPORTED, types=types, database_=database, routing_=RoutingControl.READ).records
    claims = driver.execute_query(_MISPLACED, database_=database, routing_=RoutingControl.READ).records
    return [f"{row['type']} from {row['start']} to {row['end']} has no claim" for row in edges] + [
        f"claim {row['claim']} lacks its article, subject or object" for row in claims
    ]
