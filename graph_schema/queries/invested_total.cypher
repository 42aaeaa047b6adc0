// title: Money invested, by target
// answers: How much was put into each target, summed over transactions and not over their reports; what goes to a place and its country counts for each of them: by currency and in US dollars as far as known, nothing where none is, and how many transactions tell no amount or none in dollars.
// param status: string of INVESTS_IN.status = done — status of the transactions
// param kind: string of INVESTS_IN.kind = null — kind of investment, such as equity
// param limit: integer = 50 — most rows
// columns: target, currency, deals, amount, amount_usd, without_amount, without_usd, disputed
MATCH (d:Deal {status: $status})
WHERE d.type = 'INVESTS_IN' AND ($kind IS NULL OR d.kind = $kind)
MATCH (d)<-[:PART_OF]-(:Claim)-[:OBJECT]->(t:Entity)
WITH DISTINCT d, t
WITH t, d.currency AS currency, count(d) AS deals,
  CASE count(d.amount) WHEN 0 THEN null ELSE sum(d.amount) END AS amount, CASE count(d.amount_usd) WHEN 0 THEN null ELSE sum(d.amount_usd) END AS amount_usd,
  count(d) - count(d.amount) AS without_amount, count(d) - count(d.amount_usd) AS without_usd, sum(CASE WHEN d.disputed THEN 1 ELSE 0 END) AS disputed
RETURN t.name AS target, currency, deals, amount, amount_usd, without_amount, without_usd, disputed
ORDER BY coalesce(amount_usd, -1) DESC, target, currency, t.entity_id LIMIT $limit
