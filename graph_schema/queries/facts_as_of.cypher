// title: Facts as they stood at a moment
// answers: What the graph rested on at that moment, for who has Neo4j alone: claims found by then and not yet taken back, together by subject, type and object, with the surest sentence. Names are those of today; with the record at hand, `--as-of` answers any question more exactly.
// param at: datetime — the moment; without a zone it is UTC
// param limit: integer = 50 — most rows
// columns: subject, type, object, statuses, claims, articles, first_published, sentence, claim, title, url
MATCH (c:Claim) WHERE c.learnt_at <= $at AND (c.withdrawn_at IS NULL OR c.withdrawn_at > $at)
MATCH (c)-[:STATED_IN]->(a:Article), (c)-[:SUBJECT]->(s:Entity), (c)-[:OBJECT]->(o:Entity)
WITH s, o, c, a ORDER BY c.confidence DESC, c.claim_id
WITH s, c.type AS type, o, collect(DISTINCT c.status) AS statuses, count(c) AS claims, count(DISTINCT a) AS articles,
  min(a.published_at) AS first, head(collect({claim: c, article: a})) AS best, collect({at: a.published_at, text: a.published}) AS times
RETURN s.name AS subject, type, o.name AS object, statuses, claims, articles, head([t IN times WHERE t.at = first | t.text]) AS first_published,
  best.claim.sentence AS sentence, best.claim.claim_id AS claim, best.article.title AS title, best.article.url AS url
ORDER BY articles DESC, claims DESC, subject, type, object, s.entity_id, o.entity_id LIMIT $limit
