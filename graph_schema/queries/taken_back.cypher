// title: Taken back since a day
// answers: Articles and claims that were withdrawn since that day, when and why, the latest first, with what they had said.
// param since: date — first day, UTC
// param limit: integer = 50 — most rows
// columns: withdrawn_at, what, why, type, subject, object, status, sentence, claim, published, publisher, title, url
CALL () {
  MATCH (c:Claim)-[:STATED_IN]->(a:Article) WHERE c.withdrawn_at >= datetime({date: $since}) RETURN c, a, c AS node
  UNION ALL
  MATCH (a:Article) WHERE a.withdrawn_at >= datetime({date: $since}) RETURN null AS c, a, a AS node
}
WITH c, a, node ORDER BY node.withdrawn_at DESC, c IS NOT NULL, coalesce(c.claim_id, a.article_id) LIMIT $limit
OPTIONAL MATCH (s:Entity)<-[:SUBJECT]-(c)-[:OBJECT]->(o:Entity)
RETURN node.withdrawn_at AS withdrawn_at, CASE WHEN c IS NULL THEN 'Article' ELSE 'Claim' END AS what, node.withdrawn_why AS why,
  c.type AS type, s.name AS subject, o.name AS object, c.status AS status, c.sentence AS sentence, c.claim_id AS claim,
  a.published AS published, a.publisher AS publisher, a.title AS title, a.url AS url
ORDER BY withdrawn_at DESC, what, coalesce(c.claim_id, a.article_id)
