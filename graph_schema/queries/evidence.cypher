// title: Evidence of one fact
// answers: Every claim that supports a relationship, with its sentence, its place in the text, and its article.
// param fact: string — fact_id of the relationship
// param limit: integer = 50 — most rows
// columns: type, subject, object, status, confidence, sentence, start, end, published_at, publisher, title, url
MATCH (c:Claim {fact_id: $fact})-[:STATED_IN]->(a:Article), (c)-[:SUBJECT]->(s:Entity), (c)-[:OBJECT]->(o:Entity)
RETURN c.type AS type, s.name AS subject, o.name AS object, c.status AS status, c.confidence AS confidence, c.sentence AS sentence,
  c.start AS start, c.end AS end, a.published_at AS published_at, a.publisher AS publisher, a.title AS title, a.url AS url
ORDER BY published_at, c.claim_id LIMIT $limit
