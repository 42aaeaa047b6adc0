// title: Contradictions
// answers: Facts and deals on which articles contradict each other, with the sentence that the graph goes by and the latest one that says otherwise.
// param limit: integer = 50 — most rows
// columns: subject, type, object, says, sentence, published, publisher, other_says, other_sentence, other_published, other_publisher
CALL () {
  MATCH (s:Entity)-[r]->(o:Entity) WHERE r.disputed
  MATCH (best:Claim {claim_id: r.best_claim_id})
  MATCH (other:Claim {fact_id: r.fact_id})
  WHERE NOT other:Withdrawn AND other.status <> best.status
  RETURN r.fact_id AS id, s.name AS subject, type(r) AS type, o.name AS object, best, other, best.status AS says, other.status AS other_says
  UNION ALL
  MATCH (d:Deal) WHERE d.disputed
  MATCH (best:Claim {claim_id: d.best_claim_id})-[:OBJECT]->(o:Entity)
  MATCH (other:Claim)-[:PART_OF]->(d)
  WHERE other.amount <> best.amount
  RETURN d.deal_id AS id, d.title AS subject, d.type AS type, o.name AS object, best, other,
    toString(toInteger(best.amount)) + coalesce(' ' + best.currency, '') AS says, toString(toInteger(other.amount)) + coalesce(' ' + other.currency, '') AS other_says
}
MATCH (best)-[:STATED_IN]->(a:Article)
MATCH (other)-[:STATED_IN]->(b:Article)
WITH id, subject, type, object, best, other, says, other_says, a, b ORDER BY coalesce(b.published_at, datetime({year: 1})) DESC, other.claim_id
WITH id, subject, type, object, says, best, a, head(collect({says: other_says, claim: other, article: b})) AS against
RETURN subject, type, object, says, best.sentence AS sentence, a.published AS published, a.publisher AS publisher,
  against.says AS other_says, against.claim.sentence AS other_sentence, against.article.published AS other_published, against.article.publisher AS other_publisher
ORDER BY type, subject, object, id LIMIT $limit
