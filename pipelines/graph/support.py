"""Is every relationship of the graph supported, every claim in its place, every count right? Asked of the database itself.

What the data may look like is `pipelines.graph.audit`'s business; here stands that edges have proof.
"""

from collections.abc import Callable

from neo4j import Driver, Record, RoutingControl

from graph_schema.spec import Schema

SHOWN = 20
# A typed relationship exists exactly as long as a live claim between its two ends supports it.
_UNSUPPORTED = """
MATCH (a:Entity)-[r]->(b:Entity)
WHERE type(r) IN $types
  AND NOT EXISTS { MATCH (c:Claim {fact_id: r.fact_id}) WHERE NOT c:Withdrawn }
RETURN type(r) AS type, a.name AS start, b.name AS end LIMIT $shown
"""
_MISPLACED = """
MATCH (c:Claim)
WHERE NOT EXISTS { (c)-[:STATED_IN]->(:Article) } OR NOT EXISTS { (c)-[:SUBJECT]->(:Entity) } OR NOT EXISTS { (c)-[:OBJECT]->(:Entity) }
RETURN c.claim_id AS claim LIMIT $shown
"""
_LEFT_OVER = """
MATCH (c:Claim:Withdrawn)
WHERE c.fact_id IS NOT NULL OR EXISTS { (c)-[:PART_OF]->(:Deal) }
RETURN c.claim_id AS claim LIMIT $shown
"""
_MENTIONED = """
MATCH (a:Article:Withdrawn)-[:MENTIONS]->(e:Entity)
RETURN a.article_id AS article, e.name AS entity LIMIT $shown
"""
# A list may have no entry that has a place here; everybody else is in the graph because something names them.
_ORPHANS = """
MATCH (e:Entity)
WHERE e.row_hash IS NOT NULL AND NOT e:SanctionsList AND NOT EXISTS { (e)--() }
RETURN e.entity_id AS id, e.name AS name LIMIT $shown
"""
_COUNTS = """
MATCH (a)-[r]->(b)
WHERE type(r) IN $types
OPTIONAL MATCH (c:Claim {fact_id: r.fact_id})-[:STATED_IN]->(s:Article)
WHERE NOT c:Withdrawn
OPTIONAL MATCH (c)-[:PART_OF]->(d:Deal)
WITH a, r, b, count(DISTINCT c) AS claims, count(DISTINCT s) AS articles, count(DISTINCT d) AS deals
WHERE r.claim_count <> claims OR r.article_count <> articles OR r.deal_count <> deals
RETURN type(r) + ' from ' + a.name + ' to ' + b.name AS what, r.claim_count AS said, r.article_count AS said_articles, claims, articles,
  coalesce(r.deal_count, 0) AS said_deals, deals
LIMIT $shown
"""
_DEALS = """
MATCH (d:Deal)
OPTIONAL MATCH (c:Claim)-[:PART_OF]->(d)
OPTIONAL MATCH (c)-[:STATED_IN]->(s:Article)
WITH d, count(DISTINCT c) AS claims, count(DISTINCT s) AS articles
WHERE claims = 0 OR d.claim_count <> claims OR d.article_count <> articles
RETURN 'deal ' + d.deal_id AS what, d.claim_count AS said, d.article_count AS said_articles, claims, articles,
  0 AS said_deals, 0 AS deals
LIMIT $shown
"""


def unsupported(driver: Driver, database: str, schema: Schema) -> list[str]:
    """Relationships without a live claim, claims out of place, what was taken back and still supports or mentions; 20 of each."""
    ask = _asking(driver, database, schema)
    return [
        *(f"{row['type']} from {row['start']} to {row['end']} has no claim" for row in ask(_UNSUPPORTED)),
        *(f"claim {row['claim']} lacks its article, subject or object" for row in ask(_MISPLACED)),
        *(f"claim {row['claim']} was taken back and still supports a fact or a deal" for row in ask(_LEFT_OVER)),
        *(f"article {row['article']} was taken back and still mentions {row['entity']}" for row in ask(_MENTIONED)),
    ]


def miscounted(driver: Driver, database: str, schema: Schema) -> list[str]:
    """Relationships and deals whose counts are not those of their live claims, deals without claims, entities that nothing names."""
    ask = _asking(driver, database, schema)
    counted = [_miscount(row) for cypher in (_COUNTS, _DEALS) for row in ask(cypher)]
    return counted + [f"{row['name']} ({row['id']}) has no relationship" for row in ask(_ORPHANS)]


def _miscount(row: Record) -> str:
    said, found = f"{row['said']} claims in {row['said_articles']} articles", f"{row['claims']} in {row['articles']}"
    if row["said_deals"] != row["deals"]:
        said, found = f"{said} about {row['said_deals']} deals", f"{found} about {row['deals']}"
    return f"{row['what']} says {said}; there are {found}"


def _asking(driver: Driver, database: str, schema: Schema) -> Callable[[str], list[Record]]:
    given = {"types": list(schema.claim_types), "shown": SHOWN}

    def ask(cypher: str) -> list[Record]:
        return driver.execute_query(cypher, given, database_=database, routing_=RoutingControl.READ).records

    return ask
