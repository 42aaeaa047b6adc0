// title: Investments by size and period
// answers: The largest investments of a known amount first reported in a period, and the sentence that proves each.
// param min_usd: float = 0 — least amount in US dollars
// param since: date = null — first day of the period
// param until: date = null — last day of the period
// param limit: integer = 50 — most rows
// columns: investor, target, kind, amount_usd, amount, currency, stake_pct, status, first_stated, articles, sentence, title, url
MATCH (s:Entity)-[r:INVESTS_IN]->(t:Entity)
WHERE r.amount_usd >= $min_usd
  AND ($since IS NULL OR r.first_stated >= datetime({date: $since}))
  AND ($until IS NULL OR r.first_stated < datetime({date: $until + duration({days: 1})}))
WITH s, r, t ORDER BY r.amount_usd DESC, r.fact_id LIMIT $limit
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN s.name AS investor, t.name AS target, r.kind AS kind, r.amount_usd AS amount_usd, r.amount AS amount, r.currency AS currency,
  r.stake_pct AS stake_pct, r.status AS status, r.first_stated AS first_stated, r.article_count AS articles, c.sentence AS sentence, a.title AS title, a.url AS url
ORDER BY amount_usd DESC, r.fact_id
