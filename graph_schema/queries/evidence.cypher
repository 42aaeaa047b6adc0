// title: Evidence of one fact
// answers: Every claim that supports a relationship, with its sentence, its place in the text, and its article.
// param fact: string — fact_id of the relationship
// param limit: integer = 50 — most rows
// columns: type, subject, object, status, confidence, event, sentence, start, end, claim, published, publisher, title, url
MATCH (c:Claim {fact_id: $fact})-[:STATED_IN]->(a:Article), (c)-[:SUBJECT]->(s:Entity), (c)-[:OBJECT]->(o:Entity)
WHERE NOT c:Withdrawn
RETURN c.type AS type, s.name AS subject, o.name AS object, c.status AS status, c.confidence AS confidence, c.event AS event, c.sentence AS sentence,
  c.start AS start, c.end AS end, c.claim_id AS claim, a.published AS published, a.publisher AS publisher, a.title AS title, a.url AS url
ORDER BY a.published_at, c.claim_id LIMIT $limit
