// title: Listed and in the news
// answers: Who stands on an official list and is named by articles, the most named first, and the best attested sentence about a sanction, where one is stated.
// param day: date = null — the day to look at; today by default
// param limit: integer = 50 — most rows
// columns: name, kind, list, entry, entry_id, since, match, articles, sentence, fact, claim, title, url
MATCH (e:Entity)-[r:LISTED_ON]->(l:SanctionsList)
WHERE (r.until IS NULL OR r.until >= coalesce($day, date())) AND (r.withdrawn_at IS NULL OR date(r.withdrawn_at) > coalesce($day, date()))
  AND (r.since IS NULL OR r.since <= coalesce($day, date()))
WITH e, r, l, COUNT { (e)<-[:MENTIONS]-(:Article) } AS articles
WHERE articles > 0
WITH e, r, l, articles ORDER BY articles DESC, e.name, l.name, r.listing_id LIMIT $limit
CALL (e) {
  OPTIONAL MATCH (:Entity)-[s:SANCTIONS]->(e)
  RETURN s.best_claim_id AS proof ORDER BY s.publisher_count DESC, s.article_count DESC, s.fact_id LIMIT 1
}
OPTIONAL MATCH (c:Claim {claim_id: proof})-[:STATED_IN]->(a:Article)
RETURN e.name AS name, [label IN labels(e) WHERE label <> 'Entity'][0] AS kind, l.name AS list, r.name AS entry, r.entry_id AS entry_id,
  r.since AS since, r.match AS match, articles, c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY articles DESC, name, list, r.listing_id
