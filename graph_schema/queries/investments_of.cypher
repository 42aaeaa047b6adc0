// title: Investments of somebody and in somebody
// answers: The transactions in which the entity invests or is invested in, each once with all its investors, how much, and the sentence that proves it.
// param entity: string — name or alias of the entity; case does not matter
// param limit: integer = 50 — most rows
// columns: investors, target, kind, amount_usd, amount, currency, stake_pct, status, event, first_stated, articles, publishers, disputed, sentence, title, url
CALL db.index.fulltext.queryNodes('text_Entity', '"' + replace(replace($entity, '\\', '\\\\'), '"', '\\"') + '"') YIELD node AS e
WHERE any(name IN [e.name] + coalesce(e.aliases, []) WHERE toLower(name) = toLower($entity)) AND NOT e:Withdrawn
MATCH (e)<-[:SUBJECT|OBJECT]-(:Claim)-[:PART_OF]->(d:Deal {type: 'INVESTS_IN'})
WITH DISTINCT d
MATCH (d)<-[:PART_OF]-(p:Claim)-[:SUBJECT]->(s:Entity)
WITH d, s.name AS investor ORDER BY investor
WITH d, collect(DISTINCT investor) AS investors
OPTIONAL MATCH (a:Article)<-[:STATED_IN]-(c:Claim {claim_id: d.best_claim_id})-[:OBJECT]->(t:Entity)
RETURN investors, t.name AS target, d.kind AS kind, d.amount_usd AS amount_usd, d.amount AS amount, d.currency AS currency,
  d.stake_pct AS stake_pct, d.status AS status, d.event AS event, d.first_stated AS first_stated, d.article_count AS articles,
  d.publisher_count AS publishers, d.disputed AS disputed, c.sentence AS sentence, a.title AS title, a.url AS url
ORDER BY coalesce(d.amount_usd, 0) DESC, investors, d.deal_id LIMIT $limit
