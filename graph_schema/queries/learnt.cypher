// title: Learnt since a day
// answers: What newsgraph found in articles since that day, the latest first, and whether the fact was new to it; publication and event may lie long before.
// param since: date — first day, UTC
// param limit: integer = 50 — most rows
// columns: learnt_at, new_fact, type, subject, object, status, event, published, sentence, fact, claim, publisher, title, url
MATCH (c:Claim) WHERE c.learnt_at >= datetime({date: $since}) AND NOT c:Withdrawn
WITH c ORDER BY c.learnt_at DESC, c.claim_id LIMIT $limit
MATCH (c)-[:STATED_IN]->(a:Article), (c)-[:SUBJECT]->(s:Entity), (c)-[:OBJECT]->(o:Entity)
OPTIONAL MATCH (s)-[r {fact_id: c.fact_id}]-(o)
RETURN c.learnt_at AS learnt_at, r.learnt_at >= datetime({date: $since}) AS new_fact, c.type AS type, s.name AS subject, o.name AS object,
  c.status AS status, c.event AS event, a.published AS published,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.publisher AS publisher, a.title AS title, a.url AS url
ORDER BY learnt_at DESC, c.claim_id
