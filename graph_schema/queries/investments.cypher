// title: Investments by size and period
// answers: The largest transactions of a known amount first reported in a period, each once with all its investors, and the sentence that proves it; those whose sum is not known in dollars come last. One first reported in a month counts where that month meets the period.
// param min_usd: float = null — least amount in US dollars; all known amounts by default
// param since: date = null — first day of the period
// param until: date = null — last day of the period
// param limit: integer = 50 — most rows
// columns: investors, target, kind, amount_usd, amount, currency, stake_pct, status, event, first_stated, articles, publishers, disputed, sentence, fact, claim, title, url
CALL () {
  MATCH (d:Deal) WHERE d.amount_usd >= coalesce($min_usd, 0) RETURN d
  UNION ALL
  MATCH (d:Deal) WHERE $min_usd IS NULL AND d.amount IS NOT NULL AND d.amount_usd IS NULL RETURN d
}
WITH d, CASE size(d.first_published) WHEN 7 THEN duration({months: 1}) ELSE duration({days: 1}) END AS length
WHERE d.type = 'INVESTS_IN'
  AND ($since IS NULL OR date(d.first_stated) + length > $since)
  AND ($until IS NULL OR d.first_stated < datetime({date: $until + duration({days: 1})}))
WITH d ORDER BY coalesce(d.amount_usd, -1) DESC, d.deal_id LIMIT $limit
MATCH (d)<-[:PART_OF]-(p:Claim)-[:SUBJECT]->(s:Entity)
WITH d, s.name AS investor ORDER BY investor
WITH d, collect(DISTINCT investor) AS investors
OPTIONAL MATCH (a:Article)<-[:STATED_IN]-(c:Claim {claim_id: d.best_claim_id})-[:OBJECT]->(t:Entity)
RETURN investors, t.name AS target, d.kind AS kind, d.amount_usd AS amount_usd, d.amount AS amount, d.currency AS currency,
  d.stake_pct AS stake_pct, d.status AS status, d.event AS event, d.first_published AS first_stated, d.article_count AS articles,
  d.publisher_count AS publishers, d.disputed AS disputed,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY coalesce(d.amount_usd, -1) DESC, d.deal_id
