// title: Everything about somebody
// answers: All facts that the entity takes part in, the best attested first, each with the sentence that proves it.
// param entity: string — name or alias of the entity; case does not matter
// param limit: integer = 50 — most rows
// columns: subject, type, object, detail, status, articles, publishers, first_stated, fact, sentence, title, url
CALL db.index.fulltext.queryNodes('text_Entity', '"' + replace(replace($entity, '\\', '\\\\'), '"', '\\"') + '"') YIELD node AS e
WHERE any(name IN [e.name] + coalesce(e.aliases, []) WHERE toLower(name) = toLower($entity))
MATCH (e)-[r:SANCTIONS|INVESTS_IN|COMPETES_WITH]-(:Entity)
WITH DISTINCT r
CALL (r) {
  OPTIONAL MATCH (c:Claim {fact_id: r.fact_id})-[:STATED_IN]->(a:Article)
  RETURN c.sentence AS sentence, a.title AS title, a.url AS url
  ORDER BY coalesce(c.status = r.status, false) DESC, c.confidence DESC, c.claim_id LIMIT 1
}
RETURN startNode(r).name AS subject, type(r) AS type, endNode(r).name AS object, coalesce(r.measure, r.kind, r.market) AS detail,
  r.status AS status, r.article_count AS articles, r.publisher_count AS publishers, r.first_stated AS first_stated, r.fact_id AS fact,
  sentence, title, url
ORDER BY publishers DESC, articles DESC, type, fact LIMIT $limit
