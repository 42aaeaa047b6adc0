// title: On a list, but the news says lifted
// answers: Who stands on an official list although articles say that a restriction was taken back: a stale edition, another list, or a mistake.
// param day: date = null — the day to look at; today by default
// param limit: integer = 50 — most rows
// columns: name, list, entry, entry_id, since, match, source, measure, news_list, last_stated, sentence, fact, claim, title, url
MATCH (source:Entity)-[r:SANCTIONS]->(e:Entity)
WHERE r.status = 'lifted'
MATCH (e)-[x:LISTED_ON]->(l:SanctionsList)
WHERE (x.until IS NULL OR x.until >= coalesce($day, date())) AND (x.withdrawn_at IS NULL OR date(x.withdrawn_at) > coalesce($day, date()))
  AND (x.since IS NULL OR x.since <= coalesce($day, date()))
WITH source, r, e, x, l ORDER BY r.publisher_count DESC, e.name, l.name, r.fact_id, x.listing_id LIMIT $limit
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN e.name AS name, l.name AS list, x.name AS entry, x.entry_id AS entry_id, x.since AS since, x.match AS match, source.name AS source,
  r.measure AS measure, r.list AS news_list, r.last_published AS last_stated,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY r.publisher_count DESC, name, list, r.fact_id, x.listing_id
