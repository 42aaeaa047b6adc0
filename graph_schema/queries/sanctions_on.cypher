// title: Sanctions on somebody
// answers: Who restricts the entity, how, since when it is reported, and the sentence that proves it.
// param entity: string — name or alias of the entity; case does not matter
// param limit: integer = 50 — most rows
// columns: source, measure, list, product, status, event, first_stated, articles, sentence, title, url
CALL db.index.fulltext.queryNodes('text_Entity', '"' + replace(replace($entity, '\\', '\\\\'), '"', '\\"') + '"') YIELD node AS e
WHERE any(name IN [e.name] + coalesce(e.aliases, []) WHERE toLower(name) = toLower($entity)) AND NOT e:Withdrawn
MATCH (s:Entity)-[r:SANCTIONS]->(e)
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN s.name AS source, r.measure AS measure, r.list AS list, r.product AS product, r.status AS status,
  r.event AS event, r.first_stated AS first_stated, r.article_count AS articles, c.sentence AS sentence, a.title AS title, a.url AS url
ORDER BY r.first_stated IS NULL, r.first_stated DESC, source, r.fact_id LIMIT $limit
