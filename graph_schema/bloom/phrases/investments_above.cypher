// phrase: investments above $amount since $day
// answers: Transactions of at least that many US dollars that were first reported since that day, such as 2024-05-31.
// param amount: float — US dollars
// param day: string — first day, as 2024-05-31
// suggests: amount = UNWIND [1e6, 1e7, 1e8, 1e9, 1e10] AS amount RETURN amount
// suggests: day = MATCH (d:Deal) WHERE d.amount_usd >= $amount AND d.type = 'INVESTS_IN' AND d.first_stated IS NOT NULL RETURN DISTINCT toString(date(d.first_stated)) AS day ORDER BY day DESC
MATCH (d:Deal)
WHERE d.amount_usd >= $amount AND d.type = 'INVESTS_IN' AND d.first_stated >= datetime({date: date($day)})
WITH d ORDER BY d.amount_usd DESC, d.deal_id LIMIT 300
MATCH (d)<-[:PART_OF]-(c:Claim)
WITH DISTINCT c.fact_id AS fact
MATCH path = (:Entity)-[:INVESTS_IN {fact_id: fact}]->(:Entity)
RETURN path
