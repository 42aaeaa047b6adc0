// title: Sanctions on somebody
// answers: Who restricts the entity, how, since when it is reported, and the sentence that proves it.
// param entity: string — name or alias of the entity, such as Huawei; case does not matter
// param limit: integer = 50 — most rows
// finds: e = entity
// columns: source, measure, list, product, status, event, first_stated, articles, sentence, fact, claim, title, url
WITH e WHERE NOT e:Withdrawn
MATCH (s:Entity)-[r:SANCTIONS]->(e)
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN s.name AS source, r.measure AS measure, r.list AS list, r.product AS product, r.status AS status,
  r.event AS event, r.first_published AS first_stated, r.article_count AS articles,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY r.first_stated IS NULL, r.first_stated DESC, source, r.fact_id LIMIT $limit
