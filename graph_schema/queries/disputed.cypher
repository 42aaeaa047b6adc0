// title: Contradictions
// answers: Facts and deals on which articles contradict each other, with the sentence that the graph goes by and the latest one that says the contrary, that it is over or that it stands; a deal by its status, by its sum, or by both.
// param limit: integer = 50 — most rows
// columns: subject, type, object, says, sentence, claim, published, publisher, other_says, other_sentence, other_claim, other_published, other_publisher
CALL () {
  MATCH (s:Entity)-[r]->(o:Entity) WHERE r.disputed
  MATCH (c:Claim {fact_id: r.fact_id}) WHERE NOT c:Withdrawn
  WITH s, r, o, c ORDER BY c.claim_id = r.best_claim_id DESC, c.status = r.status DESC, c.confidence DESC, c.claim_id
  WITH s, r, o, [c IN collect(c) WHERE c.status IN ['in_force', 'done', 'lifted', 'withdrawn']] AS sides
  WITH s, r, o, sides, sides[0] AS best
  UNWIND sides AS other
  WITH s, r, o, best, other
  WHERE [best.status, other.status] IN [['in_force', 'lifted'], ['lifted', 'in_force'], ['done', 'withdrawn'], ['withdrawn', 'done']]
  RETURN r.fact_id AS id, s.name AS subject, type(r) AS type, o.name AS object, best, other, best.status AS says, other.status AS other_says
  UNION ALL
  MATCH (d:Deal) WHERE d.disputed
  MATCH (best:Claim {status: d.status})-[:PART_OF]->(d)<-[:PART_OF]-(other:Claim)
  WHERE [best.status, other.status] IN [['done', 'withdrawn'], ['withdrawn', 'done']]
  MATCH (best)-[:OBJECT]->(o:Entity)
  WITH d, o, best, other ORDER BY best.claim_id = d.best_claim_id DESC, best.confidence DESC, best.claim_id
  WITH d, other, head(collect(best)) AS best, head(collect(o)) AS o
  RETURN d.deal_id AS id, d.title AS subject, d.type AS type, o.name AS object, best, other, best.status AS says, other.status AS other_says
  UNION ALL
  MATCH (d:Deal) WHERE d.disputed
  MATCH (best:Claim {claim_id: d.best_claim_id})-[:OBJECT]->(o:Entity)
  MATCH (other:Claim)-[:PART_OF]->(d)
  WITH d, o, best, other,
    CASE WHEN other.currency = best.currency THEN [best.amount, other.amount] ELSE [best.amount_usd, other.amount_usd] END AS sums
  WHERE abs(sums[0] - sums[1]) > 0.1 * CASE WHEN sums[0] > sums[1] THEN sums[0] ELSE sums[1] END
  RETURN d.deal_id AS id, d.title AS subject, d.type AS type, o.name AS object, best, other,
    toString(toInteger(best.amount)) + coalesce(' ' + best.currency, '') AS says, toString(toInteger(other.amount)) + coalesce(' ' + other.currency, '') AS other_says
}
MATCH (best)-[:STATED_IN]->(a:Article)
MATCH (other)-[:STATED_IN]->(b:Article)
WITH id, subject, type, object, best, other, says, other_says, a, b ORDER BY coalesce(b.published_at, datetime({year: 1})) DESC, other.claim_id
WITH id, subject, type, object, says, best, a, head(collect({says: other_says, claim: other, article: b})) AS against
RETURN subject, type, object, says, best.sentence AS sentence, best.claim_id AS claim, a.published AS published, a.publisher AS publisher,
  against.says AS other_says, against.claim.sentence AS other_sentence, against.claim.claim_id AS other_claim,
  against.article.published AS other_published, against.article.publisher AS other_publisher
ORDER BY type, subject, object, id, says LIMIT $limit
