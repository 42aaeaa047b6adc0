// title: Facts that rest on one article
// answers: Relationships that only one article states: what to check first; the least sure come first.
// param type: string of facts = null — a relationship type, such as SANCTIONS
// param limit: integer = 50 — most rows
// columns: subject, type, object, status, confidence, sentence, fact, claim, title, url
MATCH (s:Entity)-[r]->(o:Entity)
WHERE r.fact_id IS NOT NULL AND r.article_count = 1 AND ($type IS NULL OR type(r) = $type)
WITH s, r, o ORDER BY r.confidence, r.fact_id LIMIT $limit
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN s.name AS subject, type(r) AS type, o.name AS object, r.status AS status, r.confidence AS confidence,
  c.sentence AS sentence, r.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY confidence, fact
