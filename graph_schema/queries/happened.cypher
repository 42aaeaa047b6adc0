// title: Happened or taking effect in a period
// answers: Sanctions, transactions and takeovers by when the articles say that they happened or take effect, in order of time; where none says so, by the first report, and the column `by` tells which. Each transaction stands once, with its own sum, and a takeover of which one tells as that. A month or a year counts where it meets the period, and is shown as no more than that.
// param since: date — first day of the period
// param until: date — last day of the period
// param limit: integer = 50 — most rows
// columns: at, by, subjects, type, object, detail, status, amount, currency, articles, sentence, fact, claim, title, url
CALL () {
  MATCH (:Entity)-[r:SANCTIONS]->(:Entity) WHERE r.event_date >= $since - duration({days: 365}) AND r.event_date <= $until
  RETURN r AS it, r.fact_id AS id, type(r) AS type, r.measure AS detail, r.event AS event, r.event_date AS day
  UNION ALL
  MATCH (d:Deal) WHERE d.event_date >= $since - duration({days: 365}) AND d.event_date <= $until
  RETURN d AS it, d.deal_id AS id, d.type AS type, d.kind AS detail, d.event AS event, d.event_date AS day
  UNION ALL
  MATCH (:Entity)-[r:SANCTIONS]->(:Entity)
  WHERE r.first_stated >= datetime({date: $since}) - duration({days: 30}) AND r.first_stated < datetime({date: $until}) + duration({days: 1})
    AND r.event_date IS NULL
  RETURN r AS it, r.fact_id AS id, type(r) AS type, r.measure AS detail, null AS event, date(r.first_stated) AS day
  UNION ALL
  MATCH (d:Deal)
  WHERE d.first_stated >= datetime({date: $since}) - duration({days: 30}) AND d.first_stated < datetime({date: $until}) + duration({days: 1})
    AND d.event_date IS NULL
  RETURN d AS it, d.deal_id AS id, d.type AS type, d.kind AS detail, null AS event, date(d.first_stated) AS day
  UNION ALL
  MATCH (buyer:Entity)-[r:ACQUIRES]->(bought:Entity)
  WHERE NOT EXISTS { (buyer)-[:INVESTS_IN {kind: 'acquisition'}]->(bought) }
    AND ((r.event_date >= $since - duration({days: 365}) AND r.event_date <= $until)
      OR (r.event_date IS NULL AND r.first_stated >= datetime({date: $since}) - duration({days: 30})
        AND r.first_stated < datetime({date: $until}) + duration({days: 1})))
  RETURN r AS it, r.fact_id AS id, type(r) AS type, null AS detail, r.event AS event, coalesce(r.event_date, date(r.first_stated)) AS day
}
WITH *, coalesce(event, it.first_published) AS at
WITH *, CASE size(at) WHEN 4 THEN duration({years: 1}) WHEN 7 THEN duration({months: 1}) ELSE duration({days: 1}) END AS length
WHERE day + length > $since
WITH * ORDER BY day, id LIMIT $limit
MATCH (a:Article)<-[:STATED_IN]-(c:Claim {claim_id: it.best_claim_id})-[:OBJECT]->(o:Entity), (c)-[:SUBJECT]->(s:Entity)
RETURN at, CASE WHEN event IS NULL THEN 'first report' ELSE 'event' END AS by,
  CASE WHEN it.deal_id IS NULL THEN [s.name] ELSE COLLECT {
    MATCH (:Deal {deal_id: it.deal_id})<-[:PART_OF]-(:Claim)-[:SUBJECT]->(investor:Entity) RETURN DISTINCT investor.name AS name ORDER BY name
  } END AS subjects, type, o.name AS object, detail, it.status AS status, it.amount AS amount, it.currency AS currency,
  it.article_count AS articles, c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY day, id
