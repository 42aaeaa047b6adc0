// title: Investments of somebody and in somebody
// answers: Where the entity invests and who invests in it, how much, and the sentence that proves each.
// param entity: string — name or alias of the entity; case does not matter
// param limit: integer = 50 — most rows
// columns: investor, target, kind, amount_usd, amount, currency, stake_pct, status, first_stated, articles, sentence, title, url
CALL db.index.fulltext.queryNodes('text_Entity', '"' + replace(replace($entity, '\\', '\\\\'), '"', '\\"') + '"') YIELD node AS e
WHERE any(name IN [e.name] + coalesce(e.aliases, []) WHERE toLower(name) = toLower($entity))
MATCH (e)-[r:INVESTS_IN]-(:Entity)
WITH DISTINCT r, startNode(r) AS s, endNode(r) AS t
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN s.name AS investor, t.name AS target, r.kind AS kind, r.amount_usd AS amount_usd, r.amount AS amount, r.currency AS currency,
  r.stake_pct AS stake_pct, r.status AS status, r.first_stated AS first_stated, r.article_count AS articles, c.sentence AS sentence, a.title AS title, a.url AS url
ORDER BY coalesce(r.amount_usd, 0) DESC, investor, r.fact_id LIMIT $limit
