// title: Sanctions by somebody
// answers: Whom the government or body restricts, how, since when it is reported, and the sentence that proves it.
// param entity: string — name or alias of the entity, such as China; case does not matter
// param limit: integer = 50 — most rows
// finds: e = entity
// columns: target, kind, measure, list, product, status, event, first_stated, articles, sentence, fact, claim, title, url
WITH e WHERE NOT e:Withdrawn
MATCH (e)-[r:SANCTIONS]->(t:Entity)
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN t.name AS target, [l IN labels(t) WHERE l <> 'Entity'][0] AS kind, r.measure AS measure, r.list AS list, r.product AS product,
  r.status AS status, r.event AS event, r.first_published AS first_stated, r.article_count AS articles,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY r.first_stated IS NULL, r.first_stated DESC, target, r.fact_id LIMIT $limit
