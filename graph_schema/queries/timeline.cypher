// title: What was said about somebody, in order of time
// answers: Claims about the entity by when the event was, else by publication, and the column `by` tells which; undated ones come last. A month or a year counts where it meets the period.
// param entity: string — name or alias of the entity, such as Huawei; case does not matter
// param since: date = null — first day
// param until: date = null — last day
// param limit: integer = 50 — most rows
// finds: e = entity
// columns: at, by, type, subject, object, status, sentence, fact, claim, publisher, title, url
WITH e WHERE NOT e:Withdrawn
MATCH (e)<-[:SUBJECT|OBJECT]-(c:Claim)-[:STATED_IN]->(a:Article)
WHERE NOT c:Withdrawn
WITH DISTINCT c, a, coalesce(c.event_date, date(a.published_at)) AS day, CASE WHEN c.event IS NOT NULL THEN c.event_until
  WHEN a.published_precision = 'month' THEN date(a.published_at) + duration({months: 1}) - duration({days: 1}) ELSE date(a.published_at) END AS end
WHERE ($since IS NULL OR end >= $since) AND ($until IS NULL OR day <= $until)
MATCH (c)-[:SUBJECT]->(s:Entity), (c)-[:OBJECT]->(o:Entity)
RETURN coalesce(c.event, a.published) AS at, CASE WHEN c.event IS NOT NULL THEN 'event' WHEN a.published IS NOT NULL THEN 'publication' END AS by,
  c.type AS type, s.name AS subject, o.name AS object, c.status AS status, c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim,
  a.publisher AS publisher, a.title AS title, a.url AS url
ORDER BY day, c.claim_id LIMIT $limit
