// title: Everything about somebody
// answers: All facts that the entity takes part in, the best attested first, each with the sentence that proves it.
// param entity: string — name or alias of the entity, such as Huawei; case does not matter
// param limit: integer = 50 — most rows
// finds: e = entity
// columns: subject, type, object, detail, status, articles, publishers, event, first_stated, sentence, fact, claim, title, url
WITH e WHERE NOT e:Withdrawn
MATCH (e)-[r]-(:Entity)
WHERE r.fact_id IS NOT NULL
WITH DISTINCT r
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN startNode(r).name AS subject, type(r) AS type, endNode(r).name AS object, coalesce(r.measure, r.kind, r.market) AS detail,
  r.status AS status, r.article_count AS articles, r.publisher_count AS publishers, r.event AS event, r.first_published AS first_stated,
  c.sentence AS sentence, r.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY publishers DESC, articles DESC, type, fact LIMIT $limit
