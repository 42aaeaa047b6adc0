// title: Money invested, by target
// answers: How much was put into each target, summed over transactions and not over their reports: by currency and in US dollars as far as known, and how many transactions tell no amount.
// param status: string = done — status of the transactions
// param kind: string = null — kind of investment, such as equity
// param limit: integer = 50 — most rows
// columns: target, currency, deals, amount, amount_usd, without_amount, disputed
MATCH (d:Deal {status: $status})
WHERE d.type = 'INVESTS_IN' AND ($kind IS NULL OR d.kind = $kind)
MATCH (:Claim {claim_id: d.best_claim_id})-[:OBJECT]->(t:Entity)
WITH t, d.currency AS currency, count(d) AS deals, sum(d.amount) AS amount, sum(d.amount_usd) AS amount_usd,
  sum(CASE WHEN d.amount IS NULL THEN 1 ELSE 0 END) AS without_amount, sum(CASE WHEN d.disputed THEN 1 ELSE 0 END) AS disputed
RETURN t.name AS target, currency, deals, amount, amount_usd, without_amount, disputed
ORDER BY amount_usd DESC, target, currency, t.entity_id LIMIT $limit
