// title: Rivals of somebody
// answers: Which companies or products compete with the entity, in how many articles, and the sentence that proves it.
// param entity: string — name or alias of the entity, such as Huawei; case does not matter
// param limit: integer = 50 — most rows
// finds: e = entity
// columns: rival, market, articles, publishers, first_stated, sentence, fact, claim, title, url
WITH e WHERE NOT e:Withdrawn
MATCH (e)-[r:COMPETES_WITH]-(rival:Entity)
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN rival.name AS rival, r.market AS market, r.article_count AS articles, r.publisher_count AS publishers,
  r.first_published AS first_stated, c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY articles DESC, rival, r.fact_id LIMIT $limit
