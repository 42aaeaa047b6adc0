// title: Announced, not done
// answers: Sanctions and investments that are planned or rumoured and that no article reports as done, the latest first.
// param limit: integer = 50 — most rows
// columns: subject, type, object, detail, status, event, first_stated, last_stated, articles, sentence, title, url
CALL () {
  MATCH ()-[r:SANCTIONS]->() WHERE r.status = 'planned' RETURN r
  UNION ALL
  MATCH ()-[r:INVESTS_IN]->() WHERE r.status IN ['planned', 'rumoured'] RETURN r
}
WITH r, startNode(r) AS s, endNode(r) AS o ORDER BY coalesce(r.last_stated, datetime({year: 1})) DESC, r.fact_id LIMIT $limit
OPTIONAL MATCH (c:Claim {claim_id: r.best_claim_id})-[:STATED_IN]->(a:Article)
RETURN s.name AS subject, type(r) AS type, o.name AS object, coalesce(r.measure, r.kind) AS detail, r.status AS status,
  r.event AS event, r.first_stated AS first_stated, r.last_stated AS last_stated, r.article_count AS articles, c.sentence AS sentence, a.title AS title, a.url AS url
ORDER BY coalesce(last_stated, datetime({year: 1})) DESC, r.fact_id
