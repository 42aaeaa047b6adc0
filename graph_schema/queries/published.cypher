// title: Published in a period
// answers: Articles by when they were published, the latest first, each with what it states; one that is known to the month only counts where its month meets the period.
// param since: date — first day of the period
// param until: date = 9999-12-30 — last day of the period
// param limit: integer = 50 — most rows
// columns: published, publisher, title, subject, type, object, status, event, sentence, fact, claim, url
MATCH (a:Article)
WHERE a.published_at >= datetime({date: $since}) - duration({days: 30}) AND a.published_at < datetime({date: $until}) + duration({days: 1})
  AND NOT a:Withdrawn AND (a.published_at >= datetime({date: $since})
    OR (a.published_precision = 'month' AND a.published_at + duration({months: 1}) > datetime({date: $since})))
OPTIONAL MATCH (a)<-[:STATED_IN]-(c:Claim) WHERE NOT c:Withdrawn
WITH a, c ORDER BY a.published_at DESC, a.article_id, c.start, c.claim_id LIMIT $limit
OPTIONAL MATCH (s:Entity)<-[:SUBJECT]-(c)-[:OBJECT]->(o:Entity)
RETURN a.published AS published, a.publisher AS publisher, a.title AS title, s.name AS subject, c.type AS type, o.name AS object,
  c.status AS status, c.event AS event, c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.url AS url
ORDER BY a.published_at DESC, a.article_id, c.start, c.claim_id
