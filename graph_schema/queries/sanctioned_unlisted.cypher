// title: In the news as sanctioned, on no list
// answers: Companies, people and bodies that articles say are restricted, but that stand on none of the official lists that are loaded, the best attested first, with the sentence.
// param measure: string of SANCTIONS.measure = null — kind of restriction, such as entity_listing
// param day: date = null — the day to look at; today by default
// param limit: integer = 50 — most rows
// columns: name, kind, source, measure, list, first_stated, articles, publishers, sentence, fact, claim, title, url
MATCH (source:Entity)-[r:SANCTIONS]->(e:Entity)
WHERE r.status = 'in_force' AND (e:Company OR e:Person OR e:GovernmentBody) AND ($measure IS NULL OR r.measure = $measure)
  AND NOT EXISTS {
    MATCH (e)-[x:LISTED_ON]->(:SanctionsList)
    WHERE (x.until IS NULL OR x.until >= coalesce($day, date())) AND (x.withdrawn_at IS NULL OR date(x.withdrawn_at) > coalesce($day, date()))
    AND (x.since IS NULL OR x.since <= coalesce($day, date()))
  }
WITH source, r, e ORDER BY r.publisher_count DESC, r.article_count DESC, e.name, r.fact_id LIMIT $limit
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN e.name AS name, [label IN labels(e) WHERE label <> 'Entity'][0] AS kind, source.name AS source, r.measure AS measure, r.list AS list,
  r.first_published AS first_stated, r.article_count AS articles, r.publisher_count AS publishers,
  c.sentence AS sentence, c.fact_id AS fact, c.claim_id AS claim, a.title AS title, a.url AS url
ORDER BY publishers DESC, articles DESC, name, r.fact_id
