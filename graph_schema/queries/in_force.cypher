// title: In force on a day
// answers: Which sanctions stood on that day as the articles tell it: begun by then, and not taken back by then. A claim counts from when it says the measure takes effect, else from its publication, and the column `by` tells which; a month or a year counts as begun on its first day, unless another claim tells the day within it.
// param day: date — the day to look at
// param target: string = null — name of who is restricted; case does not matter
// param limit: integer = 50 — most rows
// columns: source, target, measure, list, product, since, by, status_now, sentence, fact, claim, publisher, title, url
CALL () {
  MATCH (c:Claim) WHERE c.event_date <= $day RETURN c, c.event_date AS begun
  UNION ALL
  MATCH (a:Article)<-[:STATED_IN]-(c:Claim)
  WHERE a.published_at < datetime({date: $day + duration({days: 1})}) AND c.event_date IS NULL RETURN c, date(a.published_at) AS begun
}
WITH c, begun WHERE c.type = 'SANCTIONS' AND NOT c:Withdrawn AND c.status IN ['in_force', 'lifted'] AND NOT EXISTS {
  MATCH (finer:Claim {fact_id: c.fact_id}) WHERE NOT finer:Withdrawn AND finer.status = c.status AND finer.event STARTS WITH c.event + '-'
}
WITH c, begun ORDER BY begun, c.status, c.claim_id
WITH c.fact_id AS fact, collect({claim: c, begun: begun}) AS told
WHERE last(told).claim.status = 'in_force'
WITH told, last([t IN told WHERE t.claim.status = 'lifted']) AS over
WITH head([t IN told WHERE over IS NULL OR t.begun > over.begun]) AS first
WITH first.claim AS c, first.begun AS begun
MATCH (c)-[:SUBJECT]->(s:Entity)-[r:SANCTIONS {fact_id: c.fact_id}]->(o:Entity)
WHERE $target IS NULL OR any(name IN [o.name] + coalesce(o.aliases, []) WHERE toLower(name) = toLower($target))
MATCH (c)-[:STATED_IN]->(a:Article)
RETURN s.name AS source, o.name AS target, r.measure AS measure, r.list AS list, r.product AS product, coalesce(c.event, a.published) AS since,
  CASE WHEN c.event IS NULL THEN 'publication' ELSE 'event' END AS by, r.status AS status_now,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim,
  a.publisher AS publisher, a.title AS title, a.url AS url
ORDER BY begun DESC, source, target, r.fact_id LIMIT $limit
