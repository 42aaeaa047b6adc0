// title: Happened or taking effect in a period
// answers: Sanctions and investments by when the articles say that they happened or take effect, in order of time; where none says so, by the first report, and the column `by` tells which. A month or a year counts where it meets the period, and is shown as no more than that.
// param since: date — first day of the period
// param until: date — last day of the period
// param limit: integer = 50 — most rows
// columns: at, by, subject, type, object, detail, status, articles, sentence, title, url
CALL () {
  MATCH ()-[r:SANCTIONS]->() WHERE r.event_date >= $since - duration({days: 365}) AND r.event_date <= $until RETURN r, r.event_date AS day
  UNION ALL
  MATCH ()-[r:INVESTS_IN]->() WHERE r.event_date >= $since - duration({days: 365}) AND r.event_date <= $until RETURN r, r.event_date AS day
  UNION ALL
  MATCH ()-[r:SANCTIONS]->()
  WHERE r.first_stated >= datetime({date: $since}) AND r.first_stated < datetime({date: $until + duration({days: 1})}) AND r.event_date IS NULL
  RETURN r, date(r.first_stated) AS day
  UNION ALL
  MATCH ()-[r:INVESTS_IN]->()
  WHERE r.first_stated >= datetime({date: $since}) AND r.first_stated < datetime({date: $until + duration({days: 1})}) AND r.event_date IS NULL
  RETURN r, date(r.first_stated) AS day
}
WITH r, day, CASE size(r.event) WHEN 4 THEN duration({years: 1}) WHEN 7 THEN duration({months: 1}) ELSE duration({days: 1}) END AS length
WHERE day + length > $since
WITH r, day, startNode(r) AS s, endNode(r) AS o ORDER BY day, r.fact_id LIMIT $limit
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN coalesce(r.event, toString(day)) AS at, CASE WHEN r.event IS NULL THEN 'first report' ELSE 'event' END AS by,
  s.name AS subject, type(r) AS type, o.name AS object, coalesce(r.measure, r.kind) AS detail, r.status AS status, r.article_count AS articles,
  c.sentence AS sentence, a.title AS title, a.url AS url
ORDER BY day, r.fact_id
