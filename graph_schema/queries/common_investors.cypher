// title: Investors on both sides
// answers: Who invests in two rivals at once, or plans to, with the sentence that proves each investment.
// param limit: integer = 50 — most rows
// columns: investor, first, second, first_sentence, first_fact, first_claim, second_sentence, second_fact, second_claim
MATCH (first:Entity)-[:COMPETES_WITH]->(second:Entity)
MATCH (first)<-[r1:INVESTS_IN]-(investor:Entity)-[r2:INVESTS_IN]->(second)
WHERE r1.status IN ['done', 'planned'] AND r2.status IN ['done', 'planned']
WITH investor, first, second, min(r1.best_claim_id) AS claim1, min(r2.best_claim_id) AS claim2
ORDER BY investor.name, first.name, second.name LIMIT $limit
OPTIONAL MATCH (c1:Claim {claim_id: claim1})
OPTIONAL MATCH (c2:Claim {claim_id: claim2})
RETURN investor.name AS investor, first.name AS first, second.name AS second,
  c1.sentence AS first_sentence, c1.fact_id AS first_fact, c1.claim_id AS first_claim,
  c2.sentence AS second_sentence, c2.fact_id AS second_fact, c2.claim_id AS second_claim
ORDER BY investor, first, second
