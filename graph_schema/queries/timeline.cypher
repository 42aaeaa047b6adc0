// title: What was said about somebody, in order of time
// answers: Claims about the entity by the day of the event, else of publication; undated ones come last.
// param entity: string — name or alias of the entity; case does not matter
// param since: date = null — first day
// param until: date = null — last day
// param limit: integer = 50 — most rows
// columns: day, type, subject, object, status, sentence, publisher, title, url
CALL db.index.fulltext.queryNodes('text_Entity', '"' + replace(replace($entity, '\\', '\\\\'), '"', '\\"') + '"') YIELD node AS e
WHERE any(name IN [e.name] + coalesce(e.aliases, []) WHERE toLower(name) = toLower($entity))
MATCH (e)<-[:SUBJECT|OBJECT]-(c:Claim)-[:STATED_IN]->(a:Article)
WITH DISTINCT c, a, coalesce(c.event_date, date(a.published_at)) AS day
WHERE ($since IS NULL OR day >= $since) AND ($until IS NULL OR day <= $until)
MATCH (c)-[:SUBJECT]->(s:Entity), (c)-[:OBJECT]->(o:Entity)
RETURN day, c.type AS type, s.name AS subject, o.name AS object, c.status AS status, c.sentence AS sentence,
  a.publisher AS publisher, a.title AS title, a.url AS url
ORDER BY day, c.claim_id LIMIT $limit
