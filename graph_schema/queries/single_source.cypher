// title: Facts that rest on one article
// answers: Relationships that only one article states: what to check first; the least sure come first.
// param type: string = null — SANCTIONS, INVESTS_IN or COMPETES_WITH
// param limit: integer = 50 — most rows
// columns: subject, type, object, status, confidence, fact, sentence, title, url
MATCH (s:Entity)-[r:SANCTIONS|INVESTS_IN|COMPETES_WITH]->(o:Entity)
WHERE r.article_count = 1 AND ($type IS NULL OR type(r) = $type)
WITH s, r, o ORDER BY r.confidence, r.fact_id LIMIT $limit
CALL (r) {
  OPTIONAL MATCH (c:Claim {fact_id: r.fact_id})-[:STATED_IN]->(a:Article)
  RETURN c.sentence AS sentence, a.title AS title, a.url AS url
  ORDER BY coalesce(c.status = r.status, false) DESC, c.confidence DESC, c.claim_id LIMIT 1
}
RETURN s.name AS subject, type(r) AS type, o.name AS object, r.status AS status, r.confidence AS confidence, r.fact_id AS fact,
  sentence, title, url
ORDER BY confidence, fact
