// title: Announced, not done
// answers: Sanctions and transactions that are planned or rumoured and that no article reports as done, the latest first. A takeover of which a transaction tells stands there once, as that.
// param limit: integer = 50 — most rows
// columns: subjects, type, object, detail, status, amount, currency, event, first_stated, last_stated, articles, sentence, fact, claim, title, url
CALL () {
  MATCH (:Entity)-[r:SANCTIONS]->(:Entity) WHERE r.status = 'planned' RETURN r AS it, r.fact_id AS id, type(r) AS type, r.measure AS detail
  UNION ALL
  MATCH (d:Deal) WHERE d.status IN ['planned', 'rumoured'] RETURN d AS it, d.deal_id AS id, d.type AS type, d.kind AS detail
  UNION ALL
  MATCH (buyer:Entity)-[r:ACQUIRES]->(bought:Entity)
  WHERE r.status IN ['planned', 'rumoured'] AND NOT EXISTS { (buyer)-[:INVESTS_IN {kind: 'acquisition'}]->(bought) }
  RETURN r AS it, r.fact_id AS id, type(r) AS type, null AS detail
}
WITH * ORDER BY coalesce(it.last_stated, datetime({year: 1})) DESC, id LIMIT $limit
MATCH (a:Article)<-[:STATED_IN]-(c:Claim {claim_id: it.best_claim_id})-[:OBJECT]->(o:Entity), (c)-[:SUBJECT]->(s:Entity)
RETURN CASE WHEN it.deal_id IS NULL THEN [s.name] ELSE COLLECT {
    MATCH (:Deal {deal_id: it.deal_id})<-[:PART_OF]-(:Claim)-[:SUBJECT]->(investor:Entity) RETURN DISTINCT investor.name AS name ORDER BY name
  } END AS subjects, type, o.name AS object, detail, it.status AS status, it.amount AS amount, it.currency AS currency, it.event AS event,
  it.first_published AS first_stated, it.last_published AS last_stated, it.article_count AS articles, c.sentence AS sentence,
  c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY coalesce(it.last_stated, datetime({year: 1})) DESC, id
