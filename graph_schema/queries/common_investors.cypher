// title: Investors on both sides
// answers: Who invests in two rivals at once, or plans to, with the sentence that proves each investment.
// param limit: integer = 50 — most rows
// columns: investor, first, second, first_status, first_sentence, first_fact, first_claim, second_status, second_sentence, second_fact, second_claim
MATCH (first:Entity)-[:COMPETES_WITH]->(second:Entity)
MATCH (first)<-[r1:INVESTS_IN]-(investor:Entity)-[r2:INVESTS_IN]->(second)
WHERE r1.status IN ['done', 'planned'] AND r2.status IN ['done', 'planned']
WITH investor, first, second, r1, r2 ORDER BY r1.status, r1.fact_id, r2.status, r2.fact_id
WITH investor, first, second, head(collect(r1)) AS one, head(collect(r2)) AS other
ORDER BY investor.name, first.name, second.name LIMIT $limit
OPTIONAL MATCH (c1:Claim {claim_id: one.best_claim_id})
OPTIONAL MATCH (c2:Claim {claim_id: other.best_claim_id})
RETURN investor.name AS investor, first.name AS first, second.name AS second,
  one.status AS first_status, c1.sentence AS first_sentence, c1.fact_id AS first_fact, c1.claim_id AS first_claim,
  other.status AS second_status, c2.sentence AS second_sentence, c2.fact_id AS second_fact, c2.claim_id AS second_claim
ORDER BY investor, first, second
