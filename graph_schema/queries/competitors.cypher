// title: Rivals of somebody
// answers: Which companies or products compete with the entity, in how many articles, and the sentence that proves it.
// param entity: string — name or alias of the entity; case does not matter
// param limit: integer = 50 — most rows
// columns: rival, market, articles, publishers, first_stated, sentence, title, url
CALL db.index.fulltext.queryNodes('text_Entity', '"' + replace(replace($entity, '\\', '\\\\'), '"', '\\"') + '"') YIELD node AS e
WHERE any(name IN [e.name] + coalesce(e.aliases, []) WHERE toLower(name) = toLower($entity)) AND NOT e:Withdrawn
MATCH (e)-[r:COMPETES_WITH]-(rival:Entity)
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN rival.name AS rival, r.market AS market, r.article_count AS articles, r.publisher_count AS publishers,
  r.first_stated AS first_stated, c.sentence AS sentence, a.title AS title, a.url AS url
ORDER BY articles DESC, rival, r.fact_id LIMIT $limit
