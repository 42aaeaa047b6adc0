// title: Rivals under sanctions
// answers: Pairs of rivals of which one is restricted: who may gain by it, by whose measure, and the sentence that proves the measure.
// param limit: integer = 50 — most rows
// columns: rival, sanctioned, source, measure, status, sentence, fact, claim, title, url
MATCH (source:Entity)-[r:SANCTIONS]->(sanctioned:Entity)-[:COMPETES_WITH]-(rival:Entity)
WHERE coalesce(r.status, '') <> 'lifted'
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN rival.name AS rival, sanctioned.name AS sanctioned, source.name AS source, r.measure AS measure, r.status AS status,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY sanctioned, rival, source, r.fact_id LIMIT $limit
