// title: Investments of somebody and in somebody
// answers: The transactions in which the entity invests or is invested in, each once with all its investors, how much, and the sentence that proves it.
// param entity: string — name or alias of the entity, such as Huawei; case does not matter
// param limit: integer = 50 — most rows
// finds: e = entity
// columns: investors, target, kind, amount_usd, amount, currency, stake_pct, status, event, first_stated, articles, publishers, disputed, sentence, fact, claim, title, url
WITH e WHERE NOT e:Withdrawn
MATCH (e)<-[:SUBJECT|OBJECT]-(:Claim)-[:PART_OF]->(d:Deal {type: 'INVESTS_IN'})
WITH DISTINCT d
MATCH (d)<-[:PART_OF]-(p:Claim)-[:SUBJECT]->(s:Entity)
WITH d, s.name AS investor ORDER BY investor
WITH d, collect(DISTINCT investor) AS investors
OPTIONAL MATCH (a:Article)<-[:STATED_IN]-(c:Claim {claim_id: d.best_claim_id})-[:OBJECT]->(t:Entity)
RETURN investors, t.name AS target, d.kind AS kind, d.amount_usd AS amount_usd, d.amount AS amount, d.currency AS currency,
  d.stake_pct AS stake_pct, d.status AS status, d.event AS event, d.first_published AS first_stated, d.article_count AS articles,
  d.publisher_count AS publishers, d.disputed AS disputed,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY coalesce(d.amount_usd, 0) DESC, investors, d.deal_id LIMIT $limit
