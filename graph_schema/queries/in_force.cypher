// title: In force on a day
// answers: Which sanctions stood on that day as the articles tell it: begun by then, and not taken back by then. What was taken back stands again when an article says so: with an event after the end, or more than 30 days after the article that told the end. A claim counts from when it says the measure takes effect, else from its publication, and the column `by` tells which; a month or a year counts as begun on its first day, unless another claim tells the day within it.
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
MATCH (c)-[:STATED_IN]->(a:Article)
WITH c, begun, date(a.published_at) AS told,
  date(a.published_at + CASE a.published_precision WHEN 'month' THEN duration({months: 1}) - duration({days: 1}) ELSE duration({days: 0}) END) AS told_until
ORDER BY begun, c.claim_id
WITH c.fact_id AS fact, collect({claim: c, begun: begun, told: told, until: told_until}) AS claims
WITH [one IN claims WHERE one.claim.status = 'lifted' AND one.until IS NOT NULL] AS ends, [one IN claims WHERE one.claim.status = 'in_force'] AS standing
WITH head([one IN standing WHERE all(over IN ends WHERE CASE
    WHEN one.claim.event_date IS NULL THEN one.told > over.until + duration({days: 30})
    WHEN over.claim.event_until < over.until THEN one.claim.event_date > over.claim.event_until AND one.told > over.claim.event_until
    ELSE one.claim.event_date > over.until AND one.told > over.until END)]) AS first
WITH first.claim AS c, first.begun AS begun WHERE c IS NOT NULL
MATCH (c)-[:SUBJECT]->(s:Entity)-[r:SANCTIONS {fact_id: c.fact_id}]->(o:Entity)
WHERE $target IS NULL OR any(name IN [o.name] + coalesce(o.aliases, []) WHERE toLower(name) = toLower($target))
MATCH (c)-[:STATED_IN]->(a:Article)
RETURN s.name AS source, o.name AS target, r.measure AS measure, r.list AS list, r.product AS product, coalesce(c.event, a.published) AS since,
  CASE WHEN c.event IS NULL THEN 'publication' ELSE 'event' END AS by, r.status AS status_now,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim,
  a.publisher AS publisher, a.title AS title, a.url AS url
ORDER BY begun DESC, source, target, r.fact_id LIMIT $limit
